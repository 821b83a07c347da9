import { v7 } from 'uuid';
import { commerceAudited, commerceErased, contactErasureRequested, messageReceived, orderChanged } from '#contracts';
import { eventually } from '#testing';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const order = (over: Json = {}): Json => ({
  orderNumber: '1042',
  phone: '+51 987 111 000',
  currency: 'PEN',
  items: [
    { sku: 'MUG', name: 'Mug', quantity: 3, unitPriceMinor: 1_250 },
    { name: 'Tea', quantity: 1, unitPriceMinor: 999 },
  ],
  ...over,
});
const make = async (tenantId: string, over: Json = {}): Promise<Json> => {
  const { status, body } = await world.call('POST', '/orders', tenantId, order(over));
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
};

describe('an order', () => {
  it('is made with its items, its sum and the contact of its number', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '51987111000');
    const made = await make(tenantId);
    expect(made).toMatchObject({
      status: 'pending',
      totalMinor: 4_749,
      currency: 'PEN',
      phone: '51987111000',
      contactId,
      items: [
        { sku: 'MUG', quantity: 3, packed: false },
        { sku: null, name: 'Tea', packed: false },
      ],
      history: [{ from: null, to: 'pending', by: 'user' }],
      possible: expect.arrayContaining(['paid', 'cancelled']),
    });
    expect(await make(tenantId, { phone: undefined, contactId })).toMatchObject({ contactId, phone: '51987111000' });
    expect((await world.call('GET', `/orders/${made.id}`, tenantId)).body).toEqual(made);
    const audited = await world.infra.outboxEvents(commerceAudited, tenantId);
    expect(audited.map(({ data }) => data.action)).toEqual(['order.created', 'order.created']);
    expect(JSON.stringify(audited)).not.toContain('51987111000');
  });

  it('is made for somebody who is no contact yet, by a number as people of the country write it', async () => {
    expect(await make(v7(), { phone: '0176 12345678', country: 'DE' })).toMatchObject({ phone: '4917612345678', contactId: null });
  });

  it('is refused with each thing that is wrong', async () => {
    const tenantId = v7();
    const wrong = async (over: Json): Promise<string[]> => {
      const { status, body } = await world.call('POST', '/orders', tenantId, order(over));
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'validation_failed' });
      return body.errors.map(({ field }: { field: string }) => field);
    };
    expect(await wrong({ phone: '12', currency: 'XXQ' })).toEqual(['currency', 'phone']);
    expect(await wrong({ phone: undefined })).toEqual(['phone']);
    expect(await wrong({ phone: undefined, contactId: v7() })).toEqual(['contactId']);
    expect(await wrong({ items: [{ name: 'Mug', quantity: 0, unitPriceMinor: 1.5 }] })).toEqual(
      expect.arrayContaining(['items.0.quantity', 'items.0.unitPriceMinor']),
    );
    const many = { name: 'Gold', quantity: 1_000_000, unitPriceMinor: 1_000_000_000_000 };
    expect(await wrong({ items: [many] })).toEqual(['items']);
    expect((await world.call('GET', '/orders', tenantId)).body.items).toEqual([]);
  });

  it('is one, however often it is sent under one key or one id of a platform', async () => {
    const tenantId = v7();
    const key = { 'idempotency-key': 'a' };
    const made = await Promise.all([1, 2, 3].map(() => world.call('POST', '/orders', tenantId, order(), key)));
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    expect((await world.call('POST', '/orders', tenantId, order({ orderNumber: 'other' }), key)).body.code).toBe('idempotency_key_reused');
    const external = { externalId: '77', externalPlatform: 'magento' };
    const same = await Promise.all([1, 2, 3].map(() => make(tenantId, external)));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    expect((await make(tenantId, { ...external, externalPlatform: 'prestashop' })).id).not.toBe(same[0]!.id);
    expect((await make(v7(), external)).id).not.toBe(same[0]!.id);
    for (let n = 0; n < 2; n++)
      expect(await world.call('POST', '/orders', tenantId, order(external), { 'idempotency-key': 'b' })).toMatchObject({
        status: 201,
        body: { id: same[0]!.id },
      });
    expect((await world.call('GET', '/orders', tenantId)).body.items).toHaveLength(3);
  });

  it('moves along, says who moved it when and why, and refuses what is not possible', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId);
    const put = (body: Json) => world.call('PUT', `/orders/${id}`, tenantId, body);
    expect((await put({ status: 'paid', reason: 'by bank' })).body).toMatchObject({ status: 'paid' });
    const shipped = { status: 'shipped', trackingNumber: 'RR1', trackingUrl: 'https://track.example.com/RR1' };
    expect((await put(shipped)).body).toMatchObject(shipped);
    expect((await put(shipped)).body.history).toHaveLength(3);
    const refused = await put({ status: 'pending' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'order_move_refused', possible: ['delivered', 'returned', 'refunded'] } });
    expect((await put({ trackingUrl: 'javascript:alert(1)' })).status).toBe(400);
    expect((await put({ trackingNumber: null })).body).toMatchObject({ status: 'shipped', trackingNumber: null });
    const { body } = await world.call('GET', `/orders/${id}`, tenantId);
    expect(body.history).toMatchObject([
      { to: 'pending' },
      { from: 'pending', to: 'paid', by: 'user', byId: expect.any(String), reason: 'by bank', at: expect.any(String) },
      { from: 'paid', to: 'shipped' },
    ]);
  });

  it('is packed item by item; the first one begins the packing, and what has left is not packed', async () => {
    const tenantId = v7();
    const { id, items } = await make(tenantId, { status: 'paid' });
    const pack = (item: Json, packed: boolean) => world.call('PUT', `/orders/${id}/items/${item.id}/pack`, tenantId, { packed });
    expect((await pack(items[0], true)).body).toMatchObject({ status: 'packing', items: [{ packed: true }, { packed: false }] });
    expect((await pack(items[0], false)).body).toMatchObject({ status: 'packing', items: [{ packed: false }, { packed: false }] });
    await world.call('PUT', `/orders/${id}`, tenantId, { status: 'shipped' });
    expect(await pack(items[0], true)).toMatchObject({ status: 409, body: { code: 'order_not_packable', status: 409 } });
    const other = await make(tenantId);
    expect((await world.call('PUT', `/orders/${other.id}/items/${items[0].id}/pack`, tenantId, { packed: true })).status).toBe(404);
  });

  it('is nobody else’s', async () => {
    const { id, items } = await make(v7());
    const stranger = v7();
    for (const [method, path, body] of [
      ['GET', `/orders/${id}`, undefined],
      ['PUT', `/orders/${id}`, { status: 'paid' }],
      ['PUT', `/orders/${id}/items/${items[0].id}/pack`, { packed: true }],
    ] as const)
      expect((await world.call(method, path, stranger, body)).status).toBe(404);
  });
});

describe('the list of orders', () => {
  it('is filtered by status, contact and number, and read page by page', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '16505551234');
    for (const number of ['A-1', 'A-10', 'A-2', 'B-1'])
      await make(tenantId, { orderNumber: number, status: number === 'A-2' ? 'paid' : undefined });
    const ofContact = await make(tenantId, { orderNumber: 'A-11', phone: undefined, contactId });
    // Before they were a contact, under their number.
    await world.infra.owner.query(`update commerce.orders set contact_id = null where id = $1`, [ofContact.id]);
    const also = await make(tenantId, { orderNumber: 'A-12', phone: undefined, contactId });
    const numbers = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await world.call('GET', `/orders?limit=2${query}${cursor && `&cursor=${cursor}`}`, tenantId);
        found.push(...body.items.map((item: Json) => item.orderNumber));
        cursor = body.nextCursor;
      }
      return found;
    };
    expect(await numbers('')).toEqual(['A-12', 'A-11', 'B-1', 'A-2', 'A-10', 'A-1']);
    expect(await numbers('&number=A-1')).toEqual(['A-1', 'A-10', 'A-11', 'A-12']);
    expect(await numbers('&number=%25')).toEqual([]);
    expect(await numbers('&status=paid')).toEqual(['A-2']);
    expect(await numbers('&status=pending&number=A-1')).toEqual(['A-1', 'A-10', 'A-11', 'A-12']);
    expect(await numbers(`&contactId=${contactId}`)).toEqual([also.orderNumber, ofContact.orderNumber]);
    expect(await numbers(`&contactId=${contactId}&status=paid`)).toEqual([]);
    for (const number of ['C-1', 'C-2', 'C-3']) await make(tenantId, { orderNumber: number, phone: undefined, contactId });
    expect(await numbers(`&contactId=${contactId}&number=A-1`)).toEqual(['A-12', 'A-11']);
    expect((await world.call('GET', '/orders?cursor=x', tenantId)).body.code).toBe('invalid_cursor');
  });
});

it('of a customer who is forgotten names nobody, and stays in the books', async () => {
  const tenantId = v7();
  const contactId = await world.contact(tenantId, '51987111000');
  const theirs = await make(tenantId, { customerName: 'Rosa Quispe', address: 'Av. Larco 345' });
  await world.call('PUT', `/orders/${theirs.id}`, tenantId, { status: 'paid', reason: 'Rosa came by', trackingNumber: 'RR1' });
  const other = await make(tenantId, { phone: '+51 987 111 001', customerName: 'Ana' });
  await world.infra.publish(contactErasureRequested, tenantId, {
    erasureId: v7(),
    phones: ['51987111000'],
    userIds: [],
    conversationIds: [],
    contactIds: [contactId],
  });
  await eventually(
    async () =>
      expect((await world.infra.outboxEvents(commerceErased, tenantId)).map(({ data }) => data.counts)).toEqual([
        { orders: 1, invoices: 0, checkouts: 0, webhooks: 0, events: 0 },
      ]),
    { timeoutMs: 20_000 },
  );
  const { body } = await world.call('GET', `/orders/${theirs.id}`, tenantId);
  expect(body).toMatchObject({ status: 'paid', totalMinor: 4_749, contactId: null, phone: null, customerName: null, address: null });
  expect(JSON.stringify(body)).not.toMatch(/Rosa|Larco|RR1|51987/);
  expect(JSON.stringify(await world.infra.outboxEvents(commerceAudited, tenantId))).not.toMatch(/RR1/);
  expect((await world.call('GET', `/orders/${other.id}`, tenantId)).body.customerName).toBe('Ana');
});

describe('an order that is made and moves', () => {
  it('is announced each time, without what names its customer', async () => {
    const tenantId = v7();
    const made = (await world.call('POST', '/orders', tenantId, order({ status: 'paid' }))).body;
    for (let n = 0; n < 2; n++) await world.call('PUT', `/orders/${made.id}`, tenantId, { status: 'shipped' });
    const told = (await world.infra.outboxEvents(orderChanged, tenantId)).map(({ data }) => data);
    expect(told).toMatchObject([
      { orderId: made.id, status: 'paid', by: 'user', milestones: ['created', 'paid'] },
      { orderId: made.id, status: 'shipped', previousStatus: 'paid', by: 'user', milestones: [] },
    ]);
    expect(told[0]).not.toHaveProperty('previousStatus');
    expect(JSON.stringify(told)).not.toContain('51987111000');
  });
});

describe('a cart of the catalogue', () => {
  const raw = {
    type: 'order',
    order: {
      catalog_id: '194836987003835',
      text: '',
      product_items: [
        { product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'USD' },
        { product_retailer_id: 'nqryix03ez', quantity: 1, item_price: 25, currency: 'USD' },
      ],
    },
  };
  const message = (wamid: string, over: Json = {}) => ({
    outletId: v7(),
    phoneNumberId: '1',
    message: { wamid, type: 'order', timestamp: new Date().toISOString(), from: { phone: '16505551234', name: 'Kerry' }, raw, ...over },
  });
  const listed = async (tenantId: string): Promise<Json[]> => (await world.call('GET', '/orders', tenantId)).body.items;

  it('becomes an order of its customer, once', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '16505551234');
    // The same message by two events, one that is no cart, and one that cannot be counted.
    await world.infra.publish(messageReceived, tenantId, message('wamid.a', { type: 'text', raw: {} }));
    await world.infra.publish(messageReceived, tenantId, message('wamid.b', { raw: { order: { product_items: [{}] } } }));
    for (const wamid of ['wamid.1', 'wamid.1', 'wamid.2']) await world.infra.publish(messageReceived, tenantId, message(wamid));
    const [first] = await eventually(
      async () => {
        const items = await listed(tenantId);
        expect(items.map(({ externalId }) => externalId).sort()).toEqual(['wamid.1', 'wamid.2']);
        return items;
      },
      { timeoutMs: 20_000 },
    );
    const { body } = await world.call('GET', `/orders/${first!.id}`, tenantId);
    expect(body).toMatchObject({
      status: 'pending',
      contactId,
      phone: '16505551234',
      customerName: 'Kerry',
      currency: 'USD',
      totalMinor: 8_500,
      externalPlatform: 'whatsapp',
      items: [
        { sku: 'di9ozbzfi4', quantity: 2, unitPriceMinor: 3_000 },
        { sku: 'nqryix03ez', quantity: 1, unitPriceMinor: 2_500 },
      ],
      history: [{ to: 'pending', by: 'customer' }],
    });
  }, 60_000);

  it('of somebody without a number is theirs, also where their contact comes after it', async () => {
    const tenantId = v7();
    await world.infra.publish(messageReceived, tenantId, message('wamid.3', { from: { userId: 'US.1', name: 'Kerry' } }));
    const contactId = await world.contact(tenantId, null, 'Kerry', 'US.1');
    const isTheirs = async () =>
      expect(await listed(tenantId)).toMatchObject([{ contactId, customerName: 'Kerry', externalId: 'wamid.3' }]);
    await eventually(isTheirs, { timeoutMs: 30_000 });
  }, 60_000);

  it('of somebody without a number is taken without their name where no contact has come in time', async () => {
    const tenantId = v7();
    const clock = world.now;
    world.now = () => new Date(Date.now() + 60_000);
    try {
      await world.infra.publish(messageReceived, tenantId, message('wamid.4', { from: { userId: 'US.2', name: 'Kerry' } }));
      const isTaken = async () =>
        expect(await listed(tenantId)).toMatchObject([{ contactId: null, customerName: null, externalId: 'wamid.4' }]);
      await eventually(isTaken, { timeoutMs: 20_000 });
    } finally {
      world.now = clock;
    }
  }, 60_000);
});
