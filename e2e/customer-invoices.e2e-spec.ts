import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const CUSTOMER = '51987111333';

describe('invoices of customers', () => {
  let system: System;
  let browser: Browser;
  const demo = () => system.demo.tenants[0]!;
  const owner = () => demo().users.find(({ role }) => role === 'owner')!;
  const look = async (page: Page, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  };

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it('are written without an order, changed while they are drafts, sent, paid, and taken back', async () => {
    // Inside the window a document may leave.
    await system.customerWrites(demo(), CUSTOMER, 'Hello');
    const { page, errors } = await visitAs(browser, `${system.url}/orders/invoices`, owner(), { width: 1440, height: 900 });
    await page.getByRole('link', { name: 'New invoice' }).click();
    await page.getByRole('heading', { name: 'New invoice' }).waitFor({ timeout: 30_000 });
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('To', { exact: true }).fill(`+${CUSTOMER}`);
    await page.getByLabel('Name').fill('Rosa Quispe');
    await page.getByLabel('Currency').fill('pen');
    await page.getByRole('textbox', { name: 'Line 1' }).fill('Mug, red');
    await page.getByLabel('Quantity').fill('two');
    await page.getByLabel('Price without tax').fill('12.50');
    await page.getByLabel('Discount in %').fill('10');
    await page.getByLabel('Tax in %').fill('18');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByRole('textbox', { name: 'Line 2' }).fill('Delivery');
    await page.getByLabel('Price without tax').nth(1).fill('5');
    expect(await page.getByLabel('Tax in %').nth(1).inputValue()).toBe('18');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    // What the service finds wrong stands at its field, which has the focus.
    await eventually(async () => expect(await page.getByLabel('Quantity').first().getAttribute('aria-invalid')).toBe('true'));
    await page.getByLabel('Quantity').first().fill('2');
    await look(page, 'invoice-new-1440');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('heading', { name: 'Invoice (Draft)' }).waitFor();
    // 22.50 and 5.00, and 18 % of both.
    await page.getByRole('definition').filter({ hasText: '32.45' }).first().waitFor();

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('heading', { name: 'Edit a draft' }).waitFor();
    expect(await page.getByLabel('Price without tax').first().inputValue()).toBe('12.50');
    await page.getByRole('button', { name: 'Remove line 2' }).click();
    await page.getByLabel('Note').fill('Thank you.');
    await look(page, 'invoice-edit-390');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Thank you.').waitFor();
    await page.getByRole('definition').filter({ hasText: '26.55' }).first().waitFor();

    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: /^Invoice INV-/ }).waitFor();
    const documents = async () => (await system.thread(demo(), CUSTOMER)).filter(({ type }) => type === 'document');
    await eventually(async () => expect(await documents()).toHaveLength(1), { timeoutMs: 30_000 });
    await page.getByRole('button', { name: 'The customer disputes it' }).click();
    await page.getByText('The customer disputes this invoice: no reminder leaves.').waitFor();
    await page.getByRole('button', { name: 'Allow reminders again' }).click();
    await page.getByLabel('Reference').fill('transfer 1');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('The payment is recorded.').waitFor();

    await page.getByRole('button', { name: 'Give money back' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount in PEN').fill('6.55');
    await dialog.getByLabel('Reason').fill('A crack');
    await dialog.getByLabel('Reference').fill('transfer 2');
    await look(page, 'invoice-refund-390');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('transfer 2').waitFor();
    // What would be owed again is taken back.
    await page.getByText('A crack').waitFor();
    await page.getByRole('button', { name: 'Write a credit note' }).click();
    await dialog.getByLabel('Amount in PEN').fill('20');
    await dialog.getByLabel('Reason').fill('It came back');
    await dialog.getByLabel('Reference').fill('return 1');
    await dialog.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('It came back').waitFor();
    expect(await page.getByRole('button', { name: 'Write a credit note' }).count()).toBe(0);

    // All of it stands in the account of the customer, to whom is owed what they paid for what came back.
    await page.getByRole('link', { name: 'Account of this customer' }).click();
    await page.getByText('Owed to them').waitFor();
    await page.getByRole('definition').filter({ hasText: '20.00' }).waitFor();
    await page.getByText('Statement', { exact: true }).click();
    for (const what of ['Invoice INV-', 'Payment of INV-', 'Refund of INV-', 'Credit note CN-']) {
      await page.getByRole('link', { name: what }).first().waitFor();
    }
    await look(page, 'invoice-account-390');
    expect(await findings(page)).toEqual([]);
    await page
      .getByRole('link', { name: /^Invoice INV-/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /^Invoice INV-/ }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'invoice-taken-back-dark-1440');
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('are numbered as the company says, and customers are reminded by its policy, of which a page shows the days', async () => {
    const { page, errors } = await visitAs(browser, `${system.url}/orders/invoices`, owner(), { width: 1440, height: 900 });
    await page.getByRole('link', { name: 'Settings of invoices' }).click();
    const company = page.getByRole('region', { name: 'What invoices say' });
    await company.getByLabel('Name').fill('Tienda Rosa S.A.C.', { timeout: 30_000 });
    await company.getByLabel('Invoices begin with').fill('rosa');
    await company.getByRole('button', { name: 'Save' }).click();
    await company.getByText(/Must have 1 to 12 capital letters/).waitFor();
    await company.getByLabel('Invoices begin with').fill('ROSA');
    await company.getByLabel('Days to pay').fill('7');
    await company.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').first().waitFor();

    const policy = page.getByRole('region', { name: 'Reminders' });
    await policy.getByLabel('Plan reminders when an invoice is sent').check();
    for (const days of ['2', '3']) {
      await policy.getByRole('button', { name: 'Add a reminder' }).click();
      await policy.getByLabel('Days').last().fill(days);
    }
    await policy.getByLabel('When', { exact: true }).first().selectOption('due');
    await policy.getByLabel('Sat', { exact: true }).check();
    await policy.getByRole('button', { name: 'Words of reminder 2' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What is sent').selectOption('text');
    await dialog.getByLabel('Text', { exact: true }).fill('Please pay {{ invoice.du');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await policy.getByRole('button', { name: 'Save' }).click();
    // What is wrong with the words of a step stands at the step.
    await policy.locator('.text-bad').first().waitFor();
    await policy.getByRole('button', { name: 'Words of reminder 2' }).click();
    await dialog.getByLabel('Text', { exact: true }).fill('Please pay {{ invoice.due }}.');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await policy.getByRole('button', { name: 'Save' }).click();
    await eventually(
      async () => {
        const token = await system.signIn(owner().email, owner().password);
        const { body } = await system.api<{ enabled: boolean; steps: object[]; weekdays: number[] }>('/commerce/reminder-policy', {
          as: token,
        });
        expect(body).toMatchObject({ enabled: true, weekdays: [1, 2, 3, 4, 5, 6] });
        expect(body.steps).toEqual([
          { reminderType: 'due', days: 2 },
          { reminderType: 'overdue', days: 3, text: 'Please pay {{ invoice.due }}.' },
        ]);
      },
      { timeoutMs: 30_000 },
    );
    const plan = policy.getByRole('list').last().getByRole('listitem');
    expect(await plan.count()).toBe(2);
    const planned = await plan.allInnerTexts();
    await look(page, 'invoice-settings-1440');
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await company.waitFor();
    await look(page, 'invoice-settings-dark-390');
    expect(await findings(page)).toEqual([]);

    // An invoice that is sent has the number of the series, and the reminders that the page foretold.
    const token = await system.signIn(owner().email, owner().password);
    const lines = [{ description: 'Mug', quantity: 1, unitPriceMinor: 1_000 }];
    const made = await system.api<{ id: string; invoiceNumber: string }>('/invoices', {
      as: token,
      body: { phone: `+${CUSTOMER}`, currency: 'PEN', lines, status: 'sent' },
    });
    expect(made.body.invoiceNumber).toMatch(/^ROSA-\d{4}-000001$/);
    await page.goto(`${system.url}/orders/invoices/${made.body.id}`);
    for (const text of ['2 days before it is due', '3 days after it is due']) {
      await page.getByText(text).waitFor();
      expect(planned.some((line) => line.startsWith(text))).toBe(true);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 240_000);
});
