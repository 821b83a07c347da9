import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SECRET = 'a secret of the shop';
const CUSTOMER = '51987111222';

describe('orders of a shop', () => {
  let system: System;
  let browser: Browser;
  const demo = () => system.demo.tenants[0]!;
  const owner = () => demo().users.find(({ role }) => role === 'owner')!;
  const look = async (page: Page, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  };
  const order = (id: number, status: string, modified: Date): string =>
    JSON.stringify({
      id,
      number: `${7_000 + id}`,
      status,
      currency: 'PEN',
      total: '84.50',
      date_created_gmt: modified.toISOString().slice(0, 19),
      date_modified_gmt: modified.toISOString().slice(0, 19),
      payment_method: 'card',
      billing: { first_name: 'Rosa', last_name: 'Quispe', phone: '987 111 222', country: 'PE' },
      shipping: { first_name: 'Rosa', last_name: 'Quispe', address_1: 'Av. Larco 345', city: 'Lima', country: 'PE' },
      line_items: [
        { id: 1, name: 'Alpaca scarf, red', sku: 'SCARF-RED', quantity: 1, total: '59.50' },
        { id: 2, name: 'Coffee beans, 250 g', sku: 'COFFEE-250', quantity: 2, total: '25.00' },
      ],
    });

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  it('come by a signed webhook, are packed on a phone in the warehouse and shipped, and the customer reads it on theirs', async () => {
    const token = await system.signIn(owner().email, owner().password);
    const made = await system.api<{ webhookUrl: string }>('/commerce/connections', {
      as: token,
      body: { platform: 'woocommerce', name: 'Our shop', secret: SECRET },
    });
    expect(made.status).toBe(201);
    const address = `${system.url}${new URL(made.body.webhookUrl).pathname}`;
    const send = async (body: string, signature?: string): Promise<number> => {
      const headers = {
        'x-wc-webhook-topic': 'order.created',
        'x-wc-webhook-id': '1',
        ...(signature && { 'x-wc-webhook-signature': signature }),
      };
      const response = await fetch(address, { method: 'POST', body, headers });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await send('webhook_id=1')).toBe(200);
    const body = order(1, 'processing', new Date());
    expect(await send(body, 'wrong')).toBe(401);
    // Inside the window a text may leave.
    await system.customerWrites(demo(), CUSTOMER, 'Hello');
    for (let n = 0; n < 2; n++) expect(await send(body, createHmac('sha256', SECRET).update(body).digest('base64'))).toBe(200);

    const { page, errors } = await visitAs(browser, `${system.url}/orders`, owner(), { width: 390, height: 844 });
    await page.getByRole('link', { name: '7001' }).waitFor({ timeout: 30_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'orders-390');
    await page.getByRole('link', { name: '7001' }).click();
    for (const name of ['Alpaca scarf, red', 'Coffee beans, 250 g']) await page.getByRole('checkbox', { name: `Packed: ${name}` }).click();
    await page.getByText('2 of 2 packed').waitFor();
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-390');
    await page.getByLabel('Tracking link').fill('https://track.example.com/RR1');
    await page.getByRole('button', { name: 'Shipped', exact: true }).click();
    await page.getByText('Message: shipped').waitFor({ timeout: 20_000 });
    const told = 'Your order 7001 is on its way.\nhttps://track.example.com/RR1';
    await eventually(async () => expect(await system.answers(demo(), CUSTOMER)).toContain(told), { timeoutMs: 30_000 });
    const message = page.getByText('Message: shipped');
    await message.getByText(/^(Sent|Delivered)$/).waitFor({ timeout: 30_000 });
    await look(page, 'order-shipped-390');
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-shipped-1440');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await message.waitFor({ timeout: 20_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-dark-1440');
    await page.goto(`${system.url}/orders`);
    await page.getByLabel('Status').selectOption('shipped');
    await page.getByRole('link', { name: '7001' }).waitFor();
    await look(page, 'orders-dark-1440');
    await page.getByLabel('Number begins with').fill('8');
    await page.getByText('No order fits').waitFor();
    expect(await findings(page)).toEqual([]);

    // It is invoiced by a press: the customer has the document, and pays.
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByLabel('Number begins with').fill('7');
    await page.getByRole('link', { name: '7001' }).click();
    await page.getByRole('button', { name: 'Create invoice' }).click();
    await page.getByRole('heading', { name: 'Invoice (Draft)' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: /^Invoice INV-/ }).waitFor();
    const documents = async () => (await system.thread(demo(), CUSTOMER)).filter(({ type }) => type === 'document');
    await eventually(async () => expect(await documents()).toHaveLength(1), { timeoutMs: 30_000 });
    await page.getByText('No reminder is planned.').waitFor();
    await page.getByLabel('Days').fill('5');
    await page.getByRole('button', { name: 'Plan a reminder' }).click();
    await page.getByText('5 days after it is due').waitFor();
    await page.getByLabel('Reference').fill('transfer 4711');
    await look(page, 'invoice-1440');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('The payment is recorded.').waitFor();
    await page.getByText('transfer 4711').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'invoice-paid-390');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Invoices of customers' }).click();
    await page.getByRole('table').getByText('Paid', { exact: true }).waitFor();
    await look(page, 'invoices-390');
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect((await system.answers(demo(), CUSTOMER)).filter((text) => text === told)).toHaveLength(1);
    await page.context().close();
  }, 180_000);
});
