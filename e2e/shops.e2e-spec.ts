import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { startChromium } from './chromium.js';
import { System } from './system.js';

const ORDER = {
  order: { id: 9_001, state: 'sent', currency: 'PEN', total: '84.50', lines: [{ title: 'Alpaca scarf', count: 2, price: '42.25' }] },
};

describe('connections to shops', () => {
  let system: System;
  let browser: Browser;
  const owner = () => system.demo.tenants[0]!.users.find(({ role }) => role === 'owner')!;
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

  it('are made on a page, get their fields mapped and tried, tell of an order, change their secret, and end', async () => {
    const { page, errors } = await visitAs(browser, `${system.url}/orders`, owner(), { width: 1440, height: 900 });
    // The demo has a shop and orders of it, so that nobody begins with empty pages.
    for (const number of ['1001', '1006']) await page.getByRole('link', { name: number, exact: true }).waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: 'Shops', exact: true }).click();
    await page.getByRole('row').filter({ hasText: 'Web shop' }).getByText('Working').waitFor();
    await page.getByRole('heading', { name: 'Shops', exact: true, level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Connect a shop' }).first().click();
    await page.getByLabel('Platform').selectOption('generic');
    await page.getByLabel('Name', { exact: true }).fill('Our own shop');
    await page.getByLabel('Id of the order').fill('order.id');
    await page.getByLabel('Currency').fill('order.currency');
    await page.getByLabel('Total').fill('order.total');
    expect(await findings(page)).toEqual([]);
    await look(page, 'shop-connect-1440');
    await page.getByRole('dialog').getByRole('button', { name: 'Connect a shop' }).click();
    const secret = await page.getByTestId('shop-secret').innerText();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await findings(page)).toEqual([]);
    await look(page, 'shop-made-1440');
    await page.getByRole('button', { name: 'I have entered it' }).click();
    await page.getByRole('link', { name: /Our own shop/ }).click();

    const address = new URL((await page.getByText(/\/webhooks\/generic\//).innerText()).trim());
    const send = async (body: unknown, by: string): Promise<number> => {
      const text = JSON.stringify(body);
      const headers = { 'x-signature-256': `sha256=${createHmac('sha256', by).update(text).digest('hex')}`, 'x-topic': 'order.changed' };
      const response = await fetch(`${system.url}${address.pathname}`, { method: 'POST', body: text, headers });
      await response.arrayBuffer();
      return response.status;
    };
    await page.getByLabel('Body').fill(JSON.stringify(ORDER));
    await page.getByLabel('Status', { exact: false }).first().fill('order.state');
    await page.getByRole('button', { name: 'Try the mapping' }).click();
    await page.getByText('The status sent means nothing here: add it to statuses.').waitFor();
    await page.getByLabel('Your statuses').fill('sent = shipped');
    for (const [label, path] of [
      ['List of items', 'order.lines'],
      ['Name of an item', 'title'],
      ['Quantity of an item', 'count'],
      ['Price of an item', 'price'],
    ] as const)
      await page.getByLabel(label).fill(path);
    await page.getByRole('button', { name: 'Try the mapping' }).click();
    await page.getByText('This order comes of it').waitFor();
    await page.getByText('2 × Alpaca scarf').waitFor();
    await page.getByRole('button', { name: 'Save the mapping' }).click();
    await page.getByText('Saved.').waitFor();

    expect(await send(ORDER, secret)).toBe(200);
    const event = page.getByRole('row').filter({ hasText: 'order.changed' });
    await event.getByText('Done').waitFor({ timeout: 30_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'shop-1440');
    await event.getByRole('button', { name: /^Replay/ }).click();
    await page.getByText('It is followed once more.').waitFor();
    await event.getByText('Older').waitFor({ timeout: 30_000 });

    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByRole('button', { name: 'Add the new secret' }).click();
    const renewed = await page.getByTestId('shop-secret').innerText();
    expect(renewed).not.toBe(secret);
    await page.getByRole('button', { name: 'I have entered it' }).click();
    await page.getByText('2 secrets are valid.', { exact: false }).waitFor();
    for (const by of [secret, renewed]) expect(await send({ order: { ...ORDER.order, id: by } }, by)).toBe(200);
    await page.getByRole('button', { name: 'End the older secrets' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End the older secrets' }).click();
    await page.getByText('One secret is valid.').waitFor();
    expect(await send(ORDER, secret)).toBe(401);

    await page.setViewportSize({ width: 390, height: 844 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'shop-390');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await page.getByRole('heading', { name: 'Our own shop' }).waitFor({ timeout: 20_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'shop-dark-390');
    await page.goto(`${system.url}/orders/shops`);
    await page.getByRole('link', { name: /Our own shop/ }).waitFor({ timeout: 20_000 });
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'shops-dark-1440');
    await page.getByRole('button', { name: 'Disconnect: Our own shop' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Disconnected.').waitFor();
    expect(await send(ORDER, renewed)).toBe(404);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);

  it('of Shopify say after how long a checkout counts as abandoned', async () => {
    const tenant = system.demo.tenants[0]!;
    const made = await system.api('/commerce/connections', { as: tenant, body: { platform: 'shopify', name: 'Boutique', secret: 'shh' } });
    expect(made).toMatchObject({ status: 201, body: { abandonAfterMinutes: 60 } });
    const path = `/orders/shops/${String(made.body.id)}`;
    for (const [width, name] of [
      [1440, 'shop-shopify-1440'],
      [390, 'shop-shopify-390'],
    ] as const) {
      const { page, errors } = await visitAs(browser, `${system.url}${path}`, owner(), { width, height: 900 });
      const minutes = page.getByLabel('Minutes until a checkout counts as abandoned');
      await minutes.fill(width === 390 ? '' : '30', { timeout: 20_000 });
      expect(await findings(page)).toEqual([]);
      await look(page, name);
      await page.emulateMedia({ colorScheme: 'dark' });
      await look(page, `${name}-dark`);
      await page.getByRole('button', { name: 'Save', exact: true }).first().click();
      await page.getByText('Saved.').waitFor({ timeout: 20_000 });
      expect(errors).toEqual([]);
      const kept = await system.query(`select abandon_after_minutes as minutes from commerce.connections where id = $1`, [made.body.id]);
      expect(kept).toEqual([{ minutes: width === 390 ? null : 30 }]);
      await page.context().close();
    }
  }, 120_000);
});
