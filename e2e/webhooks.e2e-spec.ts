import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

interface Got {
  path: string;
  headers: Record<string, string>;
  text: string;
  body: { type: string; data: { text?: string } };
}

describe('webhooks to a company’s own system', () => {
  let system: System;
  let browser: Browser;
  let receiver: Server;
  const got: Got[] = [];
  const address = (path: string): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const demo = () => system.demo.tenants[0]!;
  const admin = () => demo().users.find(({ role }) => role === 'owner')!;
  const look = async (page: Page, name: string): Promise<void> => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        got.push({ path: request.url!, headers: request.headers as Record<string, string>, text, body: JSON.parse(text) as Got['body'] });
        response.end('thank you');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    system = await System.start({ WEBHOOKS_ALLOW_PRIVATE: '1' });
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
    await new Promise((resolve) => receiver.close(resolve));
  }, 60_000);

  it.each(SCREENS)(
    'on %s: an endpoint is made, tested and told of a message, which is delivered again',
    async (_, viewport) => {
      const { page, errors } = await visitAs(browser, `${system.url}/webhook-endpoints`, admin(), viewport);
      const name = `CRM ${viewport.width}`;
      await page.getByRole('button', { name: 'Add an endpoint' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Address').fill('https://me:pw@crm.example.com/');
      await dialog.getByRole('button', { name: 'Add an endpoint' }).click();
      await dialog.getByText('must not hold a user name').waitFor();
      await dialog.getByLabel('Address').fill(address(`/${viewport.width}`));
      await dialog.getByLabel('Description').fill(name);
      expect(await findings(page)).toEqual([]);
      await look(page, `webhook-new-${viewport.width}`);
      await dialog.getByRole('button', { name: 'Add an endpoint' }).click();
      const secret = (await page.getByTestId('webhook-secret').textContent())!.trim();
      expect(secret).toMatch(/^whsec_/);
      expect(await findings(page)).toEqual([]);
      await look(page, `webhook-secret-${viewport.width}`);
      // It is lost with the dialog, so the dialog asks.
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Go back' }).click();
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('link', { name }).click();
      await page.getByRole('button', { name: 'Send a test event' }).click();
      await page.getByText('Answered 200').first().waitFor();

      const before = got.length;
      const text = `Are you open on ${viewport.width}?`;
      await system.customerWrites(demo(), '51987654' + viewport.width, text);
      const message = await eventually(
        () => {
          const found = got
            .slice(before)
            .find(({ path, body }) => path === `/${viewport.width}` && body.type === 'message.received' && body.data.text === text);
          if (!found) throw new Error('the message has not come');
          return found;
        },
        { timeoutMs: 20_000 },
      );
      expect(new Webhook(secret).verify(message.text, message.headers)).toMatchObject({ type: 'message.received' });

      await page.reload();
      const row = page.getByRole('row').filter({ hasText: 'message.received' }).first();
      await row.getByText('Delivered').waitFor();
      expect(await findings(page)).toEqual([]);
      await look(page, `webhook-log-${viewport.width}`);
      await row.getByRole('button', { name: /^Details of message.received/ }).click();
      await page.getByRole('dialog').getByText('thank you').first().waitFor();
      expect(await findings(page)).toEqual([]);
      await look(page, `webhook-delivery-${viewport.width}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Deliver again' }).click();
      await eventually(() =>
        expect(
          got.filter(({ path, headers }) => path === message.path && headers['webhook-id'] === message.headers['webhook-id']).length,
        ).toBe(2),
      );
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

      await page.getByRole('button', { name: 'Deliver many again' }).click();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('dialog').getByLabel('Which ones').selectOption('delivered');
      await page.getByRole('dialog').getByRole('button', { name: 'Deliver again' }).click();
      await page.getByText(/^Deliveries on their way again: [1-9]/).waitFor();
      await page.getByRole('button', { name: 'Switch off' }).click();
      await page.getByText('The endpoint is off').first().waitFor();
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('link', { name: 'Webhooks' }).last().click();
      await page.getByRole('button', { name: new RegExp(`^Delete the endpoint .*/${viewport.width}$`) }).waitFor();
      expect(await findings(page)).toEqual([]);
      await look(page, `webhooks-${viewport.width}`);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('is looked after in Spanish and in the dark, and by nobody below an admin', async () => {
    const viewer = demo().users.find(({ role }) => role === 'viewer')!;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'es-ES', colorScheme: 'dark' });
    const page = await context.newPage();
    const signIn = async (who: { email: string; password: string }) => {
      await page.goto(`${system.url}/sign-in?to=%2Fwebhook-endpoints`);
      await page.locator('input[type=email]').fill(who.email);
      await page.locator('input[type=password]').fill(who.password);
      await page.locator('button[type=submit]').click();
    };
    await signIn(admin());
    await page.getByRole('heading', { name: 'Webhooks' }).waitFor();
    await page.getByRole('link', { name: /CRM/ }).first().click();
    await page.getByText('Entregada').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await look(page, 'webhook-es-dark');
    await context.close();
    const { page: other } = await visitAs(browser, `${system.url}/webhook-endpoints`, viewer, { width: 1440, height: 900 });
    expect(await other.getByRole('link', { name: 'Webhooks' }).count()).toBe(0);
    expect(await other.getByRole('button', { name: 'Add an endpoint' }).count()).toBe(0);
    await other.context().close();
  }, 60_000);
});
