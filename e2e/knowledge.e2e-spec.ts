import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

describe('the page of a knowledge base', () => {
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

  /** False where a page asks before its tab is closed. */
  const closing = `dispatchEvent(new Event('beforeunload', { cancelable: true }))`;

  const text = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

  it.each(SCREENS)(
    'on %s: of several files each has its own progress and error, the rest go on, and what changed waits to be published',
    async (screen, viewport) => {
      const tenant = system.tenant(screen === 'a phone' ? 'beta-store' : 'acme-corp');
      const owner = tenant.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/knowledge/${tenant.knowledgeBases[0]!.id}`, owner, viewport);
      await page.getByText(/^Version \d+ published$/).waitFor();
      expect(await page.getByText('Unpublished changes').count()).toBe(0);

      // The second is of a type that cannot be read, the third loses its connection once, the fourth waits until it is let go.
      let lost = 0;
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      await page.route('**/knowledge-bases/*/documents', async (route) => {
        const body = route.request().postDataBuffer()?.toString('latin1') ?? '';
        if (body.includes('lost.txt') && (lost += 1) === 1) return route.abort('connectionreset');
        if (body.includes('held.txt')) await held;
        return route.continue();
      });
      await page
        .getByRole('region', { name: 'Upload documents' })
        .locator('input[type=file]')
        .setInputFiles([
          text('fine.txt', `Fine words of ${screen}.`),
          { name: 'picture.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 3, 255, 254]) },
          text('lost.txt', `Lost and found on ${screen}.`),
          text('held.txt', `Held on ${screen}.`),
          text('last.txt', `Last on ${screen}.`),
        ]);
      const lines = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
      const line = (name: string) => lines.filter({ hasText: name });
      await line('fine.txt').getByText('Uploaded').waitFor();
      await line('picture.bin').getByRole('alert').waitFor();
      await line('lost.txt').getByText('The server cannot be reached').waitFor();
      await line('held.txt').getByRole('progressbar').waitFor();
      await line('last.txt').getByText('Waiting').waitFor();
      expect(await lines.count()).toBe(5);
      expect(await findings(page)).toEqual([]);

      // Whoever leaves now is asked; whoever closes the tab too.
      expect(await page.evaluate(closing)).toBe(false);
      await page.getByRole('link', { name: 'All knowledge bases' }).click();
      const leave = page.getByRole('alertdialog', { name: 'Leave while files are being uploaded?' });
      await leave.waitFor();
      expect(await findings(page)).toEqual([]);
      await leave.getByRole('button', { name: 'Cancel' }).click();
      await leave.waitFor({ state: 'detached' });

      letGo();
      await line('held.txt').getByText('Uploaded').waitFor();
      await line('last.txt').getByText('Uploaded').waitFor();
      await page.getByRole('button', { name: 'Try again: lost.txt' }).click();
      await line('lost.txt').getByText('Uploaded').waitFor();
      expect(await page.evaluate(closing)).toBe(true);
      await page.getByRole('button', { name: 'Clear uploaded files' }).click();
      await page.getByRole('button', { name: 'Take picture.bin from the list' }).click();
      expect(await lines.count()).toBe(0);

      const changes = page.getByRole('region', { name: 'Unpublished changes' });
      await changes.getByText('Added: 4').waitFor({ timeout: 20_000 });
      await changes.getByText('held', { exact: true }).waitFor();
      expect(await findings(page)).toEqual([]);
      await changes.getByRole('button', { name: 'Publish' }).click();
      await changes.waitFor({ state: 'detached' });
      await eventually(async () => expect(await page.getByText('Unpublished changes').count()).toBe(0));
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
