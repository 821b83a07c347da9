import type { Browser, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { startChromium } from './chromium.js';
import { eventually, System } from './system.js';

describe('what customers are told of their orders', () => {
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

  it('is switched, written and looked at on a page', async () => {
    const token = await system.signIn(owner().email, owner().password);
    interface Setting {
      type: string;
      enabled: boolean;
      text?: string;
    }
    const setting = async (type: string) =>
      (await system.api<{ types: Setting[] }>('/commerce/message-settings', { as: token })).body.types.find((one) => one.type === type);
    const { page, errors } = await visitAs(browser, `${system.url}/orders`, owner(), { width: 390, height: 844 });
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.getByRole('heading', { name: 'Messages of orders', level: 1 }).waitFor();
    await page.getByRole('checkbox', { name: 'Paid: Tell the customer by itself' }).click();
    await eventually(async () => expect(await setting('paid')).toMatchObject({ enabled: true }), { timeoutMs: 20_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-messages-390');
    await page.getByRole('button', { name: 'Edit: Shipped' }).click();
    await page.getByLabel('What is sent').selectOption('text');
    await page.getByLabel('Text', { exact: true }).fill('{{ order.secret }}');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('undefined variable', { exact: false }).waitFor();
    await page.getByLabel('Text', { exact: true }).fill('Hi {{ customer.name }}, it left:');
    await page.getByRole('button', { name: '{{ order.number }}' }).click();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByTestId('message-preview').getByText('Hi Rosa Quispe, it left: 1042').waitFor();
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-message-edit-390');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Hi {{ customer.name }}, it left: {{ order.number }}').waitFor();
    expect(await setting('shipped')).toMatchObject({ enabled: true, text: 'Hi {{ customer.name }}, it left: {{ order.number }}' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await page.getByText('Hi {{ customer.name }}, it left: {{ order.number }}').waitFor({ timeout: 20_000 });
    expect(await findings(page)).toEqual([]);
    await look(page, 'order-messages-dark-1440');
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);
});
