import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };
const LONG = { timeoutMs: 60_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const ROSA = '15550730001';

describe('flows', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    // As on a real phone the bot waits a moment for more; a flow that begins with a message has it meanwhile.
    system = await System.start({ REPLY_DEBOUNCE_MS: '1500' });
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 240_000);
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
    if (process.env.SHOTS) {
      await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-dark.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: 'light' });
    }
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };

  it('a flow is made, drawn further, tried, published, and talks with a customer on their phone', async () => {
    const made = await visit('/campaigns');
    const { page } = made;
    await page.getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByText('No flows yet').waitFor(SOON);
    await sawAll(made, 'flows-empty');
    await page.getByRole('button', { name: 'New flow' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Menu');
    await page.getByRole('dialog').getByRole('button', { name: 'New flow' }).click();
    await page.getByRole('heading', { name: 'Menu' }).waitFor(SOON);
    await page.getByText('Nothing is wrong: it can be published.').waitFor(SOON);

    // One step more, joined by the list beside it: it is looked at as it is drawn.
    await page.getByLabel('Add a step').selectOption('message', SOON);
    await page.getByText('Nothing leads here. Join it, or remove it.').waitFor(SOON);
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('See you soon, {{ name }}.');
    await page.getByRole('group', { name: /^Message: We are open/ }).click();
    await page.getByLabel('Then', { exact: true }).selectOption({ label: 'Message: See you soon, {{ name }}.' });
    await page.getByText('Nothing is wrong: it can be published.').waitFor(SOON);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Nothing leads here. Join it, or remove it.').waitFor(SOON);
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByText('Nothing is wrong: it can be published.').waitFor(SOON);

    await page.getByRole('list', { name: 'Try it' }).getByText('How can we help you?').waitFor(SOON);
    await page.getByRole('button', { name: 'Opening hours', exact: true }).click();
    await page.getByText('See you soon, Rosa Quispe.', { exact: true }).waitFor(SOON);
    await sawAll(made, 'flow');

    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('The flow is live', { exact: true }).waitFor(SOON);
    await system.customerWrites(acme, ROSA, 'menu');
    await eventually(async () => expect((await system.answers(acme, ROSA)).join()).toContain('How can we help you?'), LONG);
    await system.customerWrites(acme, ROSA, 'Opening hours');
    await eventually(async () => expect((await system.answers(acme, ROSA)).join()).toContain('See you soon'), LONG);

    const phone = await visit('/flows', PHONE);
    await phone.page.getByRole('link', { name: 'Menu' }).waitFor(SOON);
    await sawAll(phone, 'flows-phone');
    await phone.page.getByRole('link', { name: 'Menu' }).click();
    await phone.page.getByText(/Version 1. Begun: 1/).waitFor(SOON);
    await sawAll(phone, 'flow-phone');
  }, 240_000);
});
