import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const CUSTOMER = '51987111444';
const SECRET = 'whsec_of_the_shop';

describe('an invoice that is paid by its link', () => {
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

  it('the key is given on the page of shops, the link leads through the gateway, the customer pays, and the account tells it', async () => {
    const as = await system.signIn(owner().email, owner().password);
    const connection = await system.api<{ id: string }>('/commerce/connections', {
      as,
      body: { platform: 'stripe', name: 'Our account', secret: SECRET },
    });
    const { page, errors } = await visitAs(browser, `${system.url}/orders/shops/${connection.body.id}`, owner(), {
      width: 1440,
      height: 900,
    });
    await page.getByText('No key is kept: there are no links to pay.').waitFor({ timeout: 30_000 });
    await page.getByLabel('API key').fill('rk_test_shop');
    await look(page, 'shop-stripe-1440');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('region', { name: 'Payment by link' }).getByRole('button').last().click();
    await page.getByText('A key is kept. Nobody can read it here.').waitFor({ timeout: 30_000 });

    const lines = [{ description: 'Mug', quantity: 1, unitPriceMinor: 2_500 }];
    const { body: invoice } = await system.api<{ id: string }>('/invoices', {
      as,
      body: { phone: `+${CUSTOMER}`, currency: 'PEN', language: 'en', lines, status: 'sent' },
    });
    const { url: link } = (await system.api<{ url: string }>(`/invoices/${invoice.id}/payment-link`, { as, body: {} })).body;
    expect(link.startsWith(system.url)).toBe(true);

    await page.goto(`${system.url}/orders/invoices/${invoice.id}`);
    await page.getByRole('button', { name: 'Copy the link to pay' }).waitFor({ timeout: 30_000 });
    await look(page, 'invoice-link-1440');
    expect(await findings(page)).toEqual([]);

    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await phone.goto(`${link}?back=later`);
    await look(phone, 'pay-later-390');
    expect(await findings(phone)).toEqual([]);
    await phone.getByRole('link', { name: /^Pay/ }).click();
    await phone.getByRole('button', { name: 'Pay' }).waitFor();
    const checkout = new URL(phone.url());
    await phone.getByRole('button', { name: 'Pay' }).click();
    await phone.getByRole('heading', { name: 'Thank you' }).waitFor();

    // The demo's account tells only its operator: so what it would tell this company is posted here.
    const id = checkout.pathname.split('/').at(-1)!;
    const session = await fetch(`${checkout.origin}/v1/checkout/sessions/${id}`).then((answer) => answer.json());
    const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object: session } });
    const at = Math.floor(Date.now() / 1_000);
    const signature = `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${text}`).digest('hex')}`;
    const told = await fetch(`${system.url}/webhooks/stripe/${connection.body.id}`, {
      method: 'POST',
      body: text,
      headers: { 'stripe-signature': signature },
    });
    expect(told.status).toBe(200);
    await eventually(
      async () => expect((await system.api(`/invoices/${invoice.id}`, { as })).body).toMatchObject({ status: 'paid', paidMinor: 2_500 }),
      { timeoutMs: 30_000 },
    );
    await phone.emulateMedia({ colorScheme: 'dark' });
    await phone.goto(link);
    await phone.getByRole('heading', { name: 'This invoice is paid' }).waitFor();
    await look(phone, 'pay-paid-dark-390');
    expect(await findings(phone)).toEqual([]);
    expect(errors).toEqual([]);
    await phone.context().close();
    await page.context().close();
  }, 240_000);
});
