import { createHmac } from 'node:crypto';
import { v7 } from 'uuid';
import { contactErasureRequested } from '#contracts';
import { eventually, seeded } from '#testing';
import { ForgetEventsHandler } from '../src/handlers/connections/forget-events.handler.js';
import { shaken, shopifyLife, signedShopify, signedWoo, wooLife, wooOrder } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
let shops: Shops;
beforeAll(async () => {
  world = await CommerceWorld.start({ PUBLIC_URL: 'https://chat.example.com' });
  shops = new Shops(world);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

describe('a webhook', () => {
  it('is kept only where its signature fits one of the secrets of this connection', async () => {
    const tenantId = v7();
    const [here, there] = [await shops.connect(tenantId, 'woocommerce'), await shops.connect(tenantId, 'woocommerce', { secret: 'other' })];
    const good = signedWoo(SECRET, 'order.created', wooOrder(1));
    const refused = { status: 401, code: 'invalid_signature' };
    expect(await shops.send(there, good)).toEqual(refused);
    expect(await shops.send(here, { ...good, body: `${good.body} ` })).toEqual(refused);
    expect(await shops.send(here, { ...good, headers: { ...good.headers, 'x-wc-webhook-signature': '' } })).toEqual(refused);
    expect(await shops.send(here, { body: good.body, headers: {} })).toEqual(refused);
    expect((await shops.send({ platform: 'woocommerce', id: v7() }, good)).status).toBe(404);
    expect((await shops.send({ platform: 'shopify', id: here.id }, good)).status).toBe(404);
    expect((await shops.send({ platform: 'woocommerce', id: 'x' }, good)).status).toBe(404);
    expect(await shops.events(tenantId, here.id)).toEqual([]);
    expect(await shops.send(here, good)).toEqual({ status: 200, code: undefined });
    await world.call('PUT', `/commerce/connections/${here.id}`, tenantId, { secrets: ['new', SECRET] });
    expect((await shops.send(here, signedWoo('new', 'order.updated', wooOrder(1)))).status).toBe(200);
    expect((await shops.send(here, signedWoo(SECRET, 'order.updated', wooOrder(2)))).status).toBe(200);
    await world.call('PUT', `/commerce/connections/${here.id}`, tenantId, { secrets: ['new'] });
    expect(await shops.send(here, signedWoo(SECRET, 'order.updated', wooOrder(3)))).toEqual(refused);
    await world.call('PUT', `/commerce/connections/${here.id}`, tenantId, { enabled: false });
    expect((await shops.send(here, signedWoo('new', 'order.updated', wooOrder(3)))).status).toBe(404);
    expect(await shops.events(tenantId, there.id)).toEqual([]);
  });

  it('that is WooCommerce’s ping is answered with 200, and nothing comes of it', async () => {
    const tenantId = v7();
    const connection = await shops.connect(tenantId, 'woocommerce');
    expect(
      (await shops.send(connection, { body: 'webhook_id=12', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status,
    ).toBe(200);
    expect((await shops.send(connection, { body: 'webhook_id=12&x=1', headers: {} })).status).toBe(401);
    expect(await shops.events(tenantId, connection.id)).toEqual([]);
    expect(await shops.orders(tenantId)).toEqual([]);
  });

  it('that is too large, too deep or no object is refused by name', async () => {
    const tenantId = v7();
    const connection = await shops.connect(tenantId, 'generic', { mapping: { id: 'id', currency: 'c', total: 't' } });
    const signed = (body: string) => ({
      body,
      headers: { 'x-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` },
    });
    expect(await shops.send(connection, signed('{'))).toEqual({ status: 400, code: 'invalid_json' });
    expect(await shops.send(connection, signed('[1]'))).toEqual({ status: 400, code: 'invalid_json' });
    expect(await shops.send(connection, signed(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`))).toEqual({
      status: 400,
      code: 'validation_failed',
    });
    const many = `{"id":1,"c":"USD","t":"1","constructor":1,"list":[${'{},'.repeat(60_000)}{}]}`;
    expect((await shops.send(connection, signed(many))).status).toBe(200);
    const large = `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`;
    expect((await shops.send(connection, signed(large)).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await shops.send(connection, signed(`{"id":1,"c":"USD","t":"1","a":"${'x'.repeat(4 * 1024 * 1024)}"}`))).status).toBe(200);
    expect(await shops.settled(tenantId, connection.id)).toMatchObject(Array(2).fill({ topic: 'order', outcome: 'applied' }));
  });

  it('is one, however often it comes: Shopify’s by either id, WooCommerce’s by its body', async () => {
    const tenantId = v7();
    const shopify = await shops.connect(tenantId, 'shopify');
    const { deliveries } = shopifyLife(SECRET, 1, 'delivered');
    const first = deliveries[0]!;
    const ids = {
      webhook: first.headers['x-shopify-webhook-id']!,
      event: first.headers['x-shopify-event-id']!,
      at: '2026-11-20T14:00:00Z',
    };
    const again = signedShopify(SECRET, 'orders/create', JSON.parse(first.body), { ...ids, webhook: 'of another subscription' });
    for (const one of [first, first, again]) expect((await shops.send(shopify, one)).status).toBe(200);
    expect(await shops.settled(tenantId, shopify.id)).toHaveLength(1);
    const woo = await shops.connect(tenantId, 'woocommerce');
    const [a, b] = [wooOrder(1), wooOrder(2)].map((order) => ({ ...signedWoo(SECRET, 'order.created', order) }));
    for (const one of [a!, b!, a!]) one.headers['x-wc-webhook-delivery-id'] = 'the same in one second';
    for (const one of [a!, b!, a!]) expect((await shops.send(woo, one)).status).toBe(200);
    expect(await shops.settled(tenantId, woo.id)).toHaveLength(2);
    expect(await shops.orders(tenantId)).toHaveLength(3);
    for (let n = 0; n < 2; n++) await shops.send(woo, signedWoo(SECRET, 'order.deleted', { id: 1 }));
    expect(await shops.settled(tenantId, woo.id)).toHaveLength(4);
    const plain = { id: 'id', currency: 'c', total: 't', status: 's' };
    for (const [mapping, expected] of [
      [plain, 3],
      [{ ...plain, changedAt: 'at' }, 2],
    ] as const) {
      const generic = await shops.connect(tenantId, 'generic', { mapping });
      for (const s of ['pending', 'paid', 'pending']) {
        const body = JSON.stringify({ id: expected, c: 'USD', t: '1', s });
        const mac = createHmac('sha256', SECRET).update(body).digest('hex');
        await shops.send(generic, { body, headers: { 'x-signature-256': `sha256=${mac}` } });
      }
      expect(await shops.settled(tenantId, generic.id)).toHaveLength(expected);
    }
  });
});

describe('an order of a shop', () => {
  it('comes with its customer, its items and its sum; what was packed stays packed when it changes', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '51987111000');
    const connection = await shops.connect(tenantId, 'woocommerce');
    await shops.send(connection, signedWoo(SECRET, 'order.updated', wooOrder(5, { status: 'processing' })));
    await shops.settled(tenantId, connection.id);
    const [listed] = await shops.orders(tenantId);
    expect(listed).toMatchObject({
      orderNumber: '1005',
      status: 'paid',
      phone: '51987111000',
      contactId,
      customerName: 'Rosa Quispe',
      totalMinor: 2_750,
      currency: 'USD',
      connectionId: connection.id,
      externalPlatform: 'woocommerce',
      externalId: '5',
    });
    const { body: order } = await world.call('GET', `/orders/${listed!.id}`, tenantId);
    await world.call('PUT', `/orders/${order.id}/items/${order.items[0].id}/pack`, tenantId, { packed: true });
    const items = [...wooOrder(5).line_items, { id: 3, name: 'Card', quantity: 1, total: '0.00' }];
    const changed = wooOrder(5, {
      status: 'processing',
      date_modified_gmt: '2026-11-20T10:00:00',
      currency: 'EUR',
      total: '28.00',
      line_items: items,
    });
    await shops.send(connection, signedWoo(SECRET, 'order.updated', changed));
    await shops.settled(tenantId, connection.id);
    const { body } = await world.call('GET', `/orders/${order.id}`, tenantId);
    expect(body).toMatchObject({ status: 'packing', totalMinor: 2_800, currency: 'EUR' });
    expect(body.items.map(({ name, packed }: Json) => [name, packed])).toEqual([
      ['Mug', true],
      ['Tea', false],
      ['Card', false],
    ]);
    expect(body.history.map(({ to, by }: Json) => [to, by])).toEqual([
      ['paid', 'shop'],
      ['packing', 'user'],
    ]);
  });

  it('waits for its order when a parcel comes first', async () => {
    const tenantId = v7();
    const connection = await shops.connect(tenantId, 'shopify');
    const { deliveries } = shopifyLife(SECRET, 2, 'delivered');
    await shops.send(connection, deliveries.at(-1)!);
    expect(await shops.settled(tenantId, connection.id)).toMatchObject([
      { topic: 'fulfillments/update', outcome: 'waiting', orderId: null },
    ]);
    const health = async () => (await world.call('GET', `/commerce/connections/${connection.id}`, tenantId)).body.health;
    expect(await health()).toMatchObject({ waiting: 0, missing: 1 });
    expect(
      await world.infra.rows('select id from commerce.connection_events where tenant_id = $1 and body is not null', [tenantId]),
    ).toEqual([]);
    expect(await shops.orders(tenantId)).toEqual([]);
    await shops.send(
      connection,
      deliveries.find(({ headers }) => headers['x-shopify-topic'] === 'orders/fulfilled')!,
    );
    await shops.settled(tenantId, connection.id);
    expect(await shops.orders(tenantId)).toMatchObject([
      { status: 'delivered', trackingNumber: 'T1', trackingUrl: 'https://t.example.com/T1' },
    ]);
    expect(await health()).toMatchObject({ missing: 0 });
  });

  it('ends where its shop has it, in 100 orders of delivery with repetitions, omissions and late retries', async () => {
    const tenantId = v7();
    const [woo, shopify] = [await shops.connect(tenantId, 'woocommerce'), await shops.connect(tenantId, 'shopify')];
    const expected = new Map<string, string>();
    for (let run = 0; run < 100; run++) {
      const random = seeded(run);
      const [ofWoo, ofShopify] = [
        wooLife(SECRET, run + 1, (['shipped', 'refunded', 'cancelled'] as const)[run % 3]!),
        shopifyLife(SECRET, run + 1, (['delivered', 'refunded', 'cancelled'] as const)[run % 3]!),
      ];
      expected.set(`${woo.id} ${run + 1}`, ofWoo.status).set(`${shopify.id} ${run + 1}`, ofShopify.status);
      const all = [
        ...shaken(ofWoo.deliveries, random).map((one) => shops.send(woo, one)),
        ...shaken(ofShopify.deliveries, random).map((one) => shops.send(shopify, one)),
      ];
      expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
    }
    await eventually(
      async () =>
        expect(
          await world.infra.rows('select id from commerce.connection_events where tenant_id = $1 and due_at is not null limit 1', [
            tenantId,
          ]),
        ).toEqual([]),
      { timeoutMs: 60_000 },
    );
    const rows = await world.infra.rows<{ key: string; status: string }>(
      `select connection_id || ' ' || external_id as key, status from commerce.orders where tenant_id = $1`,
      [tenantId],
    );
    expect(new Map(rows.map(({ key, status }) => [key, status]))).toEqual(expected);
    // Nothing was moved to where it stood already.
    expect(
      await world.infra.rows('select id from commerce.order_history where tenant_id = $1 and from_status = to_status', [tenantId]),
    ).toEqual([]);
  }, 120_000);

  it('is followed once more by a replay, which undoes nothing', async () => {
    const tenantId = v7();
    const connection = await shops.connect(tenantId, 'woocommerce');
    for (const one of wooLife(SECRET, 1, 'shipped').deliveries) await shops.send(connection, one);
    const all = await shops.settled(tenantId, connection.id);
    const before = await shops.orders(tenantId);
    const replayed = await world.call('POST', `/commerce/connections/${connection.id}/events/${all.at(-1)!.id}/replay`, tenantId);
    expect(replayed).toMatchObject({ status: 202, body: { outcome: 'pending' } });
    await eventually(async () => expect((await shops.events(tenantId, connection.id)).at(-1)).toMatchObject({ outcome: 'older' }), {
      timeoutMs: 20_000,
    });
    expect((await shops.orders(tenantId)).map(({ status }) => status)).toEqual(before.map(({ status }) => status));
  });

  it('loses its customer when the shop or the customer asks for it, and gets nothing of them back', async () => {
    const tenantId = v7();
    const shopify = await shops.connect(tenantId, 'shopify');
    const { deliveries } = shopifyLife(SECRET, 3, 'delivered');
    for (const one of deliveries) await shops.send(shopify, one);
    await shops.settled(tenantId, shopify.id);
    const ids = (name: string) => ({ webhook: name, event: name, at: new Date().toISOString() });
    await shops.send(shopify, signedShopify(SECRET, 'customers/redact', { orders_to_redact: [3] }, ids('redact')));
    await shops.settled(tenantId, shopify.id);
    const later = JSON.parse(deliveries[3]!.body) as Json;
    await shops.send(
      shopify,
      signedShopify(SECRET, 'orders/updated', { ...JSON.parse(deliveries[0]!.body), updated_at: new Date().toISOString() }, ids('late')),
    );
    await shops.settled(tenantId, shopify.id);
    expect(await shops.orders(tenantId)).toMatchObject([{ phone: null, customerName: null, trackingNumber: null }]);
    expect(later.tracking_number).toBe('T1');
    const kept = await world.infra.rows<{ facts: string }>(
      `select facts::text from commerce.shop_orders where tenant_id = $1
       union all select convert_from(body, 'utf8') from commerce.connection_events where tenant_id = $1 and body is not null`,
      [tenantId],
    );
    expect(kept).toEqual([{ facts: expect.not.stringContaining('T1') }]);
    const generic = await shops.connect(tenantId, 'generic', { mapping: { id: 'id', currency: 'c', total: 't' } });
    const unread = JSON.stringify({ customer: 'Rosa' });
    const mac = createHmac('sha256', SECRET).update(unread).digest('hex');
    await shops.send(generic, { body: unread, headers: { 'x-signature-256': `sha256=${mac}` } });
    expect(await shops.settled(tenantId, generic.id)).toMatchObject([{ outcome: 'ignored' }]);
    const woo = await shops.connect(tenantId, 'woocommerce');
    await shops.send(woo, signedWoo(SECRET, 'order.created', wooOrder(1)));
    await shops.settled(tenantId, woo.id);
    await world.infra.publish(contactErasureRequested, tenantId, {
      erasureId: v7(),
      phones: ['51987111000'],
      userIds: [],
      conversationIds: [],
    });
    await eventually(
      async () =>
        expect(
          await world.infra.rows(
            `select id from commerce.connection_events where tenant_id = $1 and convert_from(body, 'utf8') like '%Rosa%'`,
            [tenantId],
          ),
        ).toEqual([]),
      { timeoutMs: 20_000 },
    );
    expect(JSON.stringify(await shops.orders(tenantId))).not.toMatch(/Rosa|51987/);
  });

  it('says when the shop has taken the app out', async () => {
    const tenantId = v7();
    const shopify = await shops.connect(tenantId, 'shopify');
    await shops.send(shopify, signedShopify(SECRET, 'app/uninstalled', {}, { webhook: 'u', event: 'u', at: new Date().toISOString() }));
    await shops.settled(tenantId, shopify.id);
    const { body } = await world.call('GET', `/commerce/connections/${shopify.id}`, tenantId);
    expect(body).toMatchObject({ uninstalledAt: expect.any(String), health: { lastOutcome: 'applied', lastFailedAt: null } });
  });

  it('is kept for 30 days as it was told: the keys by which it is known go too', async () => {
    const tenantId = v7();
    const woo = await shops.connect(tenantId, 'woocommerce');
    await shops.send(woo, signedWoo(SECRET, 'order.created', wooOrder(1)));
    await shops.settled(tenantId, woo.id);
    await world.infra.owner.query(`update commerce.connection_event_keys set at = now() - interval '31 days' where connection_id = $1`, [
      woo.id,
    ]);
    await world.running.app.get(ForgetEventsHandler, { strict: false }).execute();
    expect(await world.infra.rows('select key from commerce.connection_event_keys where connection_id = $1', [woo.id])).toEqual([]);
    expect(await shops.events(tenantId, woo.id)).toHaveLength(1);
  });
});
