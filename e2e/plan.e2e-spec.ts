import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };

describe('plan and usage', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const ownerOf = (tenant: DemoTenant) => tenant.users.find(({ role }) => role === 'owner')!;
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it.each(SCREENS)(
    'on %s: the superadmin puts a company on a plan, the owner meets its limit, and goes on with a larger one',
    async (name, viewport) => {
      const admin = await visitAs(browser, `${system.url}/tenants`, system.demo.superadmin, viewport);
      await admin.page.getByRole('button', { name: `Open ${acme.name}` }).click(SOON);
      await admin.page.waitForURL(`${system.url}/`, SOON);
      await admin.page.goto(`${system.url}/plan`);
      const put = async (plan: string): Promise<void> => {
        await admin.page.getByRole('combobox', { name: 'Plan', exact: true }).selectOption(plan);
        await admin.page.getByRole('button', { name: 'Change plan' }).click();
      };
      await admin.page.getByText('0, no limit').first().waitFor(SOON);
      await put('free');
      await admin.page.getByText('The company is on Free now').waitFor(SOON);
      await sawAll(admin);

      const owner = await visitAs(browser, `${system.url}/plan`, ownerOf(acme), viewport);
      const outlets = owner.page.getByRole('meter', { name: 'WhatsApp numbers' });
      await outlets.waitFor(SOON);
      expect(await outlets.getAttribute('aria-valuetext')).toBe('1 of 1');
      await owner.page.getByText('Used up').first().waitFor(SOON);
      expect(await owner.page.getByRole('button', { name: 'Change plan' }).count()).toBe(0);
      await sawAll(owner);
      await shot(owner, `plan-${name}-light`);
      await owner.page.emulateMedia({ colorScheme: 'dark' });
      await owner.page.reload();
      await outlets.waitFor(SOON);
      await sawAll(owner);
      await shot(owner, `plan-${name}-dark`);

      const outlet = {
        name: 'Second shop',
        phoneNumberId: `77700011122${viewport.width}`,
        wabaId: '777000111',
        displayPhoneNumber: '+1 555-010-7777',
        accessToken: 'EAAGsecond',
      };
      const refused = await system.api('/outlets', { as: acme, body: outlet });
      expect(refused).toMatchObject({ status: 402, body: { code: 'quota_exceeded', meter: 'outlets', limit: 1, used: 1 } });

      await put('growth');
      await admin.page.getByText('The company is on Growth now').waitFor(SOON);
      await owner.page.reload();
      await outlets.waitFor(SOON);
      expect(await outlets.getAttribute('aria-valuetext')).toBe('1 of 10');
      const made = await system.api<{ id: string }>('/outlets', { as: acme, body: outlet });
      expect(made.status).toBe(201);
      await system.api(`/outlets/${made.body.id}`, { as: acme, method: 'DELETE' });
      await put('enterprise');
      await admin.page.getByText('The company is on Enterprise now').waitFor(SOON);
      for (const { page } of [admin, owner]) await page.context().close();
    },
    120_000,
  );

  it('an agent has no such page, and what cannot be read is said', async () => {
    const agent = acme.users.find(({ role }) => role === 'agent')!;
    const seen = await visitAs(browser, `${system.url}/plan`, agent, SCREENS[0][1]);
    expect(await seen.page.getByRole('link', { name: 'Plan and usage' }).count()).toBe(0);
    const owner = await visitAs(browser, `${system.url}/overview`, ownerOf(acme), SCREENS[0][1]);
    await owner.page.route('**/quota', (route) => route.abort());
    await owner.page.goto(`${system.url}/plan`);
    await owner.page.getByRole('alert').waitFor(SOON);
    await sawAll(owner);
  }, 60_000);

  it('the installation came with an example card of prices that says that it is one', async () => {
    const { status, body } = await system.api<{ rates: { source: string }[]; markets: { country: string }[] }>(
      '/billing/rate-cards/active',
      {
        as: acme,
      },
    );
    expect(status).toBe(200);
    expect(new Set(body.rates.map(({ source }) => source))).toEqual(new Set(['example figures, not Meta’s or any provider’s']));
    expect(body.markets.map(({ country }) => country)).toEqual(expect.arrayContaining(['PE', 'UA', 'ZZ']));
  });
});
