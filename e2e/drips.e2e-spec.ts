import type { Browser, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };
const LONG = { timeoutMs: 60_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const ROSA = '15550720001';

describe('drips', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
    expect((await system.api('/templates/sync', { as: acme, body: { outletId: acme.outlets[0]!.id } })).status).toBe(200);
    expect((await system.api('/contacts', { as: acme, body: { phone: `+${ROSA}`, name: 'Rosa of the drips' } })).status).toBe(201);
  }, 240_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const visit = (path: string, viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(
      browser,
      `${system.url}${path}`,
      acme.users.find((user) => user.role === 'agent')!,
      viewport,
    );
  const sawAll = async ({ page, errors }: Visit, name: string): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
    if (!process.env.SHOTS) return;
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-dark.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const chooseTemplate = async (page: Page, discount: string): Promise<void> => {
    await page.getByRole('button', { name: 'Choose a template' }).click(SOON);
    await page.getByRole('button', { name: /season_sale/ }).click(SOON);
    await page.getByLabel('{{1}}: comes from').selectOption('contact.name', SOON);
    await page.getByLabel('{{1}}: where it is not known').fill('there');
    await page.getByLabel('{{2}}: words').fill(discount);
  };
  /** What the time does: whoever waits for their next step is due now. */
  const timePasses = () => system.query(`update engagement.enrolments set due_at = now() where state = 'active'`);

  it('a drip is made, published, a contact enrolled, and each message comes to the phone at its time', async () => {
    const made = await visit('/campaigns');
    const { page } = made;
    await page.getByRole('link', { name: 'Drips', exact: true }).click();
    await page.getByText('No drips yet').waitFor(SOON);
    await page.getByRole('link', { name: 'New drip' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Welcome');
    await page.getByLabel('Keep quiet at night').uncheck();
    await page.getByLabel('Beginning again').selectOption('never');
    await page.getByLabel('How contacts come in').selectOption('checkout_abandoned');
    await page.getByLabel('Whoever pays an order leaves the drip').check();
    await sawAll(made, 'drip-editor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor(SOON);
    const saved = await system.query(
      `select settings -> 'enrolOn' as "enrolOn", settings -> 'exitOnPaid' as "exitOnPaid" from engagement.campaigns where name = 'Welcome'`,
    );
    expect(saved).toEqual([{ enrolOn: { on: 'event', value: 'checkout_abandoned' }, exitOnPaid: true }]);
    await page.getByRole('link', { name: 'Add a step' }).click();
    await chooseTemplate(page, '10 %');
    await sawAll(made, 'drip-step');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Step 1', { exact: true }).waitFor(SOON);
    await page.getByRole('link', { name: 'Add a step' }).click();
    await chooseTemplate(page, '20 %');
    await page.getByLabel('How long').fill('2');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('2 days after the step before').waitFor(SOON);
    await page.getByText('Not published').waitFor(SOON);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Version 1', { exact: true }).waitFor(SOON);
    await page.getByRole('button', { name: 'Enrol a contact' }).click();
    await page.getByLabel('Search contacts').fill('of the drips');
    await page.getByRole('button', { name: 'Enrol Rosa of the drips' }).waitFor(SOON);
    await sawAll(made, 'drip-enrol');
    await page.getByRole('button', { name: 'Enrol Rosa of the drips' }).click();
    await eventually(
      async () =>
        expect(await system.answers(acme, ROSA)).toEqual([
          expect.stringContaining('Hi Rosa of the drips, our season sale begins today: 10 % off'),
        ]),
      LONG,
    );
    await timePasses();
    await eventually(
      async () => expect(await system.answers(acme, ROSA)).toEqual([expect.any(String), expect.stringContaining('20 % off')]),
      LONG,
    );
    await page.getByRole('table').getByText('Completed').waitFor(SOON);
    await page.getByRole('button', { name: 'Progress of Rosa of the drips' }).click();
    await page.getByRole('dialog').getByText('Step 2', { exact: true }).waitFor(SOON);
    await sawAll(made, 'drip-progress');
    await page.keyboard.press('Escape');
    await sawAll(made, 'drip');

    const phone = await visit('/drips', PHONE);
    await phone.page.getByRole('link', { name: 'Welcome' }).waitFor(SOON);
    await sawAll(phone, 'drips-phone');
    await phone.page.getByRole('link', { name: 'Welcome' }).click();
    await phone.page.getByRole('link', { name: 'Rosa of the drips' }).waitFor(SOON);
    await sawAll(phone, 'drip-phone');
    await phone.page.getByRole('link', { name: 'Change step 2' }).click();
    await phone.page.getByText('Only for contacts who fit conditions').click();
    await phone.page.getByLabel('Value', { exact: true }).fill('customer');
    await sawAll(phone, 'drip-step-phone');
    await phone.page.getByRole('button', { name: 'Save', exact: true }).click();
    await phone.page.getByText('Changed since').waitFor(SOON);
    await phone.page.getByText('Only for some').waitFor(SOON);
  }, 240_000);
});
