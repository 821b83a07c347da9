import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('unsubscribers', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 240_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it.each(SCREENS)(
    'are on the page as soon as they have written STOP, and in the file, until they write START, on %s',
    async (name, viewport) => {
      const acme = system.tenant('acme-corp');
      const customer = name === SCREENS[0][0] ? '15550940001' : '15550940002';
      await system.customerWrites(acme, customer, 'STOP');
      const viewer = acme.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/unsubscribers`, viewer, viewport);
      const row = page
        .getByRole('table', { name: 'Unsubscribers' })
        .getByRole('row')
        .filter({ hasText: `+${customer}` });
      await row.waitFor(SOON);
      expect(await row.textContent()).toContain('written by the customer');
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as CSV' }).click()]);
      expect(readFileSync(await file.path(), 'utf8')).toContain(`+${customer}`);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/unsubscribers-${viewport.width}.png` });
      await system.customerWrites(acme, customer, 'START');
      await eventually(
        async () => {
          await page.reload();
          await page
            .getByText(/Nobody has unsubscribed|Their words/)
            .first()
            .waitFor(SOON);
          expect(await row.count()).toBe(0);
        },
        { timeoutMs: 60_000 },
      );
      expect(errors).toEqual([]);
    },
    120_000,
  );
});
