import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };
const LONG = { timeoutMs: 60_000 };
const ROSA = '15550760001';

describe('a flow that asks another system', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;
  let shop: Server;
  const asked: { body: unknown; signature: unknown }[] = [];

  beforeAll(async () => {
    shop = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ body: JSON.parse(body) as unknown, signature: request.headers['webhook-signature'] });
        response.end(JSON.stringify({ order: { state: 'on its way' } }));
      });
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    system = await System.start({ FLOWS_ALLOW_PRIVATE: '1', REPLY_DEBOUNCE_MS: '1500' });
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
    shop?.close();
  }, 60_000);

  const saw = async (page: Page, name: string): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    if (!process.env.SHOTS) return;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png`, fullPage: true });
    }
  };

  it('is drawn, tried, published, and tells a customer what the system answers', async () => {
    const owner = acme.users.find(({ role }) => role === 'owner')!;
    const { page, errors } = await visitAs(browser, `${system.url}/flows`, owner, SCREENS[0][1]);
    await page.getByRole('button', { name: 'New flow' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Where is it');
    await page.getByLabel('Begin with').selectOption({ label: 'Nothing' });
    await page.getByRole('dialog').getByRole('button', { name: 'New flow' }).click();
    await page.getByRole('heading', { name: 'Where is it' }).waitFor(SOON);

    await page.getByLabel('Add a step').selectOption('call', SOON);
    await page.getByText('The address needs https:// and a host without placeholders').waitFor(SOON);
    await page.getByLabel('Address (https)').fill(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders`);
    await page.getByRole('button', { name: 'Keep one more' }).click();
    await page.getByLabel('Where 1').fill('order.state');
    await page.getByLabel('Attribute 1').fill('state');
    await page.getByLabel('Add a step').selectOption('message');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Your order is {{ attributes.state }}.');
    await page.getByRole('group', { name: /^Ask another system/ }).click();
    await page.getByLabel('Then', { exact: true }).selectOption({ label: 'Message: Your order is {{ attributes.state }}.' });
    await page.getByText('Nothing is wrong: it can be published.').waitFor(SOON);

    await page.getByLabel('What the system answers (JSON)').fill('{"order": {"state": "packed"}}');
    await saw(page, 'flow-call');
    await page.getByRole('button', { name: 'It answers this' }).click();
    await page.getByText('Your order is packed.', { exact: true }).waitFor(SOON);
    expect(asked).toEqual([]);

    await page.getByRole('button', { name: 'Make a signing secret' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make another secret' }).click();
    await dialog
      .getByTestId('webhook-secret')
      .getByText(/^whsec_/)
      .waitFor(SOON);
    await saw(page, 'flow-secret');
    await dialog.getByRole('button', { name: 'Copy secret' }).click();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('textbox', { name: /^Words/ }).fill('where');
    await page.getByRole('textbox', { name: /^Tags that the contact gets/ }).fill('asks');
    await page.getByLabel('The contact pays an order').check();
    await saw(page, 'flow-triggers');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('The flow is live', { exact: true }).waitFor(SOON);
    await system.customerWrites(acme, ROSA, 'where');
    await eventually(async () => expect(await system.answers(acme, ROSA)).toEqual(['Your order is on its way.']), LONG);
    expect(asked).toEqual([{ body: { phone: ROSA }, signature: expect.stringMatching(/^v1,/) }]);
    const { body } = await system.api<{ items: { id: string }[] }>('/flows', { as: acme });
    const { body: live } = await system.api<{ definition: { triggers: unknown[] } }>(`/flows/${body.items[0]!.id}`, { as: acme });
    expect(live.definition.triggers).toEqual([
      { kind: 'keyword', words: ['where'], match: 'whole' },
      { kind: 'tag', tags: ['asks'] },
      { kind: 'event', events: ['order_paid'] },
    ]);
    const { body: contacts } = await system.api<{ items: { id: string; version: number }[] }>(`/contacts?q=${ROSA}`, { as: acme });
    await system.api(`/contacts/${contacts.items[0]!.id}`, { as: acme, method: 'PUT', body: { tags: ['asks'] } });
    await eventually(async () => expect(await system.answers(acme, ROSA)).toHaveLength(2), LONG);
    expect(errors).toEqual([]);
    await page.setViewportSize(SCREENS[1][1]);
    await saw(page, 'flow-call-phone');
    await page.context().close();
  }, 240_000);
});
