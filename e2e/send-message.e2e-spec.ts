import type { Browser, Locator, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, textBody, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const HOUR_MS = 3_600_000;
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];

describe('sending a message from the page, and the outbox', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
    expect((await system.api('/templates/sync', { as: acme, body: { outletId: acme.outlets[0]!.id } })).status).toBe(200);
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const visit = (path: string, role = 'agent', viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(
      browser,
      `${system.url}${path}`,
      acme.users.find((user) => user.role === role)!,
      viewport,
    );
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const preview = (within: Page | Locator) => within.getByRole('figure', { name: 'How the customer sees it' });
  const lastOf = async (customer: string) => (await system.thread(acme, customer)).at(-1);

  it('a contact is found by name, and what is written is shown as the customer will see it, sent, and in the outbox', async () => {
    const customer = '15550810001';
    await system.customerWrites(acme, customer, 'Could I talk to a human, please?');
    const token = await system.signIn(
      acme.users.find(({ role }) => role === 'owner')!.email,
      acme.users.find(({ role }) => role === 'owner')!.password,
    );
    const contact = await eventually(async () => {
      const { body } = await system.api<{ items: { id: string }[] }>(`/contacts?q=${customer}`, { as: token });
      expect(body.items).toHaveLength(1);
      return body.items[0]!;
    });
    await system.query('update conversation.contacts set name = $1 where id = $2', ['Paula Prado', contact.id]);

    const seen = await visit('/send');
    const { page } = seen;
    await page.getByRole('combobox', { name: 'To' }).fill('prad');
    await page.getByRole('option', { name: /Paula Prado/ }).waitFor(SOON);
    await sawAll(seen);
    await page.getByRole('combobox', { name: 'To' }).press('ArrowDown');
    await page.getByRole('combobox', { name: 'To' }).press('Enter');
    await page.getByText('Paula Prado is in your contacts.').waitFor(SOON);
    await page.getByRole('radio', { name: 'Buttons' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Text' }).fill('Shall we bring it *today*?');
    await page.getByLabel('Button 1', { exact: true }).fill('Yes, please');
    await page.getByRole('button', { name: 'Add a button' }).click();
    await page.getByLabel('Button 2', { exact: true }).fill('Yes, please');
    await preview(page).getByText('Yes, please').first().waitFor(SOON);
    // What WhatsApp would refuse stands beside its field, and what was typed stays.
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('[data-field-error]').first().waitFor(SOON);
    await page.getByLabel('Button 2', { exact: true }).fill('Tomorrow');
    await sawAll(seen);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'The message is on its way' }).waitFor(SOON);
    await page.getByText('Delivered').waitFor(SOON);
    await sawAll(seen);
    expect(await lastOf(customer)).toMatchObject({ type: 'interactive', status: 'delivered' });

    await page.getByRole('link', { name: 'Show in the outbox' }).click();
    const dialog = page.getByRole('dialog', { name: 'Message' });
    await dialog.getByText('Tomorrow').waitFor(SOON);
    await dialog.getByText('Delivered').first().waitFor(SOON);
    await sawAll(seen);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page
      .getByRole('link', { name: `Message to +${customer}` })
      .first()
      .waitFor(SOON);
    await sawAll(seen);
  }, 120_000);

  it('a picture is uploaded and goes as what it is; a message that failed says why, under its own tab', async () => {
    const customer = '15550810002';
    await system.customerWrites(acme, customer, 'Could I talk to a human, please?');
    const seen = await visit(`/send?to=%2B${customer}`, 'agent', PHONE);
    const { page } = seen;
    await page.getByRole('radio', { name: 'Picture or file' }).check({ force: true });
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: png });
    await page.getByLabel('Sent as').waitFor(SOON);
    await page.getByLabel('Caption').fill('The new door');
    await preview(page).getByText('The new door').waitFor(SOON);
    await sawAll(seen);
    await system.simulator('faults', { errors: [{ code: 131026, next: 1, async: true }] });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Failed').waitFor(SOON);
    await page.goto(`${system.url}/outbox?tab=failed`);
    const link = page.getByRole('link', { name: `Message to +${customer}` });
    await link.waitFor(SOON);
    await sawAll(seen);
    await link.click();
    const dialog = page.getByRole('dialog', { name: 'Message' });
    await dialog.getByRole('heading', { name: 'Why it has not arrived' }).waitFor(SOON);
    await dialog.getByText('Code 131026').waitFor(SOON);
    await sawAll(seen);
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await dialog.getByText('the one that failed').waitFor(SOON);
    await dialog.getByText('Delivered', { exact: true }).first().waitFor(SOON);
    await sawAll(seen);
    expect((await system.thread(acme, customer)).filter(({ type }) => type === 'image')).toHaveLength(2);
    // Found by whom it went to, and by nothing else.
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByLabel('To', { exact: true }).fill('+15550819999');
    await page.getByLabel('To', { exact: true }).press('Enter');
    await page.getByText('No message fits').waitFor(SOON);
    await page.getByLabel('To', { exact: true }).fill(`+${customer}`);
    await page.getByLabel('To', { exact: true }).press('Enter');
    await page.getByLabel('Status', { exact: true }).selectOption('Failed');
    await eventually(async () => expect(await link.count()).toBe(1), { timeoutMs: 20_000 });
    await sawAll(seen);
  }, 120_000);

  it('a message is scheduled by the clock of the customer, stands under its own tab, and is cancelled before it leaves', async () => {
    const customer = '15550810003';
    await system.customerWrites(acme, customer, 'Could I talk to a human, please?');
    const seen = await visit(`/send?to=%2B${customer}`, 'agent', PHONE);
    const { page } = seen;
    await page.getByRole('textbox', { name: 'Text' }).fill('Your table is ready.');
    await page.getByLabel('When').selectOption('At a date and time');
    // The past is refused beside its field.
    await page.getByLabel('Date and time').evaluate((field) => field.removeAttribute('min'));
    await page.getByLabel('Date and time').fill('2020-01-01T09:00');
    await page.getByRole('button', { name: 'Schedule' }).click();
    await page.locator('[data-field-error]').waitFor(SOON);
    await page.getByLabel('When').selectOption('At a time of the customer’s clock');
    await sawAll(seen);
    // The next hour but one: a free-form message may wait for it within the window.
    await page.getByLabel('Time', { exact: true }).fill(`${String((new Date().getUTCHours() + 2) % 24).padStart(2, '0')}:00`);
    await page.getByRole('button', { name: 'Schedule' }).click();
    await page.getByRole('heading', { name: 'The message is scheduled' }).waitFor(SOON);
    await sawAll(seen);

    await page.goto(`${system.url}/outbox?tab=scheduled`);
    await page.getByRole('link', { name: `Message to +${customer}` }).click(SOON);
    const dialog = page.getByRole('dialog', { name: 'Message' });
    await dialog.getByText('Leaves', { exact: true }).waitFor(SOON);
    await sawAll(seen);
    await dialog.getByRole('button', { name: 'Cancel message' }).click();
    await sawAll(seen);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel message' }).click();
    await dialog.getByText('Cancelled', { exact: true }).first().waitFor(SOON);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('No message fits').waitFor(SOON);
    expect((await system.answers(acme, customer)).filter((text) => text.includes('table'))).toEqual([]);
  }, 120_000);

  it('a text to somebody who has not written is denied while it is typed; the template that is offered instead arrives', async () => {
    const customer = '15550810004';
    const seen = await visit('/send');
    const { page } = seen;
    const verdict = page.getByRole('region', { name: 'May it leave?' });
    await verdict.getByText('As soon as you say whom it is for', { exact: false }).waitFor(SOON);
    await page.getByRole('combobox', { name: 'To' }).fill(`+${customer}`);
    await page.getByRole('textbox', { name: 'Text' }).fill('Your parcel is here.');
    await verdict.getByText('It cannot be sent like this').waitFor(SOON);
    await verdict.getByText('no 24-hour service window is open', { exact: false }).waitFor(SOON);
    await sawAll(seen);
    // Who sends it nevertheless is told the same, and nothing leaves.
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alert').waitFor(SOON);
    expect(await system.thread(acme, customer)).toEqual([]);

    await verdict.getByRole('button', { name: 'Send an approved template instead' }).click();
    await page.getByRole('button', { name: 'Choose another' }).waitFor(SOON);
    await verdict.getByText('It may leave').waitFor(SOON);
    for (const field of await page.getByRole('textbox', { name: /^Value / }).all()) await field.fill('A-17');
    await preview(page).waitFor(SOON);
    await sawAll(seen);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Delivered').waitFor(SOON);
    expect(await lastOf(customer)).toMatchObject({ type: 'template', status: 'delivered' });
    await page.getByRole('link', { name: 'Show in the outbox' }).click();
    await preview(page.getByRole('dialog', { name: 'Message' })).waitFor(SOON);
    await sawAll(seen);
  }, 120_000);

  it('a conversation whose window is closed offers the template that may leave instead', async () => {
    const { phoneNumberId, wabaId } = acme.outlets[0]!;
    const customer = '15550810005';
    const timestamp = Math.floor((Date.now() - 30 * HOUR_MS) / 1000);
    const asked = { wamid: `wamid.${customer}`, from: customer, name: 'Berta', text: 'Where is my parcel?', timestamp };
    expect(await system.webhook(textBody(phoneNumberId, wabaId, [asked]))).toBe(200);
    const seen = await visit('/inbox', 'agent', PHONE);
    const { page } = seen;
    await page.locator('[data-row]').filter({ hasText: 'Berta' }).click(SOON);
    await page.getByRole('button', { name: /^Send “/ }).click(SOON);
    const dialog = page.getByRole('dialog', { name: 'Send a template' });
    await dialog.getByRole('button', { name: 'Other templates' }).waitFor(SOON);
    for (const field of await dialog.getByRole('textbox', { name: /^Value / }).all()) await field.fill('B-22');
    await sawAll(seen);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await eventually(async () => expect(await lastOf(customer)).toMatchObject({ type: 'template', status: 'delivered' }), {
      timeoutMs: 20_000,
    });
    expect(seen.errors).toEqual([]);
  }, 120_000);

  it('a viewer reads the outbox and sends nothing', async () => {
    const seen = await visit('/outbox', 'viewer');
    await seen.page.getByRole('heading', { name: 'Outbox' }).waitFor(SOON);
    expect(await seen.page.getByRole('link', { name: 'Send a message' }).count()).toBe(0);
    await seen.page.goto(`${system.url}/send`);
    await seen.page
      .getByText(/not allowed|no access|may not|role/i)
      .first()
      .waitFor(SOON);
    await sawAll(seen);
  }, 60_000);
});
