import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

const SOON = { timeout: 20_000 };

describe('invoices', () => {
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

  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };
  /** One a screen. */
  const SLUGS = ['acme-corp', 'beta-store'];

  it.each(SCREENS)(
    'on %s: the superadmin sells a plan by invoice, the owner sees the invoice and gets its PDF, and the payment is recorded',
    async (name, viewport) => {
      const tenant = system.tenant(SLUGS[SCREENS.findIndex((screen) => screen[0] === name)]!);
      const admin = await visitAs(browser, `${system.url}/tenants`, system.demo.superadmin, viewport);
      await admin.page.getByRole('button', { name: `Open ${tenant.name}` }).click(SOON);
      await admin.page.waitForURL(`${system.url}/`, SOON);
      await admin.page.goto(`${system.url}/invoices`);
      await admin.page.getByLabel('Plan', { exact: true }).selectOption('starter', SOON);
      await admin.page.getByRole('button', { name: 'Put on the plan' }).click();
      await admin.page.getByText('Starter: invoiced until').waitFor(SOON);
      await admin.page.getByText('To pay').first().waitFor(SOON);
      await sawAll(admin);
      await shot(admin, `invoices-operator-${name}-light`);
      await admin.page.emulateMedia({ colorScheme: 'dark' });
      await sawAll(admin);
      await shot(admin, `invoices-operator-${name}-dark`);

      const owner = await visitAs(
        browser,
        `${system.url}/invoices`,
        tenant.users.find(({ role }) => role === 'owner')!,
        viewport,
      );
      await owner.page.getByText('Starter: invoiced until').waitFor(SOON);
      expect(await owner.page.getByRole('button', { name: 'Record payment' }).count()).toBe(0);
      await owner.page.getByLabel('Address').fill('Calle Mayor 1\n28001 Madrid');
      await owner.page.getByRole('button', { name: 'Save' }).click();
      await owner.page.getByText('Saved. Invoices from now on say so.').waitFor(SOON);
      const coming = owner.page.waitForEvent('download', SOON);
      await owner.page
        .getByRole('button', { name: /^Download INV-\d{4}-\d{6} as PDF$/ })
        .first()
        .click();
      const download = await coming;
      expect(download.suggestedFilename()).toMatch(/^INV-\d{4}-\d{6}\.pdf$/);
      expect(
        readFileSync((await download.path())!)
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
      await sawAll(owner);
      await shot(owner, `invoices-owner-${name}-light`);

      await admin.page.getByRole('button', { name: /^Record payment of INV-/ }).click();
      await admin.page.getByLabel('Reference').fill('transfer 1');
      await sawAll(admin);
      await shot(admin, `invoices-payment-${name}-dark`);
      await admin.page.getByRole('dialog').getByRole('button', { name: 'Record payment' }).click();
      await admin.page.getByText(/^INV-\d{4}-\d{6} is paid\.$/).waitFor(SOON);
      await owner.page.reload();
      await owner.page.getByText('Paid', { exact: true }).first().waitFor(SOON);
      for (const { page } of [admin, owner]) await page.context().close();
    },
    180_000,
  );
});
