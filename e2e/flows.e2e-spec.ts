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

  it('what is drawn is not lost: by leaving, by undoing a letter too many, or because somebody else saved meanwhile', async () => {
    const made = await visit('/flows');
    const { page } = made;
    await page.getByRole('button', { name: 'New flow' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Shared');
    await page.getByRole('dialog').getByRole('button', { name: 'New flow' }).click();
    await page.getByRole('heading', { name: 'Shared' }).waitFor(SOON);
    const id = page.url().split('/').at(-1)!;
    const save = page.getByRole('button', { name: 'Save', exact: true });
    const kept = async (): Promise<any> => (await system.api(`/flows/${id}`, { as: acme })).body;
    const text = page.getByRole('textbox', { name: 'Text', exact: true });
    const says = async (): Promise<string> => JSON.stringify((await kept()).definition);

    await page.getByRole('group', { name: /^Message: We are open/ }).click();
    const before = await text.inputValue();
    await text.pressSequentially(' Come in!');
    await save.click();
    await page.getByText('The flow was saved', { exact: true }).first().waitFor(SOON);
    expect(await says()).toContain('Come in!');
    await eventually(async () => expect(await save.isDisabled()).toBe(true));
    const { revision } = await kept();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('The flow is live', { exact: true }).first().waitFor(SOON);
    expect((await kept()).revision).toBe(revision);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await text.inputValue()).toBe(before);

    await page.getByRole('link', { name: 'Flows', exact: true }).first().click();
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).waitFor(SOON);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toContain(id);

    const other = async (words: string): Promise<void> => {
      const { definition, revision: now } = await kept();
      const changed = JSON.parse(JSON.stringify(definition).replace('How can we help you?', words));
      expect((await system.api(`/flows/${id}`, { as: acme, method: 'PUT', body: { definition: changed, revision: now } })).status).toBe(
        200,
      );
    };
    await other('Whose words are these?');
    await save.click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else has changed this flow' });
    await conflict.waitFor(SOON);
    await sawAll(made, 'flow-conflict');
    await conflict.getByRole('button', { name: 'Show theirs, drop mine' }).click();
    await page.getByRole('group', { name: /Whose words are these/ }).click();
    const question = page.getByRole('textbox', { name: 'Question', exact: true });
    expect(await question.inputValue()).toBe('Whose words are these?');
    await question.fill('Mine again');
    await other('Theirs again');
    await save.click();
    await conflict.getByRole('button', { name: 'Save mine over theirs' }).click();
    await conflict.waitFor({ ...SOON, state: 'detached' });
    expect(await says()).toContain('Mine again');

    // Opened again it is as it is kept, whoever has kept it.
    await page.getByRole('link', { name: 'Flows', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Flows', exact: true }).waitFor(SOON);
    const { definition, revision: now } = await kept();
    const body = { definition: JSON.parse(JSON.stringify(definition).replace('Mine again', 'Kept by another')), revision: now };
    expect((await system.api(`/flows/${id}`, { as: acme, method: 'PUT', body })).status).toBe(200);
    await page.getByRole('link', { name: 'Shared' }).click();
    await page.getByRole('group', { name: /Kept by another/ }).waitFor(SOON);
    expect(made.errors).toEqual([]);
  }, 180_000);
});
