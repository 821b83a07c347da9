import { v7 } from 'uuid';
import { commerceErased, contactErasureRequested, orderMessageRequested } from '#contracts';
import { eventually } from '#testing';
import { shopifyLife, signedShopify } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

const PHONE = '51987111000';
const OTHER_PHONE = '51987111001';
let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const call = async (method: string, path: string, tenantId: string, body?: Json): Promise<Json> => {
  const answer = await world.call(method, path, tenantId, body);
  return { ...answer.body, http: answer.status };
};
const lines = [{ description: 'Mug', quantity: 1, unitPriceMinor: 1_000 }];
const invoice = async (tenantId: string, over: Json = {}): Promise<Json> => {
  const made = await call('POST', '/invoices', tenantId, { phone: `+${PHONE}`, currency: 'PEN', status: 'sent', lines, ...over });
  expect(made).toMatchObject({ http: 201 });
  return made;
};
const statement = (tenantId: string, contactId: string) => call('GET', `/invoices/statement?contactId=${contactId}`, tenantId);
const owner = (sql: string, values: unknown[]) => world.infra.owner.query(sql, values);

describe('what a customer owes', () => {
  it('counts every invoice, also those for which the statement has no room', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, PHONE);
    const { id } = await invoice(tenantId);
    await owner(
      `insert into commerce.invoices select (jsonb_populate_record(i, jsonb_build_object('id', uuidv7(), 'invoice_number', 'A-' || n))).*
       from commerce.invoices i cross join generate_series(1, 520) n where i.tenant_id = $1 and i.id = $2`,
      [tenantId, id],
    );
    await call('POST', `/invoices/${id}/payments`, tenantId, { amountMinor: 400, reference: 'a' });
    const { balances, entries } = await statement(tenantId, contactId);
    expect(entries).toHaveLength(500);
    expect(balances).toEqual([{ currency: 'PEN', amountMinor: 521 * 1_000 - 400 }]);
  }, 60_000);

  it('is what their own invoices say: of contacts that became this one too, and of nobody who had the number before', async () => {
    const tenantId = v7();
    const before = await world.contact(tenantId, PHONE);
    const merged = await world.contact(tenantId, OTHER_PHONE);
    const ofBefore = await invoice(tenantId);
    const ofMerged = await invoice(tenantId, { phone: `+${OTHER_PHONE}` });
    await owner(`update conversation.contacts set phone = '51987111009' where tenant_id = $1 and id = $2`, [tenantId, before]);
    const now = await world.contact(tenantId, PHONE);
    await owner(`update conversation.contacts set phone = null, merged_into = $3 where tenant_id = $1 and id = $2`, [
      tenantId,
      merged,
      now,
    ]);
    const own = await invoice(tenantId);
    const listed = async (contactId: string) =>
      (await call('GET', `/invoices?contactId=${contactId}`, tenantId)).items.map(({ id }: Json) => id);
    expect(await listed(now)).toEqual([own.id, ofMerged.id]);
    expect((await statement(tenantId, now)).balances).toEqual([{ currency: 'PEN', amountMinor: 2_000 }]);
    expect(await listed(before)).toEqual([ofBefore.id]);
    expect((await statement(tenantId, before)).balances).toEqual([{ currency: 'PEN', amountMinor: 1_000 }]);
    // Whoever has the number now is told nothing of the other one's invoice.
    await world.outlet(tenantId);
    await call('POST', `/invoices/${ofBefore.id}/messages`, tenantId);
    const asked = await world.infra.outboxEvents(orderMessageRequested, tenantId);
    expect(asked.map(({ data }) => data.to)).toEqual(['51987111009']);
  }, 60_000);
});

it('an invoice that is owed again after a refund can be paid whole again', async () => {
  const tenantId = v7();
  const { id } = await invoice(tenantId);
  const pay = () => call('PUT', `/invoices/${id}`, tenantId, { status: 'paid' });
  expect(await pay()).toMatchObject({ status: 'paid', dueMinor: 0 });
  const refund = { amountMinor: 1_000, reference: 'r', reason: 'by mistake', isOwedAgain: true };
  expect(await call('POST', `/invoices/${id}/refunds`, tenantId, refund)).toMatchObject({ status: 'sent', dueMinor: 1_000 });
  const paid = await pay();
  expect(paid).toMatchObject({ http: 200, status: 'paid', dueMinor: 0 });
  expect((await pay()).payments.map(({ kind }: Json) => kind)).toEqual(['payment', 'refund', 'payment']);
}, 60_000);

it('a number of one’s own is taken once, also by two at one time', async () => {
  const tenantId = v7();
  const { id } = await invoice(tenantId);
  const other = await world.infra.owner.connect();
  try {
    await other.query('begin');
    await other.query(`update commerce.invoices set invoice_number = 'A-1' where tenant_id = $1 and id = $2`, [tenantId, id]);
    const made = call('POST', '/invoices', tenantId, { phone: `+${PHONE}`, currency: 'PEN', lines, invoiceNumber: 'A-1' });
    // It waits for the other one, whose number it has not seen.
    await eventually(
      async () =>
        expect(
          await world.infra.rows(
            `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into%invoices%'`,
            [],
          ),
        ).toHaveLength(1),
      { timeoutMs: 20_000 },
    );
    await other.query('commit');
    expect(await made).toMatchObject({ http: 409, code: 'invoice_number_taken' });
  } finally {
    other.release(true);
  }
}, 60_000);

describe('the invoice of an order whose customer is forgotten', () => {
  const NAMES = /Rosa|Larco|Kerry|9871110/;
  const ordered = async (tenantId: string): Promise<Json> => {
    const items = [{ name: 'Mug', quantity: 1, unitPriceMinor: 1_000 }];
    const body = { orderNumber: '1', phone: `+${PHONE}`, customerName: 'Rosa', address: 'Av. Larco 1', currency: 'PEN', items };
    return call('POST', '/orders', tenantId, body);
  };
  const kept = async (tenantId: string, id: string): Promise<string> =>
    JSON.stringify([
      await call('GET', `/invoices/${id}`, tenantId),
      (await owner('select message from commerce.invoice_reminders where invoice_id = $1', [id])).rows,
    ]);

  it('names them no more, also where it goes to another number, nor does what a person wrote of it', async () => {
    const tenantId = v7();
    const order = await ordered(tenantId);
    const { id } = await invoice(tenantId, { orderId: order.id, phone: `+${OTHER_PHONE}`, lines: undefined });
    const messageTemplate = 'Rosa, please pay {{ invoice.due }}';
    await call('POST', `/invoices/${id}/reminders`, tenantId, { reminderType: 'overdue', days: 30, messageTemplate });
    expect(await kept(tenantId, id)).toMatch(NAMES);
    await world.infra.publish(contactErasureRequested, tenantId, {
      erasureId: v7(),
      phones: [PHONE],
      userIds: [],
      conversationIds: [],
      contactIds: [],
    });
    await eventually(
      async () =>
        expect((await world.infra.outboxEvents(commerceErased, tenantId)).map(({ data }) => data.counts)).toMatchObject([
          { orders: 1, invoices: 1 },
        ]),
      { timeoutMs: 20_000 },
    );
    expect(await kept(tenantId, id)).not.toMatch(NAMES);
  }, 60_000);

  it('names them no more when it is the shop that says so', async () => {
    const tenantId = v7();
    const shops = new Shops(world);
    const connection = await shops.connect(tenantId, 'shopify');
    for (const one of shopifyLife(SECRET, 1, 'delivered').deliveries) await shops.send(connection, one);
    await shops.settled(tenantId, connection.id);
    const [order] = await shops.orders(tenantId);
    const { id } = await call('POST', '/invoices', tenantId, { orderId: order!.id, status: 'sent' });
    expect(await kept(tenantId, id)).toMatch(NAMES);
    const ids = { webhook: 'redact', event: 'redact', at: new Date().toISOString() };
    await shops.send(connection, signedShopify(SECRET, 'customers/redact', { orders_to_redact: [1] }, ids));
    await shops.settled(tenantId, connection.id);
    expect(await call('GET', `/invoices/${id}`, tenantId)).toMatchObject({ phone: null, customer: { name: '', address: '' } });
  }, 60_000);
});
