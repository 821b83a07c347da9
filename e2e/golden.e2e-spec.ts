import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

describe('the publish gate on the page of a knowledge base', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it.each(SCREENS)(
    'on %s: a draft that loses a golden fact is refused, mended and accepted, and the way back is open',
    async (screen, viewport) => {
      const tenant = system.tenant(screen === 'a phone' ? 'beta-store' : 'acme-corp');
      const owner = tenant.users.find(({ role }) => role === 'owner')!;
      const call = async (method: string, path: string, body?: object): Promise<any> => {
        const response = await fetch(`${system.url}/api/v1${path}`, {
          method,
          headers: { 'x-api-key': tenant.apiKey, ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const text = await response.text();
        expect([method, path, response.status < 300, text]).toEqual([method, path, true, text]);
        return text ? JSON.parse(text) : undefined;
      };
      const { id: base } = await call('POST', '/knowledge-bases', { name: 'Zeppelin rides', language: 'en' });
      const add = async (content: string): Promise<string> => {
        const { id } = await call('POST', `/knowledge-bases/${base}/documents`, {
          title: 'Zeppelin weight',
          contentType: 'text/plain',
          content,
        });
        await eventually(async () => expect((await call('GET', `/documents/${id}`)).status).toBe('ready'), { timeoutMs: 20_000 });
        return id;
      };
      const first = await add('The zeppelin carries luggage up to 23 kilos for each passenger.');
      await call('POST', `/knowledge-bases/${base}/publish`);

      const { page, errors } = await visitAs(browser, `${system.url}/knowledge/${base}`, owner, viewport);
      const golden = page.getByRole('region', { name: 'Golden questions' });
      await golden.getByText('No golden questions').waitFor();
      await golden.getByRole('button', { name: 'Add question' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add question' });
      await dialog.getByLabel('Question').fill('How much luggage does the zeppelin carry?');
      await dialog.getByLabel('Facts').fill('23 kilos');
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await golden.getByText('Answered', { exact: true }).waitFor();

      await call('DELETE', `/documents/${first}`);
      const worse = await add('The zeppelin carries luggage up to 8 kilos for each passenger.');
      await page.reload();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      const refused = page.getByRole('region', { name: 'This draft answers worse: 1' });
      await refused.getByText('23 kilos').waitFor();
      await refused.getByText('8 kilos').waitFor();
      await refused.getByRole('button', { name: 'Publish anyway' }).waitFor();
      expect(await findings(page)).toEqual([]);
      expect((await call('GET', `/knowledge-bases/${base}`)).publishedVersion).toBe(1);

      await call('DELETE', `/documents/${worse}`);
      await add('Zeppelin luggage: the zeppelin carries 23 kilos for each passenger.');
      await page.reload();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByText('Version 2 published', { exact: true }).waitFor();
      const versions = page.getByRole('region', { name: 'Versions' });
      await versions.getByRole('button', { name: 'What changed in version 2' }).click();
      await versions.getByText('Golden questions answered: 1 of 1').waitFor();
      await versions.getByText('Replaced: 1').or(versions.getByText('Added: 1')).first().waitFor();
      expect(await findings(page)).toEqual([]);
      // Of the first version no document is left: the way back is refused with words.
      await versions.getByRole('button', { name: 'Go back to this version: 1' }).click();
      const ask = page.getByRole('alertdialog', { name: 'Go back to version 1?' });
      await ask.getByRole('button', { name: 'Go back to this version' }).click();
      await ask.getByRole('alert').waitFor();
      await ask.getByRole('button', { name: 'Cancel' }).click();
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
