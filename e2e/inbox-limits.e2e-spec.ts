import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('a limit of the plan that is met in the inbox', () => {
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

  const sawAll = async ({ page, errors }: Visit, name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Colours change over a moment. A thread on a phone has the name of its customer, and no heading of the page.
      await eventually(
        async () => expect((await findings(page)).filter((found) => !found.startsWith('page-has-heading-one'))).toEqual([]),
        {
          timeoutMs: 20_000,
        },
      );
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    }
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };

  it.each(SCREENS.map(([name, viewport], index) => [name, viewport, ['acme-corp', 'beta-store'][index]!] as const))(
    'on %s: where an answer was withheld and a message refused, the owner takes a larger plan and goes on; an agent is told whom to ask',
    async (name, viewport, slug) => {
      const tenant = system.tenant(slug);
      const person = (role: string) => tenant.users.find((user) => user.role === role)!;
      const { email, password } = system.demo.superadmin;
      const admin = await system.signIn(email, password);
      await system.api(`/billing/tenants/${tenant.id}/subscription`, { as: admin, method: 'PUT', body: { plan: 'free' } });
      const used = await system.query(
        `update billing.quotas set used_amount = limit_amount, period_start = date_trunc('month', now() at time zone 'utc')::date
         where tenant_id = $1 and meter in ('messages', 'aiReplies') returning meter`,
        [tenant.id],
      );
      expect(used).toHaveLength(2);
      const customer = `1555020${viewport.width}`;
      const { phoneNumberId } = tenant.outlets[0]!;
      await system.simulator('messages', { phoneNumberId, from: customer, type: 'text', text: 'What are your opening hours?' });
      const conversation = await eventually(
        async () => {
          const { body } = await system.api<{ items: { id: string; handoffReason?: string }[] }>(`/conversations?phone=${customer}`, {
            as: tenant,
          });
          expect(body.items).toMatchObject([{ handoffReason: 'plan_limit' }]);
          return body.items[0]!.id;
        },
        { timeoutMs: 60_000 },
      );
      const address = `${system.url}/inbox/${conversation}`;

      const agent = await visitAs(browser, address, person('agent'), viewport);
      const withheld = agent.page.locator('[data-activity=handed_over]');
      await withheld.getByText('the assistant’s answers of your plan are used up').waitFor(SOON);
      await withheld.getByText('Ask an owner of your company to choose a larger plan.').waitFor(SOON);
      expect(await withheld.getByRole('link').count()).toBe(0);
      await sawAll(agent, `inbox-limit-agent-${name}`);
      await agent.page.context().close();

      const owner = await visitAs(browser, address, person('owner'), viewport);
      const { page } = owner;
      await page.locator('[data-activity=handed_over]').getByRole('link', { name: 'Choose a larger plan' }).waitFor(SOON);
      const composer = page.getByLabel('Message to the customer');
      await composer.fill('From nine to six');
      await composer.press('Enter');
      const refused = page.getByRole('article').filter({ hasText: 'From nine to six' });
      await refused.getByText('The plan allows no more messages').waitFor(SOON);
      const way = refused.getByRole('link', { name: 'Choose a larger plan' });
      await way.waitFor(SOON);
      await sawAll(owner, `inbox-limit-owner-${name}`);

      const [shop] = await Promise.all([page.context().waitForEvent('page'), way.click()]);
      await shop.getByRole('button', { name: 'Choose Starter' }).click(SOON);
      await shop.getByRole('button', { name: 'Pay', exact: true }).click(SOON);
      await shop.getByText('Paid. Your company is on Starter now.').first().waitFor(SOON);
      await shop.close();

      await composer.fill('We open at nine');
      await composer.press('Enter');
      await eventually(async () => expect(await system.answers(tenant, customer)).toContain('We open at nine'), { timeoutMs: 30_000 });
      expect(await system.answers(tenant, customer)).not.toContain('From nine to six');
      await page.context().close();
    },
    240_000,
  );
});
