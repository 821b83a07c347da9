import type { Browser, Locator, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, textBody, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const HOUR_MS = 3_600_000;

describe('message templates', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const visit = (path: string, role = 'owner', viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(
      browser,
      `${system.url}${path}`,
      acme.users.find((user) => user.role === role)!,
      viewport,
    );
  const rowOf = (page: Page, customer: string): Locator => page.locator('[data-row]').filter({ hasText: customer });
  const sawAll = async ({ page, errors }: Visit): Promise<void> => {
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
  };

  it('a company that has none is shown how to make the first', async () => {
    const as = await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password);
    const { body } = await system.api<{ id: string }>('/tenants', { as, body: { name: 'New Shop', slug: 'new-shop' } });
    const owner = { email: 'owner@new-shop.example', password: 'a long enough passphrase', name: 'Nia', role: 'owner' };
    const made = await system.api(`/tenants/${body.id}/users`, { as, body: owner, headers: { 'x-tenant-id': body.id } });
    expect(made.status).toBe(201);
    const empty = await visitAs(browser, `${system.url}/templates`, owner, DESKTOP);
    await empty.page.getByText('No templates yet').waitFor(SOON);
    await sawAll(empty);
  });

  it('one is made, reviewed by WhatsApp, sent to a customer whose window is closed, and answered', async () => {
    const customer = '15550700001';
    const made = await visit('/templates');
    const { page } = made;
    await page.getByLabel('Search by name').fill('of_no_template');
    await page.getByText('No template fits').waitFor(SOON);
    await sawAll(made);
    await page.getByLabel('Search by name').fill('');
    await page.getByRole('button', { name: 'Synchronise' }).click();
    await page.getByRole('link', { name: 'order_update' }).waitFor(SOON);
    await page.getByRole('link', { name: 'Create a template' }).first().click();

    await page.getByLabel('Name', { exact: true }).fill('parcel_here');
    await page.getByLabel('Text', { exact: true }).fill('Hi {{1}}, your parcel {{2}} is at our shop.');
    await page.getByLabel('Footer').fill('Acme Shop');
    await page.getByRole('button', { name: 'Add a button' }).click();
    await page.getByLabel('Label of button 1').fill('I will come today');
    const values = page.getByRole('group', { name: /^Value \d/ });
    await values.nth(0).getByLabel('Sample').fill('Ana');
    await values.nth(0).getByLabel('Comes from').selectOption('contact.name');
    await values.nth(0).getByLabel('Otherwise').fill('there');
    await values.nth(1).getByLabel('Sample').fill('A-17');
    const preview = page.getByRole('figure', { name: 'How the customer sees it' });
    await preview.getByText('Hi Ana, your parcel A-17 is at our shop.').waitFor(SOON);
    await sawAll(made);
    await page.getByRole('button', { name: 'Send for review' }).click();
    await page.getByRole('heading', { name: 'parcel_here' }).waitFor(SOON);
    await system.simulator('clock', { advanceMs: 60_000 });
    // By the report of WhatsApp: nobody reads the page anew.
    await page.getByText('Approved').waitFor(SOON);
    await sawAll(made);

    const { phoneNumberId, wabaId } = acme.outlets[0]!;
    const timestamp = Math.floor((Date.now() - 30 * HOUR_MS) / 1000);
    const asked = { wamid: `wamid.${customer}`, from: customer, name: 'Berta', text: 'Where is my parcel?', timestamp };
    expect(await system.webhook(textBody(phoneNumberId, wabaId, [asked]))).toBe(200);
    const inbox = await visit('/inbox', 'agent');
    await rowOf(inbox.page, 'Berta').click(SOON);
    await inbox.page.getByText('Until they write again, WhatsApp allows only approved templates.').waitFor(SOON);
    await inbox.page.getByRole('button', { name: 'Send a template' }).first().click();
    const dialog = inbox.page.getByRole('dialog', { name: 'Send a template' });
    await dialog.getByLabel('Search templates').fill('parcel');
    await dialog.getByRole('button', { name: /parcel_here/ }).waitFor(SOON);
    await sawAll(inbox);
    await dialog.getByRole('button', { name: /parcel_here/ }).click();
    await dialog.getByLabel('Value 2').fill('B-22');
    await dialog.getByText('Hi Berta, your parcel B-22 is at our shop.').waitFor(SOON);
    await sawAll(inbox);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();

    const thread = inbox.page.getByRole('log', { name: 'Messages' });
    await thread.getByText('I will come today').waitFor(SOON);
    await thread.getByText('Hi Berta, your parcel B-22 is at our shop.').waitFor(SOON);
    await rowOf(inbox.page, 'Berta')
      .getByText(/Hi Berta, your parcel B-22/)
      .waitFor(SOON);
    await eventually(
      async () => expect((await system.thread(acme, customer)).at(-1)).toMatchObject({ type: 'template', status: 'delivered' }),
      {
        timeoutMs: 20_000,
      },
    );
    await system.customerWrites(acme, customer, 'I will come today');
    await thread.getByText('I will come today').nth(1).waitFor(SOON);
    await sawAll(inbox);
  }, 180_000);

  it('is offered under a message that WhatsApp refused because the window had closed', async () => {
    const customer = '15550700002';
    await system.customerWrites(acme, customer, 'Could I talk to a human, please?');
    const inbox = await visit('/inbox', 'agent', PHONE);
    const { page } = inbox;
    await rowOf(page, customer).click(SOON);
    await page.getByRole('button', { name: 'Take over' }).click();
    await system.simulator('faults', { errors: [{ code: 131047, next: 1, async: true }] });
    await page.getByLabel('Message to the customer').fill('Are you still there?');
    await page.getByLabel('Message to the customer').press('Enter');
    const failed = page.getByRole('log', { name: 'Messages' }).getByText('(131047)');
    await failed.waitFor(SOON);
    await page.getByRole('log', { name: 'Messages' }).getByRole('button', { name: 'Send a template' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a template' });
    await dialog.getByRole('button', { name: /hello_world/ }).click(SOON);
    await dialog.getByText('Hello World').waitFor(SOON);
    await sawAll(inbox);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('log', { name: 'Messages' }).getByText('Welcome and congratulations!!').waitFor(SOON);
    expect(inbox.errors).toEqual([]);
  }, 120_000);

  it('a viewer reads templates and changes none; a pause by WhatsApp shows at once', async () => {
    const { status } = await system.api('/templates/sync', { as: acme, body: { outletId: acme.outlets[0]!.id } });
    expect(status).toBe(200);
    const seen = await visit('/templates', 'viewer', PHONE);
    const { page } = seen;
    await page.getByRole('link', { name: 'order_update' }).click(SOON);
    await page.getByRole('heading', { name: 'order_update' }).waitFor(SOON);
    await page.getByText('Approved').waitFor(SOON);
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    const { wabaId } = acme.outlets[0]!;
    await system.simulator('templates', { wabaId, name: 'order_update', language: 'en_US', status: 'PAUSED', quality: 'RED' });
    await page.getByText('Paused').waitFor(SOON);
    await page.getByText('Low', { exact: true }).waitFor(SOON);
    await sawAll(seen);
  }, 120_000);
});
