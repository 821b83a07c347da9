import type { Browser, Locator, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const HUMAN = 'Could I talk to a human, please?';

describe('what the inbox keeps in front of people', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const person = (role: string) => acme.users.find((user) => user.role === role)!;
  const visit = (path: string, role = 'agent', viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(browser, `${system.url}${path}`, person(role), viewport);
  const rowOf = (page: Page, customer: string): Locator => page.locator('[data-row]').filter({ hasText: customer });
  const thread = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });
  const composer = (page: Page): Locator => page.getByLabel('Message to the customer');
  const open = async (page: Page, customer: string): Promise<void> => {
    await rowOf(page, customer).click(SOON);
    await thread(page).waitFor(SOON);
  };
  const lines = (page: Page): Promise<string[]> =>
    page.locator('[data-activity]').evaluateAll((found) => found.map((line) => line.getAttribute('data-activity') ?? ''));
  const untilLines = (page: Page, expected: string[]) =>
    eventually(async () => expect(await lines(page)).toEqual(expected), { timeoutMs: 20_000 });

  it('a waiting customer’s question is what the list shows; what happened stands in the thread, live and after a reload', async () => {
    const customer = '15550600001';
    const [one, other] = [await visit('/inbox'), await visit('/inbox', 'owner')];
    await system.customerWrites(acme, customer, HUMAN);
    await rowOf(one.page, customer).getByText('Waiting').waitFor(SOON);
    await rowOf(one.page, customer).getByText(HUMAN).waitFor(SOON);
    await rowOf(one.page, customer)
      .getByText(/Unread: \d/)
      .waitFor({ ...SOON, state: 'attached' });
    // In the navigation and in the tab.
    await one.page.getByRole('link', { name: /Inbox \d+ conversations? unread/ }).waitFor(SOON);
    await eventually(async () => expect(await one.page.title()).toMatch(/^\(\d+\) Inbox/));

    await open(one.page, customer);
    await open(other.page, customer);
    await thread(one.page).getByText('Handed over: asked for a person').waitFor(SOON);
    await one.page.getByRole('button', { name: 'Take over' }).click();
    await untilLines(other.page, ['handed_over', 'taken_over']);
    await one.page.getByRole('button', { name: 'Close', exact: true }).first().click();
    await untilLines(other.page, ['handed_over', 'taken_over', 'closed']);
    // Pressed by mistake.
    await one.page.getByRole('button', { name: 'Undo' }).last().click();
    await untilLines(other.page, ['handed_over', 'taken_over', 'closed', 'undone']);
    await one.page.getByRole('button', { name: 'Hand back to the assistant' }).waitFor(SOON);
    await one.page.reload();
    await untilLines(one.page, ['handed_over', 'taken_over', 'closed', 'undone']);
    expect(await findings(one.page)).toEqual([]);
    expect([...one.errors, ...other.errors]).toEqual([]);
  }, 120_000);

  it('canned replies of a colleague are there at once; a shortcut that fits none is not sent to the customer', async () => {
    const customer = '15550600002';
    const { page, errors } = await visit('/inbox');
    await system.customerWrites(acme, customer, HUMAN);
    await open(page, customer);
    await page.getByRole('button', { name: 'Take over' }).click();
    await composer(page).fill('/zz');
    await composer(page).press('Enter');
    await page.getByText('No canned reply fits “/zz”. Nothing was sent.').waitFor(SOON);
    expect(await composer(page).inputValue()).toBe('/zz');
    expect(await findings(page)).toEqual([]);

    const { email, password } = person('owner');
    const made = await system.api('/canned-replies', {
      as: await system.signIn(email, password),
      body: { shortcut: 'zz-hello', title: 'Greeting', text: 'Hello from the team.' },
    });
    expect(made.status).toBe(201);
    // Without anything done in the page.
    await page.getByRole('option', { name: /zz-hello/ }).waitFor(SOON);
    await composer(page).press('Enter');
    expect(await composer(page).inputValue()).toBe('Hello from the team.');
    await composer(page).press('Enter');
    await eventually(async () => expect(await system.answers(acme, customer)).toContain('Hello from the team.'), { timeoutMs: 20_000 });
    expect(await system.answers(acme, customer)).not.toContain('/zz');

    // Macros and shared views too, before the page would read them again by itself.
    const token = await system.signIn(email, password);
    const macro = await system.api('/macros', { as: token, body: { name: 'Calm down', actions: [{ kind: 'priority', priority: 'low' }] } });
    const view = await system.api('/views', {
      as: token,
      body: { name: 'Urgent ones', isShared: true, filter: { priority: 'urgent' } },
    });
    expect([macro.status, view.status]).toEqual([201, 201]);
    await page.getByRole('navigation', { name: 'Saved views' }).getByText('Urgent ones').waitFor({ timeout: 10_000 });
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Calm down' }).waitFor({ timeout: 10_000 });
    await page.keyboard.press('Escape');
    expect(errors).toEqual([]);
  }, 120_000);

  it('an emoji is found by its name and put where the cursor is, by keys alone', async () => {
    const customer = '15550600003';
    const { page, errors } = await visit('/inbox', 'agent', PHONE);
    await system.customerWrites(acme, customer, HUMAN);
    await open(page, customer);
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('The conversation is yours').waitFor(SOON);
    await composer(page).fill('On its way ');
    // What was said covers nothing that is pressed next.
    const [told, box] = await Promise.all([page.locator('[data-toasts] > div').first().boundingBox(), composer(page).boundingBox()]);
    expect(told!.y + told!.height).toBeLessThan(box!.y);
    await page.getByRole('button', { name: 'Emoji' }).click();
    await page.getByRole('combobox', { name: 'Search emoji' }).fill('truck');
    await page.getByRole('gridcell', { name: /truck/ }).waitFor(SOON);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await composer(page).inputValue()).toBe('On its way 🚚'));
    await composer(page).press('Enter');
    await eventually(async () => expect(await system.answers(acme, customer)).toContain('On its way 🚚'), { timeoutMs: 20_000 });
    expect(errors).toEqual([]);
  }, 120_000);
});
