import { extractText, getDocumentProxy } from 'unpdf';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { asApiKey, asMember, asSuperadmin } from '#testing';
import { IssueInvoice } from '../src/handlers/invoices/issue-invoice.step.js';
import { PaymentsWorld, type Json } from './payments-world.js';

let world: PaymentsWorld;

beforeAll(async () => {
  world = await PaymentsWorld.start();
}, 60_000);
afterAll(async () => {
  await world?.stop();
}, 30_000);

const root = () => asSuperadmin(world.infra);
const invoicesOf = async (tenant: string): Promise<Json[]> =>
  (await world.call('GET', `/tenants/${tenant}/invoices`, world.asOwner(tenant))).body.items;
const invoice = async (tenant: string, id: string): Promise<Json> =>
  (await world.call('GET', `/tenants/${tenant}/invoices/${id}`, world.asOwner(tenant))).body;
const payIn = (tenant: string, amountMinor: number, reference: string, currency = 'USD') =>
  world.call('POST', `/tenants/${tenant}/deposit`, root(), { amountMinor, currency, reference });
const pdfOf = async (tenant: string, id: string): Promise<Response> =>
  fetch(`${world.billing.url}/api/v1/billing/tenants/${tenant}/invoices/${id}/pdf`, { headers: world.asOwner(tenant) });
const textOf = async (pdf: Uint8Array): Promise<string> =>
  (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text.replaceAll('\u00A0', ' ');
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

const SETTINGS = {
  name: 'Operator S.L.',
  address: 'Gran Vía 1\n28013 Madrid',
  taxId: 'ESB00000001',
  email: 'billing@operator.example.com',
  series: 'INV',
  creditSeries: 'CN',
  taxName: 'IVA',
  taxRate: 2_100,
  note: 'Thank you.',
  dueDays: 14,
  remindDays: 3,
  graceDays: 7,
};
const DETAILS = { name: 'Acme GmbH', address: 'Weg 2\n10115 Berlin', taxId: 'DE1', email: 'books@acme.example.com' };

describe('invoices of the operator', () => {
  beforeAll(async () => {
    expect(await world.call('PUT', '/invoice-settings', root(), SETTINGS)).toMatchObject({ status: 200, body: SETTINGS });
  }, 120_000);

  it('says what was paid into a deposit, once, with the tax that is in it', async () => {
    const tenant = v7();
    await world.call('PUT', `/tenants/${tenant}/details`, world.asOwner(tenant), DETAILS);
    await Promise.all(Array.from({ length: 5 }, () => payIn(tenant, 12_100, 'transfer 1')));
    const [only, ...rest] = await invoicesOf(tenant);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ kind: 'invoice', state: 'paid', total: usd(12_100), paymentReference: 'transfer 1', dueAt: null });
    expect(await invoice(tenant, only!.id)).toMatchObject({
      number: only!.number,
      seller: { name: 'Operator S.L.', taxId: 'ESB00000001' },
      buyer: DETAILS,
      lines: [{ kind: 'top_up', amountMinor: 10_000 }],
      taxName: 'IVA',
      taxRate: 2_100,
      subtotal: usd(10_000),
      tax: usd(2_100),
    });
  });

  it('never changes, whatever becomes of those whom it names, and is drawn as the same bytes', async () => {
    const tenant = v7();
    await world.call('PUT', `/tenants/${tenant}/details`, world.asOwner(tenant), DETAILS);
    await payIn(tenant, 5_000, 'a');
    const [{ id, number }] = (await invoicesOf(tenant)) as [Json];
    const [before, first] = [await invoice(tenant, id), await pdfOf(tenant, id)];
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.headers.get('content-disposition')).toBe(`attachment; filename="${number}.pdf"`);
    const bytes = new Uint8Array(await first.arrayBuffer());
    const text = await textOf(bytes);
    for (const part of [number, 'Operator S.L.', 'ESB00000001', 'Acme GmbH', '10115 Berlin', 'IVA 21 %', 'USD 50.00', 'Thank you.']) {
      expect(text).toContain(part);
    }
    await world.call('PUT', `/tenants/${tenant}/details`, world.asOwner(tenant), { ...DETAILS, name: 'Other' });
    await world.call('PUT', '/invoice-settings', root(), { ...SETTINGS, name: 'Later S.L.', taxRate: 0 });
    expect(await invoice(tenant, id)).toEqual(before);
    expect(Buffer.from(await (await pdfOf(tenant, id)).arrayBuffer()).equals(bytes)).toBe(true);
    await world.call('PUT', '/invoice-settings', root(), SETTINGS);
    await expect(world.infra.rows(`set role chasqui_billing; update billing.invoices set total_minor = 1`)).rejects.toThrow(
      'permission denied',
    );
  });

  it('has numbers without a gap, however many are issued at once and however many fail', async () => {
    await world.call('PUT', '/invoice-settings', root(), { ...SETTINGS, series: 'GAP' });
    const database = world.billing.app.get(TenantDatabase);
    const issue = world.billing.app.get(IssueInvoice);
    const draft = { kind: 'invoice' as const, source: 'top_up' as const, currency: 'USD', paidBy: 'x' };
    const lines = [{ kind: 'top_up' as const, description: 'Something', amountMinor: 100 }];
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        database
          .forTenant(v7(), async (tx) => {
            await issue.execute(tx, { ...draft, lines, reference: `r${i}` });
            if (i % 3 === 0) throw new Error('it fails after its number is drawn');
          })
          .catch(() => undefined),
      ),
    );
    await world.call('PUT', '/invoice-settings', root(), SETTINGS);
    const rows = await world.infra.rows<{ number: number }>(`select number from billing.invoices where series = 'GAP' order by number`);
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('names the company where it told no details, and says which letters no font has', async () => {
    const tenant = v7();
    await world.infra.rows(`insert into tenant.tenants (id, name, slug, settings) values ($1, 'ა Ltd', $2, '{"language": "es"}')`, [
      tenant,
      `t-${tenant}`,
    ]);
    const { body } = await world.call('GET', `/tenants/${tenant}/details`, world.asOwner(tenant));
    expect(body).toEqual({ name: '', address: '', taxId: null, email: null, companyName: 'ა Ltd', unprintable: ['ა'] });
    await payIn(tenant, 100, 'a');
    const [{ id }] = (await invoicesOf(tenant)) as [Json];
    const text = await textOf(new Uint8Array(await (await pdfOf(tenant, id)).arrayBuffer()));
    for (const part of ['Factura', '[U+10D0] Ltd', 'Pago al depósito', 'Ninguna fuente']) expect(text).toContain(part);
  });

  it('is taken back in parts by credit notes of their own series, never beyond what it says', async () => {
    const tenant = v7();
    const lines = [{ kind: 'plan' as const, description: 'A month', amountMinor: 1_000 }];
    const draft = { kind: 'invoice' as const, source: 'cycle' as const, reference: 'a', currency: 'USD', lines, paidBy: 'x' };
    const { id } = await world.billing.app
      .get(TenantDatabase)
      .forTenant(tenant, (tx) => world.billing.app.get(IssueInvoice).execute(tx, draft));
    const credit = (amountMinor: number, reference: string) =>
      world.call('POST', `/tenants/${tenant}/invoices/${id}/credit-notes`, root(), {
        amountMinor,
        reason: 'An hour without service',
        reference,
      });
    const first = await credit(400, 'one');
    expect(first).toMatchObject({ status: 201, body: { kind: 'credit_note', corrects: id, total: usd(400), state: 'paid' } });
    expect(first.body.number).toMatch(/^CN-\d{4}-\d{6}$/);
    expect((await credit(400, 'one')).body.id).toBe(first.body.id);
    expect(await credit(300, 'one')).toMatchObject({ status: 409, body: { code: 'reference_reused' } });
    expect(await credit(601, 'two')).toMatchObject({ status: 422, body: { code: 'credit_too_large' } });
    const both = await Promise.all([credit(500, 'three'), credit(500, 'four')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await textOf(new Uint8Array(await (await pdfOf(tenant, first.body.id)).arrayBuffer()))).toContain('Corrects invoice');
  });

  it('of a payment goes back with the payment alone, by one credit note', async () => {
    const tenant = v7();
    const { transfer } = (await payIn(tenant, 1_000, 'typed wrongly')).body;
    const [{ id }] = (await invoicesOf(tenant)) as [Json];
    const body = { amountMinor: 1_000, reason: 'By mistake', reference: 'ticket' };
    const credited = await world.call('POST', `/tenants/${tenant}/invoices/${id}/credit-notes`, root(), body);
    expect(credited).toMatchObject({ status: 409, body: { code: 'not_reversible' } });
    const reverse = () => world.call('POST', `/tenants/${tenant}/ledger/${transfer.id}/reversal`, root());
    expect((await Promise.all([reverse(), reverse()])).map(({ status }) => status)).toEqual([201, 201]);
    const notes = (await invoicesOf(tenant)).filter(({ kind }) => kind === 'credit_note');
    expect(notes).toMatchObject([{ corrects: id, total: usd(1_000), state: 'paid' }]);
  });

  it('is read by its own tenant alone, and page by page', async () => {
    const [tenant, other] = [v7(), v7()];
    for (const reference of ['a', 'b', 'c']) await payIn(tenant, 100, reference);
    const page = (query: string) => world.call('GET', `/tenants/${tenant}/invoices?${query}`, world.asOwner(tenant));
    const first = (await page('limit=2')).body;
    expect(first.items.map((each: Json) => each.paymentReference)).toEqual(['c', 'b']);
    const { body } = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(body).toMatchObject({ items: [{ paymentReference: 'a' }], nextCursor: null });
    const path = `/tenants/${other}/invoices/${body.items[0].id}`;
    expect((await world.call('GET', path, world.asOwner(other))).status).toBe(404);
    expect((await world.call('GET', `${path}/pdf`, world.asOwner(other))).status).toBe(404);
    expect((await world.call('GET', `/tenants/${tenant}/invoices`, world.asOwner(other))).status).toBe(404);
  });

  it('lets owners set details, admins and keys read, and the superadmin alone set what is the operator’s', async () => {
    const tenant = v7();
    const put = (headers: Record<string, string>, body: object = DETAILS) => world.call('PUT', `/tenants/${tenant}/details`, headers, body);
    expect((await put(asMember(world.infra, tenant, 'admin'))).status).toBe(403);
    expect((await put(world.asOwner(tenant), { ...DETAILS, email: 'nobody' })).status).toBe(400);
    expect((await put(world.asOwner(tenant), { ...DETAILS, address: 'a\u0007' })).status).toBe(400);
    expect((await put(world.asOwner(tenant))).status).toBe(200);
    expect((await world.call('GET', `/tenants/${tenant}/details`, asApiKey(world.infra, tenant, ['billing:read']))).status).toBe(200);
    expect((await world.call('PUT', '/invoice-settings', world.asOwner(tenant), SETTINGS)).status).toBe(403);
    const wrong = { ...SETTINGS, creditSeries: 'INV' };
    expect((await world.call('PUT', '/invoice-settings', root(), wrong)).status).toBe(400);
  });
});

describe('invoices of what a provider collects', () => {
  it('come with each paid month and each change of plan, once, however often and in whatever order the provider tells', async () => {
    const { tenant, subscription } = await world.bought('starter');
    world.stripe.books.renew(subscription, false);
    const failed = world.stripe.books.find('subscription', subscription)!.latest_invoice as string;
    await world.deliverAll();
    expect(await invoicesOf(tenant)).toHaveLength(1);
    world.stripe.books.retry(failed, true);
    await world.deliverAll();
    expect((await world.checkout(tenant, { plan: 'growth' })).status).toBe(200);
    await world.deliverAll();
    for (const event of world.stripe.books.events.filter(({ type }) => type === 'invoice.paid').reverse()) {
      await world.deliver({ ...event, id: `${event.id}again` });
    }
    await world.infra.settled('billing');
    const found = await invoicesOf(tenant);
    expect(found.map(({ total, state }) => [total, state])).toEqual([
      [usd(3_000), 'paid'],
      [usd(1_900), 'paid'],
      [usd(1_900), 'paid'],
    ]);
    expect(found[1]!.paymentReference).toBe(failed);
    expect(await invoice(tenant, found[0]!.id)).toMatchObject({ lines: [{ kind: 'proration' }] });
    const month = await invoice(tenant, found[1]!.id);
    expect(month).toMatchObject({ lines: [{ kind: 'plan' }], buyer: { name: tenant } });
    expect((Date.parse(month.periodTo) - Date.parse(month.periodFrom)) / 86_400_000).toBeGreaterThanOrEqual(29);
  }, 60_000);

  it('come with a payment into the deposit; what goes back is a credit note, and what comes again an invoice', async () => {
    const { books } = world.stripe;
    const { tenant, session } = await world.atCheckout({ amountMinor: 5_000 });
    const payment = books.pay(session).payment_intent as string;
    await world.deliverAll();
    books.refund(payment, 1_000);
    await world.deliverAll();
    const dispute = books.dispute(payment);
    await world.deliverAll();
    books.decide(dispute.id, 'won');
    await world.deliverAll();
    const found = await invoicesOf(tenant);
    expect(found.map(({ kind, total }) => [kind, total.amountMinor])).toEqual([
      ['invoice', 4_000],
      ['credit_note', 4_000],
      ['credit_note', 1_000],
      ['invoice', 5_000],
    ]);
    expect(found[2]!.corrects).toBe(found[3]!.id);
    const { balance } = (await world.quota(tenant)).deposit;
    expect(balance).toEqual(usd(4_000));
  }, 60_000);

  it('shows what was used beyond the plan since the last one, which the deposit has paid', async () => {
    const { tenant, subscription } = await world.bought('starter');
    await world.deliverAll();
    await payIn(tenant, 1_000, 'a');
    await world.infra.rows(
      `insert into billing.ledger_accounts (tenant_id, account, currency, balance_minor) values ($1, 'overage', 'USD', 70)`,
      [tenant],
    );
    world.stripe.books.renew(subscription, true);
    await world.deliverAll();
    world.stripe.books.renew(subscription, true);
    await world.deliverAll();
    const [last, month] = await invoicesOf(tenant);
    expect(month!.total).toEqual(usd(1_900));
    expect((await invoice(tenant, month!.id)).lines.map(({ kind }: Json) => kind)).toEqual(['plan', 'overage', 'deposit']);
    expect((await invoice(tenant, last!.id)).lines.map(({ kind }: Json) => kind)).toEqual(['plan']);
  }, 60_000);
});
