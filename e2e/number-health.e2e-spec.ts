import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };

describe('the health of numbers', () => {
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

  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };

  it.each(SCREENS)(
    'on %s: a number that is held shows a red light, why, what waits, and is let go',
    async (name, viewport) => {
      const n = SCREENS.findIndex(([screen]) => screen === name);
      const outlet = acme.outlets[0]!;
      const agent = acme.users.find(({ role }) => role === 'agent')!;
      await system.query('update tenant.outlets set quality = $2 where id = $1', [outlet.id, 'YELLOW']);
      const seen = await visitAs(browser, `${system.url}/numbers`, agent, viewport);
      const { page } = seen;
      const row = page.getByRole('row').filter({ hasText: outlet.displayPhoneNumber });
      await row.getByText('Sends, needs a look').waitFor(SOON);
      await row.getByText(/\d+ of \d+ a second/).waitFor(SOON);
      await sawAll(seen);

      await system.query(
        `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice)
         values ($1, gen_random_uuid(), 'number', $2, 'stop', '131031', 'The account is locked', 'Appeal in the WhatsApp Manager.')`,
        [acme.id, outlet.id],
      );
      const customer = `1555082000${n}`;
      await system.customerWrites(acme, customer, 'Could I talk to a human, please?');
      await row.getByRole('link').click();
      await page.getByText('Does not send').waitFor(SOON);
      await page.getByText('The account is locked').waitFor(SOON);
      await page.getByText('Some customers block or report this number', { exact: false }).waitFor(SOON);
      // What was answered meanwhile waits here, by its class.
      const queue = page.getByRole('region', { name: 'Waiting messages' });
      await queue.getByText('Answer').waitFor(SOON);
      await sawAll(seen);
      await page.getByRole('button', { name: /^Lift: / }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Lift' }).click();
      await page.getByText('Nothing holds this number back.').waitFor(SOON);
      await queue.getByText('Nothing waits.').waitFor(SOON);
      await sawAll(seen);
      await page.context().close();
    },
    120_000,
  );

  it('a viewer reads it, comes to it from the outlets, and lifts nothing; a number of another company is not there', async () => {
    const viewer = acme.users.find(({ role }) => role === 'viewer')!;
    const seen = await visitAs(browser, `${system.url}/outlets`, viewer, SCREENS[0][1]);
    const { page } = seen;
    await page
      .getByRole('link', { name: /^Number health: / })
      .first()
      .click(SOON);
    await page.getByRole('heading', { name: 'What to do' }).waitFor(SOON);
    expect(await page.getByRole('button', { name: /^Lift: / }).count()).toBe(0);
    await page.goto(`${system.url}/numbers/${system.tenant('beta-store').outlets[0]!.id}`);
    await page.getByRole('alert').waitFor(SOON);
    await sawAll(seen);
  }, 60_000);
});
