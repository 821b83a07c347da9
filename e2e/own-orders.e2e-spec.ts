import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('the orders of the customer who writes', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    // Colours come to rest first.
    await findings(page);
    await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}.png` });
  };

  it.each(SCREENS)(
    'on %s: the assistant tells them to their customer and to nobody else, and who answers sees them beside the conversation',
    async (screen, viewport) => {
      const tenant = system.tenant('acme-corp');
      const agent = tenant.users.find(({ role }) => role === 'agent')!;
      const customer = screen === 'a phone' ? '15550740002' : '15550740001';
      const [number, foreign] = screen === 'a phone' ? ['8201', '8202'] : ['8101', '8102'];
      const order = async (orderNumber: string, phone: string): Promise<string> => {
        const { status, body } = await system.api<{ id: string }>('/orders', {
          as: tenant,
          body: { orderNumber, phone: `+${phone}`, currency: 'USD', items: [{ name: 'City bike', quantity: 1, unitPriceMinor: 49_900 }] },
        });
        expect(status).toBe(201);
        return body.id;
      };
      const id = await order(number!, customer);
      await order(foreign!, '15550740009');
      for (const body of [{ status: 'confirmed' }, { status: 'shipped', trackingUrl: `https://track.example.com/${number}` }])
        expect((await system.api(`/orders/${id}`, { as: tenant, method: 'PUT', body })).status).toBe(200);

      const answers = () => system.answers(tenant, customer);
      await system.customerWrites(tenant, customer, 'Where is my order?');
      const told = `Order ${number}: on its way\nFollow it here: https://track.example.com/${number}`;
      await eventually(async () => expect(await answers()).toContain(told), { timeoutMs: 30_000 });
      await system.customerWrites(tenant, customer, `Where is order ${foreign}?`);
      const none = `There is no order ${foreign} for your WhatsApp number.\n\n${told}`;
      await eventually(async () => expect(await answers()).toContain(none), { timeoutMs: 30_000 });

      const visit = await visitAs(browser, `${system.url}/inbox`, agent, viewport);
      const { page, errors } = visit;
      await page.locator('[data-row]').filter({ hasText: customer }).click(SOON);
      const orders = page.getByRole('region', { name: 'Orders' });
      if (screen === 'a phone') await page.getByRole('button', { name: 'Contact', exact: true }).click(SOON);
      await orders.getByText(number!, { exact: true }).waitFor(SOON);
      await orders.getByText('Shipped', { exact: true }).waitFor(SOON);
      await orders.getByText('$499.00').waitFor(SOON);
      expect(await orders.getByText(foreign!).count()).toBe(0);
      expect(await findings(page)).toEqual([]);
      await orders.scrollIntoViewIfNeeded();
      await shot(visit, `own-orders-${screen}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await shot(visit, `own-orders-${screen}-dark`);
      await orders.getByRole('link').click();
      await page.getByRole('heading', { name: new RegExp(number!) }).waitFor(SOON);

      // Where orders cannot be read, the conversation stays, and it is tried again.
      await page.route('**/api/v1/orders?**', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{}' }));
      await page.goBack();
      await page.reload();
      if (screen === 'a phone') await page.getByRole('button', { name: 'Contact', exact: true }).click(SOON);
      await orders.getByRole('alert').waitFor(SOON);
      await page.unroute('**/api/v1/orders?**');
      await orders.getByRole('button').click();
      await orders.getByText(number!, { exact: true }).waitFor(SOON);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});
