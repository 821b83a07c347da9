import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('the plans that are offered', () => {
  let system: System;
  let browser: Browser;
  let admin: string;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
    admin = await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const look = async ({ page, errors }: Visit, name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Colours change over a moment.
      await eventually(async () => expect(await findings(page)).toEqual([]), { timeoutMs: 20_000 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}-${colorScheme}.png`, fullPage: true });
    }
    expect(errors).toEqual([]);
  };
  const starter = async () => {
    const { body } = await system.api<{ items: { name: string; version: number; limits: Record<string, number>; price: object }[] }>(
      '/billing/plans',
      { as: admin },
    );
    return body.items.find(({ name }) => name === 'starter')!;
  };

  it.each(SCREENS.map(([name, viewport], index) => [name, viewport, ['acme-corp', 'beta-store'][index]!] as const))(
    'on %s: the superadmin makes a new version, sees who is on the old one, moves them, and gives a company more',
    async (name, viewport, slug) => {
      const tenant = system.tenant(slug);
      const put = { as: admin, method: 'PUT' as const, body: { plan: 'starter' } };
      await system.api(`/billing/tenants/${tenant.id}/subscription`, put);
      const before = await starter();
      const visit = await visitAs(browser, `${system.url}/plans`, system.demo.superadmin, viewport);
      const { page } = visit;
      const press = (button: string | RegExp) => page.getByRole('button', { name: button }).click(SOON);
      await page.getByRole('heading', { name: /^Starter/ }).waitFor(SOON);
      await look(visit, `catalogue ${name}`);

      await press('Change Starter');
      await page.getByLabel(/^WhatsApp numbers/).fill('many');
      await page.getByLabel(/^Price of a month/).fill('24.50');
      await press('Add a currency');
      await page.getByLabel('Currency', { exact: true }).last().fill('usd');
      await page.getByLabel('A message', { exact: true }).last().fill('0.03');
      await press('Make the new version');
      await page.getByText('Must be an integer number').or(page.getByText('must be an integer number')).first().waitFor(SOON);
      await look(visit, `plan-form ${name}`);
      await page.getByLabel(/^WhatsApp numbers/).fill('4');
      await press('Make the new version');
      await page.getByText(`Starter has version ${before.version + 1} now`).waitFor(SOON);
      expect(await starter()).toMatchObject({
        version: before.version + 1,
        limits: { ...before.limits, outlets: 4 },
        price: { amountMinor: 2_450, currency: 'USD' },
        overage: { messages: { USD: 3 } },
      });

      await press('Versions of Starter');
      const versions = page.getByRole('table', { name: 'Versions of Starter' });
      await versions.getByRole('button', { name: `Move to version ${before.version + 1}` }).waitFor(SOON);
      await look(visit, `versions ${name}`);
      await versions.getByRole('button', { name: `Move to version ${before.version + 1}` }).click(SOON);
      await press('Move them');
      await page.getByText(/^\d moved, 0 keep the version that they pay for$/).waitFor(SOON);
      const quota = async () =>
        (await system.api<{ planVersion: number; limits: { outlets: number } }>(`/billing/tenants/${tenant.id}/quota`, { as: admin })).body;
      expect(await quota()).toMatchObject({ planVersion: before.version + 1, limits: { outlets: 4 } });
      await page.keyboard.press('Escape');
      await page.context().close();

      const other = await visitAs(browser, `${system.url}/tenants`, system.demo.superadmin, viewport);
      await other.page
        .getByRole('row', { name: new RegExp(tenant.name) })
        .getByRole('button', { name: /^Open/ })
        .click(SOON);
      await other.page.getByRole('heading', { level: 1, name: /.+/ }).waitFor(SOON);
      await other.page.goto(`${system.url}/plan`);
      const more = other.page.getByRole('region', { name: 'Beyond the plan' });
      await more.getByLabel(/^WhatsApp numbers/).fill('3');
      await more.getByRole('button', { name: 'Save additions' }).click(SOON);
      await other.page.getByText('The limits of the company are changed').waitFor(SOON);
      expect(await quota()).toMatchObject({ limits: { outlets: 7 } });
      await look(other, `addons ${name}`);
      await other.page.context().close();
    },
    240_000,
  );
});
