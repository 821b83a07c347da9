import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };
const LONG = { timeoutMs: 60_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const CUSTOMERS = 24;

const numberOf = (n: number): string => `155507100${String(n).padStart(2, '0')}`;

type Json = Record<string, any>;

describe('campaigns', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;
  let templateId: string;
  let contactIds: string[];

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
    const outlet = acme.outlets[0]!;
    expect((await system.api('/templates/sync', { as: acme, body: { outletId: outlet.id } })).status).toBe(200);
    templateId = (await json('/templates?search=season_sale')).items[0].id;
    contactIds = [];
    for (let n = 0; n < CUSTOMERS; n++) {
      contactIds.push((await json('/contacts', { phone: `+${numberOf(n)}`, name: `Customer ${n}` })).id);
    }
  }, 240_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const json = async (path: string, body?: object): Promise<Json> =>
    (await system.api(path, { as: acme, ...(body ? { body } : {}) })).body as Json;
  const campaign = (over: object = {}): object => ({
    name: 'Season sale',
    type: 'broadcast',
    outletId: acme.outlets[0]!.id,
    audience: { contactIds },
    message: { templateId, parameters: { 1: { from: 'contact.name', fallback: 'there' }, 2: '20 %' } },
    ...over,
  });
  const visit = (path: string, viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(
      browser,
      `${system.url}${path}`,
      acme.users.find((user) => user.role === 'agent')!,
      viewport,
    );
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const sum = ({ audience: _, ...states }: Json): number => Object.values(states).reduce((all: number, one) => all + Number(one), 0);

  it('a broadcast to everybody reaches each customer once, is paused and goes on, and is replied to', async () => {
    const { body: made, status } = await system.api('/campaigns', { as: acme, body: campaign({ perSecond: 2 }) });
    expect({ status, state: made.state }).toEqual({ status: 201, state: 'draft' });
    const forecast = await json(`/campaigns/${made.id}/forecast`, {});
    expect(forecast).toMatchObject({ audience: CUSTOMERS, sample: CUSTOMERS, messages: { high: CUSTOMERS }, refusals: [] });
    expect(forecast.cost.highMicros).toBeGreaterThan(0);
    await system.api(`/campaigns/${made.id}/start`, { as: acme, body: {} });
    const get = (): Promise<Json> => json(`/campaigns/${made.id}`);
    await eventually(async () => expect((await get()).totals.queued).toBeLessThan(CUSTOMERS), LONG);
    expect((await system.api(`/campaigns/${made.id}/pause`, { as: acme, body: {} })).body.state).toBe('paused');
    // A second's worth at most is under way; then nothing more leaves.
    await eventually(async () => {
      const { items } = await json(`/campaigns/${made.id}/recipients?state=queued&limit=200`);
      expect(items.filter((item: Json) => item.dueAt === undefined)).toEqual([]);
    }, LONG);
    const { totals } = await get();
    expect(sum(totals)).toBe(totals.audience);
    const rest = totals.queued as number;
    expect(rest).toBeGreaterThan(0);
    expect((await get()).totals.queued).toBe(rest);
    expect((await system.api(`/campaigns/${made.id}/resume`, { as: acme, body: {} })).body.state).toBe('running');
    await eventually(
      async () => expect(await get()).toMatchObject({ state: 'completed', totals: { queued: 0, failed: 0, skipped: 0 } }),
      LONG,
    );
    for (let n = 0; n < CUSTOMERS; n++) expect(await system.answers(acme, numberOf(n))).toHaveLength(1);
    expect((await system.answers(acme, numberOf(3)))[0]).toContain('Hi Customer 3, our season sale begins today: 20 % off');
    await eventually(async () => expect((await get()).totals.sent).toBe(0), LONG);
    await system.customerWrites(acme, numberOf(0), 'Keep me a chair');
    await eventually(async () => expect((await get()).totals.replied).toBe(1), LONG);
    expect(sum((await get()).totals)).toBe(CUSTOMERS);
  }, 240_000);

  it('is made, forecast, started and watched on its pages', async () => {
    const made = await visit('/campaigns');
    const { page } = made;
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Sale of the house');
    await page.getByLabel('Search contacts').fill('Customer 1');
    await page.getByLabel('Customer 12').check(SOON);
    await page.getByLabel('Customer 13').check(SOON);
    await page.getByText('2 chosen').waitFor(SOON);
    await page.getByRole('button', { name: 'Choose a template' }).click();
    await page.getByRole('button', { name: /season_sale/ }).click(SOON);
    await page.getByLabel('{{1}}: comes from').selectOption('contact.name', SOON);
    await page.getByLabel('{{1}}: where it is not known').fill('there');
    await page.getByLabel('{{2}}: words').fill('30 %');
    await page.getByLabel('Keep quiet at night').uncheck();
    await sawAll(made);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Sale of the house' }).waitFor(SOON);
    await page.getByRole('button', { name: 'Make a forecast' }).click();
    await page.getByText('Messages that are likely to leave').waitFor(SOON);
    await page.getByLabel('Phone number').fill('+15550719999');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test is on its way.').first().waitFor(SOON);
    await sawAll(made);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('Completed').first().waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Customer 12' }).waitFor(SOON);
    await sawAll(made);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/campaign-desktop.png`, fullPage: true });
    await page.getByRole('link', { name: 'Write to them again' }).click();
    await page.getByLabel('Whom', { exact: true }).waitFor(SOON);
    await page.getByLabel('Which campaign').selectOption('Sale of the house', SOON);
    await page.getByLabel('Who of them').selectOption('Whom it reached');
    await page.getByLabel('Name', { exact: true }).fill('Once more');
    await page.getByLabel('What it is for').waitFor(SOON);
    await sawAll(made);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/again-desktop.png`, fullPage: true });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Once more' }).waitFor(SOON);
    const { items } = await json('/campaigns?type=broadcast');
    expect(items.find((item: Json) => item.name === 'Once more').audience).toEqual({
      campaignId: items.find((item: Json) => item.name === 'Sale of the house').id,
      states: ['delivered', 'read', 'replied'],
    });
    const phone = await visit('/campaigns', PHONE);
    await phone.page.getByRole('link', { name: 'Sale of the house' }).waitFor(SOON);
    await sawAll(phone);
    if (process.env.SHOTS) await phone.page.screenshot({ path: `${process.env.SHOTS}/campaigns-phone.png`, fullPage: true });
    await phone.page.getByRole('link', { name: 'Sale of the house' }).click();
    await phone.page.getByRole('heading', { name: 'Where everybody stands' }).waitFor(SOON);
    await sawAll(phone);
    if (process.env.SHOTS) {
      await phone.page.screenshot({ path: `${process.env.SHOTS}/campaign-phone.png`, fullPage: true });
      await phone.page.goto(`${system.url}/campaigns/new`);
      await phone.page.getByLabel('Name', { exact: true }).waitFor(SOON);
      await phone.page.screenshot({ path: `${process.env.SHOTS}/editor-phone.png`, fullPage: true });
    }
  }, 180_000);
});
