import type { Browser, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 30_000 };

describe('a limit of the plan, and the deposit', () => {
  let system: System;
  let browser: Browser;
  let admin: Awaited<ReturnType<System['signIn']>>;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
    admin = await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const ownerOf = (tenant: DemoTenant) => tenant.users.find(({ role }) => role === 'owner')!;
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
    expect(errors).toEqual([]);
  };
  const shot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const put = (tenant: DemoTenant, plan: string) =>
    system.api(`/billing/tenants/${tenant.id}/subscription`, { as: admin, method: 'PUT', body: { plan } });
  const TENANTS = SCREENS.map(([name, viewport], index) => [name, viewport, ['acme-corp', 'beta-store'][index]!] as const);

  it.each(TENANTS)(
    'on %s: the owner is warned, meets the limit, takes a larger plan in the prompt, and the same action goes on',
    async (name, viewport, slug) => {
      const tenant = system.tenant(slug);
      await put(tenant, 'free');
      const owner = await visitAs(browser, `${system.url}/outlets`, ownerOf(tenant), viewport);
      const { page } = owner;
      const banner = page.getByRole('region', { name: 'Limits of your plan' });
      await banner.getByText('You have 1 of 1 WhatsApp numbers.').waitFor(SOON);
      await sawAll(owner);
      await shot(page, `warned-${name}`);

      await page.getByRole('button', { name: 'Connect number' }).first().click(SOON);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('Second shop');
      await dialog.getByLabel('Phone number', { exact: true }).fill('+1 555 010 4004');
      await dialog.getByLabel('Phone number id').fill(`77700000000${viewport.width}`);
      await dialog.getByLabel('WhatsApp Business account id').fill(`88800000000${viewport.width}`);
      await dialog.getByLabel('Access token').fill('EAA-not-a-real-token-0123456789');
      await dialog.getByRole('button', { name: /connect/i }).click();
      const prompt = dialog.getByRole('alert');
      await prompt.getByText('This is as much as your plan allows').waitFor(SOON);
      await prompt.getByText('You have 1 of 1 WhatsApp numbers.').waitFor(SOON);
      await sawAll(owner);
      await shot(page, `prompt-${name}`);

      const [shop] = await Promise.all([
        page.context().waitForEvent('page'),
        prompt.getByRole('link', { name: 'Choose a larger plan' }).click(),
      ]);
      await shop.getByRole('button', { name: 'Choose Starter' }).click(SOON);
      await shop.getByRole('button', { name: 'Pay', exact: true }).click(SOON);
      await shop.getByText('Paid. Your company is on Starter now.').first().waitFor(SOON);
      await shop.close();

      await dialog.getByText('There is room now.').waitFor(SOON);
      await shot(page, `room-${name}`);
      await dialog.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('Second shop').first().waitFor(SOON);
      const { body } = await system.api<{ items: { id: string; name: string }[] }>('/outlets', { as: tenant });
      const made = body.items.find((outlet) => outlet.name === 'Second shop');
      expect(made).toBeDefined();
      // Two of two: warned again under the new limit, until somebody does not want to see it.
      await banner.getByText('You have 2 of 2 WhatsApp numbers.').waitFor({ timeout: 90_000 });
      // On a phone what was just said lies over it, for as long as the pointer rests there.
      await page.mouse.move(0, 0);
      await page.locator('[data-toasts] > *').waitFor({ state: 'detached', ...SOON });
      await banner.getByRole('button', { name: 'Hide until it changes' }).click();
      await banner.waitFor({ state: 'detached', ...SOON });
      await page.reload();
      await page.getByText('Second shop').first().waitFor(SOON);
      expect(await banner.count()).toBe(0);
      expect(owner.errors.filter((text) => !text.includes('402'))).toEqual([]);
      await page.context().close();
    },
    240_000,
  );

  it.each(TENANTS)(
    'on %s: the owner tops up by the checkout and caps a day; the operator gives credit and corrects it',
    async (name, viewport, slug) => {
      const tenant = system.tenant(slug);
      const owner = await visitAs(browser, `${system.url}/deposit`, ownerOf(tenant), viewport);
      const { page } = owner;
      await page.getByText('Nothing was paid in yet.').waitFor(SOON);
      await sawAll(owner);
      await shot(page, `deposit-empty-${name}`);
      await page.getByLabel('Amount (USD)').fill('25,50');
      await page.getByRole('button', { name: 'Go to payment' }).click();
      await page.getByText('This is the demo').waitFor(SOON);
      await shot(page, `top-up-${name}`);
      await page.getByRole('button', { name: 'Pay', exact: true }).click(SOON);
      await page.getByText('Paid. The money is in your deposit.').first().waitFor(SOON);
      await page.getByText('+$25.50').first().waitFor(SOON);
      await page.getByLabel('At most a day (USD)').fill('5');
      await page.getByRole('button', { name: 'Save', exact: true }).first().click();
      await page.getByText(/\$0.00 of \$5.00 are spent/).waitFor(SOON);
      // The card of the checkout is kept: from below 30.00 on it is charged, at once.
      await page.getByLabel('When less is free than (USD)').fill('30');
      await page.getByLabel('Charge (USD)').fill('10');
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('button', { name: 'Switch off' }).waitFor(SOON);
      const filled = async () =>
        (await system.api<{ deposit: { balance: object } }>(`/billing/tenants/${tenant.id}/quota`, { as: tenant })).body;
      await eventually(async () => expect((await filled()).deposit.balance).toEqual({ amountMinor: 3_550, currency: 'USD' }), {
        timeoutMs: 30_000,
      });
      await page.reload();
      await page.getByText(/Last charge: \$10.00/).waitFor(SOON);
      await sawAll(owner);
      await shot(page, `deposit-${name}`);
      expect(await page.getByText('Record money (operator)').count()).toBe(0);

      const operator = await visitAs(browser, `${system.url}/tenants`, system.demo.superadmin, viewport);
      await operator.page.getByRole('button', { name: `Open ${tenant.name}` }).click(SOON);
      await operator.page.waitForURL(`${system.url}/`, SOON);
      await operator.page.goto(`${system.url}/deposit`);
      await operator.page.getByLabel('What it is').selectOption('credit');
      const form = operator.page.getByRole('region', { name: 'Record money (operator)' });
      await form.getByLabel('Amount (USD)').fill('7');
      await form.getByLabel('Reference').fill('sorry for the outage');
      await form.getByRole('button', { name: 'Record' }).click();
      await operator.page.getByText('sorry for the outage').waitFor(SOON);
      await operator.page.getByText('$42.50').first().waitFor(SOON);
      await operator.page.getByRole('button', { name: 'Correct', exact: true }).first().click();
      await operator.page.getByRole('alertdialog').getByRole('button', { name: 'Correct' }).click();
      await operator.page.getByText('Correction of a credit').waitFor(SOON);
      await sawAll(operator);
      await shot(operator.page, `deposit-operator-${name}`);
      await eventually(async () =>
        expect((await system.api<{ deposit: unknown }>(`/billing/tenants/${tenant.id}/quota`, { as: tenant })).body.deposit).toEqual({
          balance: { amountMinor: 3_550, currency: 'USD' },
          reserved: { amountMinor: 0, currency: 'USD' },
        }),
      );
      for (const each of [page, operator.page]) await each.context().close();
    },
    240_000,
  );
});
