import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

const SOON = { timeout: 20_000 };
const KEY = 'sk-browser-test-0123456789wxyz';

describe('a company’s own model server in the settings of the assistant', () => {
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
    'on %s: it is set, its key is never shown again, and it is removed',
    async (screen, viewport) => {
      const tenant = system.tenant(screen === 'a phone' ? 'beta-store' : 'acme-corp');
      const owner = tenant.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/assistant`, owner, viewport);
      const card = page.getByRole('region', { name: 'Your own model server' });
      await card.getByText('The model of this installation answers.').waitFor(SOON);
      await card.getByLabel('Address of the server').fill('https://127.0.0.1/v1');
      await card.getByLabel('Key', { exact: true }).fill(KEY);
      await card.getByRole('textbox', { name: /^Model/ }).fill('large');
      await card.getByLabel('Fallback model').fill('small');
      await card.getByRole('button', { name: 'Save the server' }).click();
      await card.getByText(/must lead to a public host/i).waitFor(SOON);
      await card.getByLabel('Address of the server').fill('https://models.example/v1');
      await card.getByRole('button', { name: 'Save the server' }).click();
      await card.getByText('Your own server answers.').waitFor(SOON);
      await card.getByText(/which ends in wxyz/i).waitFor(SOON);
      expect(await page.content()).not.toContain(KEY);
      expect(await findings(page)).toEqual([]);
      const folder = process.env.SCREENSHOTS;
      await card.scrollIntoViewIfNeeded();
      if (folder) await page.screenshot({ path: `${folder}/server-${screen}.png`, fullPage: true });
      await page.reload();
      await card.getByText('Your own server answers.').waitFor(SOON);
      expect(await card.getByLabel('Key', { exact: true }).inputValue()).toBe('');
      if (folder) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.screenshot({ path: `${folder}/server-${screen}-dark.png`, fullPage: true });
      }
      await card.getByRole('button', { name: 'Remove the server and its key' }).click();
      await card.getByText('The model of this installation answers.').waitFor(SOON);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
