import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('what the installation earns', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
    const { email, password } = system.demo.superadmin;
    const admin = await system.signIn(email, password);
    const [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    for (const [tenant, plan] of [
      [acme, 'growth'],
      [beta, 'starter'],
    ] as const) {
      await system.api(`/billing/tenants/${tenant.id}/subscription`, { as: admin, method: 'PUT', body: { plan } });
    }
    const deposit = { amountMinor: 12_500, currency: 'USD', reference: 'a transfer' };
    await system.api(`/billing/tenants/${acme.id}/deposit`, { as: admin, method: 'POST', body: deposit });
    await system.query(
      `insert into billing.costs_daily (tenant_id, day, source, outlet_id, item, kind, currency, quantity, charged, amount_micros)
       select $1, (now() at time zone 'utc')::date - d, 'message', $2, 'marketing', 'final', 'USD', 9 * d, 9 * d, 400000 * d
       from generate_series(0, 20) d`,
      [beta.id, beta.outlets[0]!.id],
    );
    // They have been here for a while, and one of them sends much.
    await system.query(`update billing.plan_periods set from_day = (from_day - interval '70 days')::date`);
    await system.query(
      `update billing.quotas set used_amount = limit_amount * 0.93, period_start = date_trunc('month', now() at time zone 'utc')::date
       where tenant_id = $1 and meter = 'messages'`,
      [beta.id],
    );
    await system.query(`update billing.figure_passes set begun_at = begun_at - interval '1 hour', ended_at = null`);
    await eventually(
      async () => {
        const { body } = await system.api<{ asOf: string | null }>('/billing/near-limits', { as: admin });
        expect(body.asOf).toEqual(expect.any(String));
      },
      { timeoutMs: 150_000 },
    );
  }, 340_000);
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

  it.each(SCREENS)(
    'on %s: the superadmin sees months, who is near a limit, margins by company and day, and deposits',
    async (name, viewport) => {
      const visit = await visitAs(browser, `${system.url}/revenue`, system.demo.superadmin, viewport);
      const { page } = visit;
      const beta = system.tenant('beta-store').name;
      await page.getByText('$68.00', { exact: true }).first().waitFor(SOON);
      await page
        .getByRole('table', { name: 'By plan and version' })
        .getByText(/^Growth, version/)
        .waitFor(SOON);
      await page.getByRole('img', { name: /^What a month is worth, by month, in USD; in .*: \$68\.00$/ }).waitFor(SOON);
      await look(visit, `revenue ${name}`);

      const parts = page.getByRole('navigation', { name: 'Revenue' });
      await parts.getByRole('link', { name: 'Near a limit' }).click(SOON);
      const near = page.getByRole('table', { name: 'Companies near a limit' });
      await near.getByText('93 %').waitFor(SOON);
      await look(visit, `near-limits ${name}`);

      await parts.getByRole('link', { name: 'Margins' }).click(SOON);
      const margins = page.getByRole('table', { name: 'Margins of companies' });
      await margins.getByText(beta).waitFor(SOON);
      await look(visit, `margins ${name}`);
      await page.getByRole('button', { name: `By day: ${beta}` }).click(SOON);
      await page.getByRole('img', { name: /^Margin by day in USD; together -?\$/ }).waitFor(SOON);
      await look(visit, `margin-days ${name}`);
      await page.keyboard.press('Escape');

      await parts.getByRole('link', { name: 'Deposits' }).click(SOON);
      await page.getByRole('table', { name: 'Deposits' }).getByText('$125.00').waitFor(SOON);
      await look(visit, `deposits ${name}`);
      await page.context().close();
    },
    180_000,
  );

  it('who is no superadmin has no such page', async () => {
    const owner = system.tenant('acme-corp').users.find(({ role }) => role === 'owner')!;
    const { page } = await visitAs(browser, `${system.url}/revenue`, owner, SCREENS[0][1]);
    await page.getByRole('navigation').first().waitFor(SOON);
    expect(await page.getByRole('link', { name: 'Revenue' }).count()).toBe(0);
    expect(await page.getByRole('table').count()).toBe(0);
    await page.context().close();
  }, 60_000);
});
