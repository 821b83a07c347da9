import type { Browser } from 'playwright-core';
import { eventually } from '#testing';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';

import { System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };

describe('costs', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
    // The bot answers a customer, WhatsApp delivers the answer, and says as what it charged it.
    await system.customerWrites(acme, '51987000321', 'What are your opening hours?');
    const path = `/billing/tenants/${acme.id}/costs?groupBy=category`;
    await eventually(
      async () => {
        const { body } = await system.api<{ items: { key: string; quantity: { final: number } }[] }>(path, { as: acme });
        expect(body.items.find(({ key }) => key === 'service')?.quantity.final).toBeGreaterThan(0);
      },
      { timeoutMs: 60_000 },
    );
    // The demo's messages are among the free ones of the month: those of the days before have cost something.
    await system.query(
      `insert into billing.costs_daily
       select $1, (now() at time zone 'utc')::date - d, 'message', $2, c, k, 'USD', 40 * d, 40 * d, 1300000 * d * length(c)
       from generate_series(1, 5) d, unnest(array['marketing', 'utility']) c, unnest(array['final', 'estimated']) k`,
      [acme.id, acme.outlets[0]!.id],
    );
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it.each(SCREENS)(
    'on %s: the owner sees what the messages of the last days cost, by category and number',
    async (name, viewport) => {
      const owner = acme.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/costs?range=7`, owner, viewport);
      const categories = page.getByRole('table', { name: 'By category' });
      await categories.waitFor(SOON);
      await categories.getByText('Service', { exact: true }).waitFor(SOON);
      // 1.30 dollars a letter and day number: 16 letters, 15 days, charged and estimated.
      await page.getByText('$624.00', { exact: true }).first().waitFor(SOON);
      await page.getByRole('img', { name: /^Costs by day in USD; the most on .*: \$208\.00$/ }).waitFor(SOON);
      await page.getByRole('table', { name: 'By number' }).getByText(acme.name).waitFor(SOON);
      await page.getByText('Of delivered messages whose charge WhatsApp has reported').waitFor(SOON);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.reload();
        await categories.waitFor(SOON);
        expect(await findings(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
        const folder = process.env.SCREENSHOTS;
        if (folder) await page.screenshot({ path: `${folder}/costs-${name}-${colorScheme}.png`, fullPage: true });
      }
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('beside a conversation the owner sees what its messages cost, and an agent does not', async () => {
    const { body } = await system.api<{ items: { id: string; contact: { phone?: string } }[] }>('/conversations?limit=50', { as: acme });
    const { id } = body.items.find(({ contact }) => contact.phone?.endsWith('51987000321'))!;
    const owner = acme.users.find(({ role }) => role === 'owner')!;
    const { page } = await visitAs(browser, `${system.url}/inbox/${id}`, owner, SCREENS[0][1]);
    const costs = page.getByRole('region', { name: 'Costs' });
    await costs.getByText(/^\$0\.\d+, messages: \d+$/).waitFor(SOON);
    expect(await findings(page)).toEqual([]);
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/conversation-costs.png` });
    await page.context().close();
    const agent = acme.users.find(({ role }) => role === 'agent')!;
    const other = await visitAs(browser, `${system.url}/inbox/${id}`, agent, SCREENS[0][1]);
    await other.page.getByRole('region', { name: 'Conversation' }).first().waitFor(SOON);
    expect(await other.page.getByRole('region', { name: 'Costs' }).count()).toBe(0);
    await other.page.context().close();
  }, 120_000);

  it('an agent has no such page', async () => {
    const agent = acme.users.find(({ role }) => role === 'agent')!;
    const { page } = await visitAs(browser, `${system.url}/costs`, agent, SCREENS[0][1]);
    await page.getByRole('navigation').first().waitFor(SOON);
    expect(await page.getByRole('link', { name: 'Costs' }).count()).toBe(0);
    expect(await page.getByRole('table').count()).toBe(0);
    await page.context().close();
  }, 60_000);
});
