import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };

describe('buying a plan', () => {
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

  const ownerOf = (tenant: DemoTenant) => tenant.users.find(({ role }) => role === 'owner')!;
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  };

  it.each(SCREENS.map(([name, viewport], index) => [name, viewport, ['acme-corp', 'beta-store'][index]!] as const))(
    'on %s: the owner buys a plan, moves to a larger one, does not pay, is stopped, pays, and cancels',
    async (name, viewport, slug) => {
      const tenant = system.tenant(slug);
      const { email, password } = system.demo.superadmin;
      const admin = await system.signIn(email, password);
      await system.api(`/billing/tenants/${tenant.id}/subscription`, { as: admin, method: 'PUT', body: { plan: 'free' } });
      const owner = await visitAs(browser, `${system.url}/plan`, ownerOf(tenant), viewport);
      const { page } = owner;
      const press = (button: string) => page.getByRole('button', { name: button, exact: true }).click(SOON);
      const say = (text: string | RegExp) => page.getByText(text).first().waitFor(SOON);

      await press('Choose Starter');
      await page.getByText('This is the demo').waitFor(SOON);
      await say('$19.00');
      await shot(owner, `checkout-${name}`);
      await press('Pay');
      await say('Paid. Your company is on Starter now.');
      // Once, and not with each render until the address has changed.
      expect(await page.getByText('Paid. Your company is on Starter now.').count()).toBe(1);
      await say(/Starter, paid until/);
      await sawAll(owner);
      await shot(owner, `bought-${name}`);

      await press('Choose Growth');
      await press('Change and pay');
      await say('Paid. Your company is on Growth now.');

      await press('Payment method');
      await press('A month goes by, and the card is declined');
      for (let n = 0; n < 2; n++) await press('The card is declined again');
      await shot(owner, `portal-${name}`);
      const stopped = async () => (await system.api<{ suspended: boolean }>(`/billing/tenants/${tenant.id}/quota`, { as: tenant })).body;
      await eventually(async () => expect((await stopped()).suspended).toBe(true));
      await page.goto(`${system.url}/plan`);
      await say(/An invoice is not paid/);
      await sawAll(owner);
      await shot(owner, `unpaid-${name}`);

      await press('Payment method');
      await press('Pay what is open');
      await eventually(async () => expect((await stopped()).suspended).toBe(false));
      await press('Cancel the subscription');
      await eventually(async () => expect(await stopped()).toMatchObject({ plan: 'free' }));
      await page.getByRole('link', { name: 'Back' }).click(SOON);
      await say('Nothing is being paid.');
      await sawAll(owner);
      await page.context().close();
    },
    180_000,
  );

  it('is for owners: an agent may not', async () => {
    const tenant = system.tenant('acme-corp');
    const agent = tenant.users.find(({ role }) => role === 'agent')!;
    const refused = await system.api(`/billing/tenants/${tenant.id}/checkout`, {
      as: await system.signIn(agent.email, agent.password),
      headers: { 'x-tenant-id': tenant.id },
      body: { plan: 'growth' },
    });
    expect(refused.status).toBe(403);
  });
});
