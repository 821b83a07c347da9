import { v7 } from 'uuid';
import { commerceAudited, contactErasureRequested, orderChanged, orderMessageRequested, requestedMessageChanged } from '#contracts';
import { eventually, seeded } from '#testing';
import { shaken, shopifyLife, signedWoo, wooLife, wooOrder } from './shop-lives.js';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const outlet = (tenantId: string): Promise<string> => world.outlet(tenantId);
const make = async (tenantId: string, over: Json = {}): Promise<Json> =>
  (
    await world.call('POST', '/orders', tenantId, {
      orderNumber: '1042',
      phone: '+51 987 111 000',
      currency: 'PEN',
      language: 'es',
      items: [{ name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }],
      ...over,
    })
  ).body;
const get = async (tenantId: string, id: string): Promise<Json> => (await world.call('GET', `/orders/${id}`, tenantId)).body;
const put = (tenantId: string, id: string, body: Json) => world.call('PUT', `/orders/${id}`, tenantId, body);
const asked = async (tenantId: string) => (await world.infra.outboxEvents(orderMessageRequested, tenantId)).map(({ data }) => data);

describe('a customer', () => {
  it('is told of a move in their language, once however often it comes, and what became of it stands with the order', async () => {
    const tenantId = v7();
    const outletId = await outlet(tenantId);
    const { id } = await make(tenantId, { status: 'paid' });
    for (let n = 0; n < 2; n++) await put(tenantId, id, { status: 'shipped', trackingUrl: 'https://t.example.com/1' });
    await put(tenantId, id, { status: 'returned' });
    const [message, ...others] = await asked(tenantId);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      outletId,
      to: '51987111000',
      class: 'reminder',
      purpose: 'utility',
      reference: `order:${id}`,
      message: { type: 'text', text: 'Su pedido 1042 está en camino.\nhttps://t.example.com/1' },
    });
    expect((await get(tenantId, id)).messages).toMatchObject([{ id: message!.messageId, type: 'shipped', status: 'requested' }]);
    const change = { requester: 'commerce' as const, reference: `order:${id}`, messageId: message!.messageId, outletId, errors: [] };
    const refusal = { code: 'window_closed', detail: 'The 24-hour service window is closed; send a template.' };
    await world.infra.publish(requestedMessageChanged, tenantId, { ...change, status: 'refused', refusal, at: new Date().toISOString() });
    await eventually(
      async () =>
        expect((await get(tenantId, id)).messages).toMatchObject([{ status: 'refused', code: 'window_closed', detail: refusal.detail }]),
      { timeoutMs: 20_000 },
    );
    const identity = { phones: ['51987111000'], userIds: [], conversationIds: [] };
    await world.infra.publish(contactErasureRequested, tenantId, { erasureId: v7(), ...identity });
    await eventually(async () => expect(await asked(tenantId)).toEqual([]), { timeoutMs: 20_000 });
  });

  it('is told what the company has set: by a template, by words of its own, or nothing', async () => {
    const tenantId = v7();
    await outlet(tenantId);
    const chosen = await outlet(tenantId);
    const template = { name: 'order_shipped', language: 'es', parameters: ['{{ order.number }}', '{{ order.total }}'] };
    const set = await world.call('PUT', '/commerce/message-settings', tenantId, {
      outletId: chosen,
      types: [
        { type: 'shipped', enabled: true, template },
        { type: 'paid', enabled: true, text: 'Pago de {{ order.total }} recibido' },
        { type: 'delivered', enabled: false },
      ],
    });
    expect(set).toMatchObject({ status: 200, body: { outletId: chosen } });
    expect((await world.call('GET', '/commerce/message-settings', tenantId)).body).toEqual(set.body);
    const { id } = await make(tenantId, { status: 'paid' });
    for (const status of ['shipped', 'delivered']) await put(tenantId, id, { status });
    expect(await asked(tenantId)).toMatchObject([
      { outletId: chosen, message: { type: 'text', text: expect.stringMatching(/^Pago de 25,00\sPEN recibido$/) } },
      {
        outletId: chosen,
        message: {
          type: 'template',
          template: { name: 'order_shipped', language: 'es', parameters: ['1042', expect.stringContaining('25,00')] },
        },
      },
    ]);
    const wrong = { types: [{ type: 'paid', enabled: true, text: '{{ order.secret }}' }] };
    expect(await world.call('PUT', '/commerce/message-settings', tenantId, wrong)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'types.0.text' }] },
    });
    expect((await world.call('PUT', '/commerce/message-settings', tenantId, { outletId: v7() })).status).toBe(400);
    const preview = (body: Json) => world.call('POST', '/commerce/message-previews', tenantId, { type: 'shipped', ...body });
    expect((await preview({ language: 'es' })).body).toEqual({
      text: 'Su pedido 1042 está en camino.\nhttps://track.example.com/RR123',
      parameters: null,
    });
    expect((await preview({ text: 'Hi {{ customer.name }}, {{ order.total }}' })).body.text).toBe('Hi Rosa Quispe, $25.00');
    expect((await preview({ template })).body).toEqual({ text: null, parameters: ['1042', '$25.00'] });
    expect(await preview({ text: '{{ order.secret }}' })).toMatchObject({ status: 400, body: { errors: [{ field: 'text' }] } });
  });

  it('is told of each move that comes twice, and a text that fails holds no order up', async () => {
    const tenantId = v7();
    await outlet(tenantId);
    const { id } = await make(tenantId);
    await world.call('PUT', '/commerce/message-settings', tenantId, { types: [{ type: 'confirmed', enabled: true }] });
    for (const status of ['confirmed', 'cancelled']) await put(tenantId, id, { status });
    // Back by the word of a shop.
    await world.infra.owner.query(`update commerce.orders set status = 'pending' where id = $1`, [id]);
    await world.infra.owner.query(
      `update commerce.message_settings set types = '{"cancelled": {"enabled": true, "text": "{{ order.secret }}"}, "confirmed": {"enabled": true}}' where tenant_id = $1`,
      [tenantId],
    );
    for (const status of ['confirmed', 'cancelled']) expect((await put(tenantId, id, { status })).body).toMatchObject({ status });
    expect((await get(tenantId, id)).messages).toMatchObject([
      { type: 'confirmed', status: 'requested' },
      { type: 'cancelled', status: 'requested' },
      { type: 'confirmed', status: 'requested' },
      { type: 'cancelled', status: 'skipped', code: 'text_failed' },
    ]);
    expect(await asked(tenantId)).toHaveLength(3);
  });

  it('is told nothing of an order that was placed before its shop was connected, nor do campaigns begin by it', async () => {
    const tenantId = v7();
    await outlet(tenantId);
    const { body } = await world.call('POST', '/commerce/connections', tenantId, { platform: 'woocommerce', name: 'Shop', secret: 's' });
    for (const [number, ms] of [-3_600_000, 60_000].entries()) {
      const at = new Date(world.now().getTime() + ms).toISOString().slice(0, 19);
      const order = wooOrder(number, { status: 'completed', date_created_gmt: at, date_modified_gmt: at });
      const { headers, body: text } = signedWoo('s', 'order.updated', order);
      await fetch(`${world.running.url}/webhooks/woocommerce/${body.id}`, { method: 'POST', body: text, headers });
    }
    await eventually(async () => expect((await world.call('GET', '/orders', tenantId)).body.items).toHaveLength(2), { timeoutMs: 20_000 });
    expect((await asked(tenantId)).map(({ message }) => message)).toMatchObject([{ text: expect.stringContaining('1001') }]);
    const changes = (await world.infra.outboxEvents(orderChanged, tenantId)).map(({ data }) => [data.orderNumber, data.milestones]);
    expect(Object.fromEntries(changes)).toEqual({ 1000: [], 1001: ['created', 'paid'] });
  });

  it('is told by hand as often as a person asks for it; where nobody can be told, that is said', async () => {
    const tenantId = v7();
    const { id } = await make(tenantId);
    const tell = (headers = {}) => world.call('POST', `/orders/${id}/packing-messages`, tenantId, { messageType: 'packing_list' }, headers);
    expect(await tell()).toMatchObject({ status: 202, body: { status: 'skipped', code: 'no_outlet' } });
    await outlet(tenantId);
    for (const key of ['a', 'b', 'a'])
      expect(await tell({ 'idempotency-key': key })).toMatchObject({ status: 202, body: { status: 'requested' } });
    expect((await asked(tenantId)).map(({ message }) => message)).toEqual(
      Array(2).fill({ type: 'text', text: 'Su pedido 1042:\n2 × Mug' }),
    );
    expect((await get(tenantId, id)).messages.map(({ status }: Json) => status)).toEqual(['skipped', 'requested', 'requested']);
    const audited = await world.infra.outboxEvents(commerceAudited, tenantId);
    expect(audited.filter(({ data }) => data.action === 'order.customer_told')).toHaveLength(3);
    expect((await world.call('POST', `/orders/${id}/packing-messages`, v7(), { messageType: 'packing_list' })).status).toBe(404);
  });
});

it('each message of an order of a shop goes out once, in whatever order and however often the shop tells of it', async () => {
  const tenantId = v7();
  await outlet(tenantId);
  // The shops are connected before the orders are placed.
  world.forward(Date.UTC(2026, 10, 20, 8) - world.now().getTime());
  const connect = async (platform: string): Promise<string> =>
    (await world.call('POST', '/commerce/connections', tenantId, { platform, name: platform, secret: 's' })).body.id;
  const [woo, shopify] = [await connect('woocommerce'), await connect('shopify')];
  for (let run = 0; run < 30; run++) {
    const random = seeded(run);
    const lives = [
      ...shaken(wooLife('s', run + 1, (['shipped', 'refunded', 'cancelled'] as const)[run % 3]!).deliveries, random).map((one) => ({
        path: `woocommerce/${woo}`,
        ...one,
      })),
      ...shaken(shopifyLife('s', run + 1, (['delivered', 'refunded', 'cancelled'] as const)[run % 3]!).deliveries, random).map((one) => ({
        path: `shopify/${shopify}`,
        ...one,
      })),
    ];
    await Promise.all(
      lives.map(({ path, body, headers }) => fetch(`${world.running.url}/webhooks/${path}`, { method: 'POST', body, headers })),
    );
  }
  await eventually(
    async () =>
      expect(
        await world.infra.rows('select id from commerce.connection_events where tenant_id = $1 and due_at is not null limit 1', [tenantId]),
      ).toEqual([]),
    { timeoutMs: 60_000 },
  );
  const rows = await world.infra.rows<{ reference: string; type: string }>(
    `select 'order:' || order_id as reference, type from commerce.order_messages where tenant_id = $1`,
    [tenantId],
  );
  expect(new Set(rows.map(({ reference, type }) => `${reference} ${type}`)).size).toBe(rows.length);
  const messages = await asked(tenantId);
  expect(messages).toHaveLength(rows.length);
  expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(rows.length);
  // Each order told of its end.
  const untold = await world.infra.rows(
    `select o.id from commerce.orders o where o.tenant_id = $1 and not exists
       (select from commerce.order_messages m where m.tenant_id = $1 and m.order_id = o.id and m.type = o.status)`,
    [tenantId],
  );
  expect(untold).toEqual([]);
});
