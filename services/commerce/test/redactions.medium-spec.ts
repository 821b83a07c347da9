import { v7 } from 'uuid';
import { orderChanged, orderMessageRequested } from '#contracts';
import { shopifyLife, signedShopify } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
let shops: Shops;
beforeAll(async () => {
  world = await CommerceWorld.start();
  shops = new Shops(world);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const CUSTOMER = { id: 5, email: 'kerry@example.com', phone: '+1 650 555 1234' };
const ids = (name: string) => ({ webhook: name, event: name, at: new Date().toISOString() });
const redact = (shop: Json, orders: number[], name = 'redact') =>
  shops.send(shop, signedShopify(SECRET, 'customers/redact', { customer: CUSTOMER, orders_to_redact: orders }, ids(name)));
/** All that is kept of orders, checkouts and webhooks, but for who asked to forget. */
const kept = async (tenantId: string): Promise<string> => {
  const rows = await world.infra.rows<{ kept: string }>(
    `select o::text as kept from commerce.orders o where tenant_id = $1
     union all select s::text from commerce.shop_orders s where tenant_id = $1
     union all select k::text from commerce.shop_checkouts k where tenant_id = $1
     union all select convert_from(body, 'utf8') from commerce.connection_events where tenant_id = $1 and body is not null`,
    [tenantId],
  );
  return rows.map((row) => row.kept).join('\n');
};

describe('a customer whom a shop asks to forget', () => {
  it('is in no order that comes after the wish, however often both are told, and nobody is written to', async () => {
    const tenantId = v7();
    const shop = await shops.connect(tenantId, 'shopify');
    const { deliveries } = shopifyLife(SECRET, 7, 'delivered');
    for (const name of ['first', 'second']) await redact(shop, [7], name);
    await shops.settled(tenantId, shop.id);
    for (const one of [...deliveries, ...deliveries]) await shops.send(shop, one);
    await redact(shop, [7], 'third');
    await shops.settled(tenantId, shop.id);
    const [order] = await shops.orders(tenantId);
    expect(order).toMatchObject({ status: 'delivered', phone: null, customerName: null, trackingNumber: null });
    expect(order!.items).not.toEqual([]);
    expect(await kept(tenantId)).not.toMatch(/Kerry|16505551234|650 555|T1/);
    expect(await world.infra.outboxEvents(orderMessageRequested, tenantId)).toEqual([]);
    const told = (await world.infra.outboxEvents(orderChanged, tenantId)).map(({ data }) => data);
    expect(told.filter(({ contactId }) => contactId !== undefined)).toEqual([]);
  }, 60_000);

  it('is taken out of all their orders, more than a page of them', async () => {
    const tenantId = v7();
    const shop = await shops.connect(tenantId, 'shopify');
    const { deliveries } = shopifyLife(SECRET, 2_500, 'delivered');
    for (const one of deliveries) await shops.send(shop, one);
    await shops.settled(tenantId, shop.id);
    await world.infra.rows(
      `insert into commerce.shop_checkouts (tenant_id, id, connection_id, token, version, state, phone, started_at, updated_at)
       values ($1, $2, $3, 'left', '', 'told', '16505551234', now(), now())`,
      [tenantId, v7(), shop.id],
    );
    expect(await kept(tenantId)).toMatch(/Kerry/);
    await redact(
      shop,
      Array.from({ length: 2_500 }, (_, n) => n + 1),
    );
    await shops.settled(tenantId, shop.id);
    expect(await shops.orders(tenantId)).toMatchObject([{ phone: null, customerName: null }]);
    expect(await kept(tenantId)).not.toMatch(/Kerry|16505551234/);
  }, 60_000);
});
