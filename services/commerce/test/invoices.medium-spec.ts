import { v7 } from 'uuid';
import { commerceAudited, commerceErased, contactErasureRequested } from '#contracts';
import { eventually } from '#testing';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const DAY_MS = 24 * 60 * 60_000;

const invoice = (over: Json = {}): Json => ({
  phone: '+51 987 111 000',
  currency: 'PEN',
  lines: [
    { description: 'Mug', quantity: 3, unitPriceMinor: 1_005, discountPercent: 12.5, taxPercent: 18 },
    { description: 'Hours', quantity: 2.5, unitPriceMinor: 333 },
  ],
  ...over,
});
/** Of the invoice above: 2638 and 833, with a tax of 475. */
const TOTAL = 3_946;

const call = async (method: string, path: string, tenantId: string, body?: Json): Promise<Json> => {
  const answer = await world.call(method, path, tenantId, body);
  return { ...answer.body, http: answer.status };
};
const make = async (tenantId: string, over: Json = {}): Promise<Json> => {
  const made = await call('POST', '/invoices', tenantId, invoice(over));
  expect(made).toMatchObject({ http: 201 });
  return made;
};
const post = (tenantId: string, id: string, what: string, body: Json) => call('POST', `/invoices/${id}/${what}`, tenantId, body);
const get = (tenantId: string, id: string) => call('GET', `/invoices/${id}`, tenantId);
const company = async (tenantId: string, timeZone: string): Promise<void> => {
  await world.infra.owner.query(`insert into tenant.tenants (id, slug, name, settings) values ($1, $2, 'Tienda Rosa', $3)`, [
    tenantId,
    `t-${tenantId}`,
    JSON.stringify({ language: 'es', timezone: timeZone }),
  ]);
};

describe('an invoice', () => {
  it('is a draft until it is sent; then it has its number, and what stands on it stays', async () => {
    const tenantId = v7();
    await company(tenantId, 'America/Lima');
    const contactId = await world.contact(tenantId, '51987111000', 'Rosa Quispe');
    const made = await make(tenantId);
    expect(made).toMatchObject({
      status: 'draft',
      invoiceNumber: null,
      contactId,
      phone: '51987111000',
      customerName: 'Rosa Quispe',
      lines: [{ amountMinor: 2_638 }, { amountMinor: 833 }],
      taxes: [{ percent: 18, baseMinor: 2_638, amountMinor: 475 }],
      subtotalMinor: 3_471,
      taxMinor: 475,
      totalMinor: TOTAL,
      dueMinor: TOTAL,
    });
    const changed = await call('PUT', `/invoices/${made.id}`, tenantId, {
      lines: [{ description: 'Tea', quantity: 1, unitPriceMinor: 100 }],
      customer: { taxId: '20512345678' },
    });
    expect(changed).toMatchObject({ totalMinor: 100, customer: { name: 'Rosa Quispe', taxId: '20512345678' } });
    const sent = await call('PUT', `/invoices/${made.id}`, tenantId, { status: 'sent' });
    expect(sent).toMatchObject({
      status: 'sent',
      invoiceNumber: expect.stringMatching(/^INV-\d{4}-000001$/),
      dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      language: 'es',
    });
    expect((await call('PUT', `/invoices/${made.id}`, tenantId, { status: 'sent' })).invoiceNumber).toBe(sent.invoiceNumber);
    expect(await call('PUT', `/invoices/${made.id}`, tenantId, { note: 'Hello' })).toMatchObject({ http: 409, code: 'invoice_final' });
    const audited = await world.infra.outboxEvents(commerceAudited, tenantId);
    expect(audited.map(({ data }) => data.action)).toEqual(
      ['created', ...Array(3).fill('changed')].map((verb) => `customer_invoice.${verb}`),
    );
    expect(JSON.stringify(audited)).not.toMatch(/Rosa|51987/);
  });

  it('is refused with each thing that is wrong', async () => {
    const tenantId = v7();
    const wrong = async (over: Json): Promise<string[]> => {
      const { http, errors } = await call('POST', '/invoices', tenantId, invoice(over));
      return [String(http), ...(errors ?? []).map(({ field }: Json) => field)];
    };
    expect(await wrong({ currency: 'EURO' })).toEqual(['400', 'currency']);
    expect(await wrong({ currency: 'XXQ', phone: '12', dueDate: '2027-02-29' })).toEqual(['400', 'dueDate', 'phone', 'currency']);
    expect(await wrong({ phone: undefined, lines: undefined })).toEqual(['400', 'lines', 'phone']);
    expect(await wrong({ lines: [{ description: 'x', quantity: 1_000_000, unitPriceMinor: 1_000_000_000_000 }] })).toEqual([
      '400',
      'lines',
    ]);
    expect(await wrong({ lines: [{ description: 'x', quantity: 1.0001, unitPriceMinor: 1 }] })).toEqual(['400', 'lines.0.quantity']);
    expect(await wrong({ invoiceNumber: 'INV-2026-000009' })).toEqual(['400', 'invoiceNumber']);
    expect(await wrong({ contactId: v7() })).toEqual(['400', 'contactId']);
    expect(await wrong({ orderId: v7() })).toEqual(['400', 'orderId']);
    await make(tenantId, { invoiceNumber: 'A-1' });
    expect(await call('POST', '/invoices', tenantId, invoice({ invoiceNumber: 'A-1' }))).toMatchObject({
      http: 409,
      code: 'invoice_number_taken',
    });
  });

  it('of an order is made by one call, once, and comes to what the order does', async () => {
    const tenantId = v7();
    const items = [{ name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }];
    const order = await call('POST', '/orders', tenantId, {
      orderNumber: '7',
      phone: '+51987111000',
      currency: 'PEN',
      items,
      language: 'es',
    });
    await world.infra.owner.query(`update commerce.orders set total_minor = 2900 where id = $1`, [order.id]);
    const made = await Promise.all(Array.from({ length: 4 }, () => call('POST', '/invoices', tenantId, { orderId: order.id })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toMatchObject({
      orderId: order.id,
      currency: 'PEN',
      phone: '51987111000',
      totalMinor: 2_900,
      lines: [
        { description: 'Mug', quantity: 2 },
        { description: 'Envío, impuestos y otros', amountMinor: 400 },
      ],
    });
    expect(await call('POST', '/invoices', tenantId, { orderId: order.id, currency: 'USD' })).toMatchObject({ id: made[0]!.id });
    await call('PUT', `/invoices/${made[0]!.id}`, tenantId, { status: 'void' });
    expect((await call('POST', '/invoices', tenantId, { orderId: order.id })).id).not.toBe(made[0]!.id);
  });

  it('is the same for the same key, also where it was there before and is void since', async () => {
    const tenantId = v7();
    const items = [{ name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }];
    const order = await call('POST', '/orders', tenantId, { orderNumber: '8', phone: '+51987111000', currency: 'PEN', items });
    const first = await call('POST', '/invoices', tenantId, { orderId: order.id });
    const again = () => world.call('POST', '/invoices', tenantId, { orderId: order.id }, { 'idempotency-key': 'k' });
    expect(await again()).toMatchObject({ status: 201, body: { id: first.id, status: 'draft' } });
    await call('PUT', `/invoices/${first.id}`, tenantId, { status: 'void' });
    expect(await again()).toMatchObject({ status: 201, body: { id: first.id, status: 'void' } });
  });

  it('is nobody else’s', async () => {
    const { id } = await make(v7(), { status: 'sent' });
    const stranger = v7();
    const money = { amountMinor: 1, reference: 'x', reason: 'y' };
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '', { status: 'void' }],
      ['POST', '/payments', { amountMinor: 1, reference: 'x' }],
      ['POST', '/refunds', money],
      ['POST', '/credit-notes', money],
    ] as const)
      expect((await call(method, `/invoices/${id}${path}`, stranger, body)).http).toBe(404);
  });
});

it('numbers have no gap and none is twice, however many are sent at once and whatever is killed meanwhile', async () => {
  const tenantId = v7();
  const drafts = await Promise.all(Array.from({ length: 50 }, () => make(tenantId)));
  let isDone = false;
  const killing = (async () => {
    for (let n = 0; n < 20 && !isDone; n++) {
      await world.infra.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and query ilike '%commerce.invoice%' and state in ('active', 'idle in transaction')`,
      );
    }
  })();
  const send = async (id: string): Promise<void> => {
    await eventually(async () => expect((await call('PUT', `/invoices/${id}`, tenantId, { status: 'sent' })).status).toBe('sent'), {
      timeoutMs: 40_000,
    });
  };
  await Promise.all(drafts.map(({ id }) => send(id)));
  isDone = true;
  await killing;
  const { rows } = await world.infra.owner.query(`select invoice_number as number from commerce.invoices where tenant_id = $1`, [tenantId]);
  const numbers = rows.map(({ number }: Json) => Number(number.slice(-6))).sort((a: number, b: number) => a - b);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
}, 90_000);

describe('money', () => {
  it('is never paid above what is due, in no other currency, and once under a reference', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId);
    expect(await post(tenantId, id, 'payments', { amountMinor: 1, reference: 'a' })).toMatchObject({ code: 'invoice_not_payable' });
    await call('PUT', `/invoices/${id}`, tenantId, { status: 'sent' });
    const first = { amountMinor: 1_000, reference: 'transfer 1', currency: 'PEN' };
    for (let n = 0; n < 2; n++) {
      expect(await post(tenantId, id, 'payments', first)).toMatchObject({
        http: 201,
        status: 'partly_paid',
        paidMinor: 1_000,
        dueMinor: TOTAL - 1_000,
        payments: [{ kind: 'payment', amountMinor: 1_000, reference: 'transfer 1' }],
      });
    }
    expect(await post(tenantId, id, 'payments', { ...first, amountMinor: 2 })).toMatchObject({ http: 409, code: 'reference_reused' });
    expect(await post(tenantId, id, 'payments', { ...first, reference: 'b', currency: 'USD' })).toMatchObject({ http: 400 });
    const rest = TOTAL - 1_000;
    // Two at once pay no more than is due.
    const both = await Promise.all(['c', 'd'].map((reference) => post(tenantId, id, 'payments', { amountMinor: rest, reference })));
    expect(both.map(({ http }) => http).sort()).toEqual([201, 422]);
    expect(both.find(({ http }) => http === 422)).toMatchObject({ code: 'payment_too_large' });
    expect(await get(tenantId, id)).toMatchObject({ status: 'paid', dueMinor: 0, paidMinor: TOTAL });
    expect(await call('PUT', `/invoices/${id}`, tenantId, { status: 'void' })).toMatchObject({ code: 'invoice_move_refused' });
  });

  it('goes back at most as it came; a credit note takes back what would be owed again, unless it shall be', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId, { status: 'sent' });
    expect(await call('PUT', `/invoices/${id}`, tenantId, { status: 'paid', reference: 'cash' })).toMatchObject({ status: 'paid' });
    const refund = { amountMinor: 1_000, reference: 'back 1', reason: 'Two came back' };
    for (let n = 0; n < 2; n++) {
      expect(await post(tenantId, id, 'refunds', refund)).toMatchObject({
        status: 'paid',
        paidMinor: TOTAL - 1_000,
        creditedMinor: 1_000,
        dueMinor: 0,
        creditNotes: [{ creditNumber: expect.stringMatching(/^CN-\d{4}-000001$/), amountMinor: 1_000, reason: 'Two came back' }],
      });
    }
    expect(await post(tenantId, id, 'refunds', { ...refund, amountMinor: TOTAL, reference: 'x' })).toMatchObject({
      http: 422,
      code: 'refund_too_large',
    });
    expect(await post(tenantId, id, 'refunds', { ...refund, reference: 'back 2', isOwedAgain: true })).toMatchObject({
      status: 'partly_paid',
      dueMinor: 1_000,
    });
    const left = TOTAL - 1_000;
    expect(await post(tenantId, id, 'credit-notes', { amountMinor: left + 1, reference: 'y', reason: 'z' })).toMatchObject({
      http: 422,
      code: 'credit_too_large',
    });
    for (let n = 0; n < 2; n++) {
      expect(await post(tenantId, id, 'credit-notes', { amountMinor: left, reference: 'y', reason: 'All' })).toMatchObject({
        creditedMinor: TOTAL,
        dueMinor: 0,
      });
    }
    const { rows } = await world.infra.owner.query(`select taxes from commerce.credit_notes where invoice_id = $1`, [id]);
    expect(rows.reduce((sum: number, { taxes }: Json) => sum + taxes[0].amountMinor, 0)).toBe(475);
  });

  it('is audited once, however often the same is told', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId, { status: 'sent' });
    const money = { amountMinor: 10, reference: 'a', reason: 'b' };
    for (const what of ['payments', 'refunds', 'credit-notes']) {
      const { reason, ...paid } = money;
      for (let n = 0; n < 2; n++) expect((await post(tenantId, id, what, what === 'payments' ? paid : { ...paid, reason })).http).toBe(201);
    }
    const audited = await world.infra.outboxEvents(commerceAudited, tenantId);
    expect(audited.map(({ data }) => data.action)).toEqual(
      ['created', 'paid', 'refunded', 'credited'].map((verb) => `customer_invoice.${verb}`),
    );
  });

  it('goes back under a reference that no credit note by hand can take', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId, { status: 'sent' });
    await post(tenantId, id, 'payments', { amountMinor: 1_000, reference: 'a' });
    const back = { amountMinor: 100, reference: 'x', reason: 'One came back' };
    const byHand = await post(tenantId, id, 'credit-notes', { ...back, reference: 'refund:x' });
    expect(byHand).toMatchObject({ http: 400, errors: [{ field: 'reference' }] });
    expect(await post(tenantId, id, 'refunds', back)).toMatchObject({ http: 201, creditedMinor: 100 });
  });

  it('stands on the statement of the customer, each currency for itself', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '51987111000');
    const first = await make(tenantId, { status: 'sent' });
    await post(tenantId, first.id, 'payments', { amountMinor: 946, reference: 'a' });
    const other = await make(tenantId, { status: 'sent', currency: 'JPY', phone: undefined, contactId });
    await post(tenantId, other.id, 'credit-notes', { amountMinor: 46, reference: 'a', reason: 'b' });
    const voided = await make(tenantId, { status: 'sent' });
    await call('PUT', `/invoices/${voided.id}`, tenantId, { status: 'void' });
    await make(tenantId);
    const { balances, entries } = await call('GET', `/invoices/statement?contactId=${contactId}`, tenantId);
    expect(balances).toEqual([
      { currency: 'JPY', amountMinor: 3_900 },
      { currency: 'PEN', amountMinor: 3_000 },
    ]);
    expect(entries.map(({ kind }: Json) => kind).sort()).toEqual(['credit_note', 'invoice', 'invoice', 'invoice', 'payment', 'void']);
    expect((await call('GET', `/invoices/statement?contactId=${v7()}`, tenantId)).http).toBe(404);
  });
});

it('is overdue when the day is over where the company is', async () => {
  const tenantId = v7();
  // The day ends there ten hours after it ends in UTC.
  await company(tenantId, 'Pacific/Honolulu');
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const today = Math.floor(world.now().getTime() / DAY_MS) * DAY_MS;
  const { id } = await make(tenantId, { status: 'sent', dueDate: day(today + DAY_MS) });
  const clock = world.now;
  try {
    world.now = () => new Date(today + 2 * DAY_MS + 9 * 3_600_000);
    expect((await get(tenantId, id)).status).toBe('sent');
    expect((await call('GET', '/invoices?status=overdue', tenantId)).items).toEqual([]);
    world.now = () => new Date(today + 2 * DAY_MS + 10 * 3_600_000);
    expect((await get(tenantId, id)).status).toBe('overdue');
    expect((await call('GET', '/invoices?status=overdue', tenantId)).items).toMatchObject([{ id, status: 'overdue' }]);
    expect((await call('GET', '/invoices?status=sent', tenantId)).items).toEqual([]);
  } finally {
    world.now = clock;
  }
});

it('are listed by status and contact, page by page', async () => {
  const tenantId = v7();
  const contactId = await world.contact(tenantId, '51987111000');
  const soon = (days: number): string => new Date(world.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const ids: Record<string, string> = {};
  for (const [name, over] of [
    ['late', { status: 'sent', dueDate: soon(-30) }],
    ['second', { status: 'sent', dueDate: soon(9) }],
    ['first', { status: 'sent', dueDate: soon(5) }],
    ['third', { status: 'sent', dueDate: soon(20) }],
    ['draft', { phone: '+51987111001' }],
  ] as const)
    ids[name] = (await make(tenantId, over)).id;
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  const listed = async (query: string): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Json = await call('GET', `/invoices?limit=2${query}${cursor && `&cursor=${cursor}`}`, tenantId);
      found.push(...page.items.map(({ id }: Json) => names.get(id)!));
      cursor = page.nextCursor;
    }
    return found;
  };
  expect(await listed('')).toEqual(['draft', 'third', 'first', 'second', 'late']);
  expect(await listed('&status=sent')).toEqual(['first', 'second', 'third']);
  expect(await listed('&status=overdue')).toEqual(['late']);
  expect(await listed('&status=draft')).toEqual(['draft']);
  expect(await listed(`&contactId=${contactId}`)).toEqual(['third', 'first', 'second', 'late']);
  expect(await listed(`&contactId=${contactId}&status=overdue`)).toEqual(['late']);
  expect((await call('GET', '/invoices?cursor=x', tenantId)).code).toBe('invalid_cursor');
});

it('say of the company what it has set, from the next one that is sent', async () => {
  const tenantId = v7();
  const set = await call('PUT', '/commerce/invoice-settings', tenantId, { name: 'Rosa SAC', series: 'F001', dueDays: 0, color: '#0b7a5c' });
  expect(set).toMatchObject({ http: 200, name: 'Rosa SAC', series: 'F001', creditSeries: 'CN' });
  expect(await call('GET', '/commerce/invoice-settings', tenantId)).toEqual(set);
  expect((await make(tenantId, { status: 'sent' })).invoiceNumber).toMatch(/^F001-\d{4}-000001$/);
  expect(await call('PUT', '/commerce/invoice-settings', tenantId, { creditSeries: 'F001' })).toMatchObject({ http: 400 });
});

it('of a customer who is forgotten name nobody, and stay in the books', async () => {
  const tenantId = v7();
  const { id } = await make(tenantId, { status: 'sent', customer: { name: 'Rosa Quispe', address: 'Av. Larco' } });
  await world.infra.publish(contactErasureRequested, tenantId, {
    erasureId: v7(),
    phones: ['51987111000'],
    userIds: [],
    conversationIds: [],
    contactIds: [],
  });
  await eventually(
    async () =>
      expect((await world.infra.outboxEvents(commerceErased, tenantId)).map(({ data }) => data.counts)).toMatchObject([{ invoices: 1 }]),
    { timeoutMs: 20_000 },
  );
  const kept = await get(tenantId, id);
  expect(kept).toMatchObject({ status: 'sent', totalMinor: TOTAL, phone: null, customer: { name: '', address: '' } });
  expect(JSON.stringify(kept)).not.toMatch(/Rosa|Larco|51987/);
});
