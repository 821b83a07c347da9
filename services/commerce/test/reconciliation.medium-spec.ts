import { v7 } from 'uuid';
import { CONFIG } from '#service-kit';
import { eventually, seeded } from '#testing';
import { ShopHttp } from '../src/clients/shops/shop-http.js';
import type { Config } from '../src/config.js';
import { ReconcileHandler } from '../src/handlers/connections/reconcile.handler.js';
import { shaken, shopifyLife, wooLife, wooOrder } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { ShopifyStandIn, shopifyNode, WooStandIn } from './stand-in-shops.js';
import { CommerceWorld, type Json } from './world.js';

const DAY_MS = 24 * 60 * 60_000;
const CREDENTIALS = { woocommerce: { consumerKey: 'ck_1', consumerSecret: 'cs_1' }, shopify: { accessToken: 'shpat_1' } };
let world: CommerceWorld;
let shops: Shops;
let woo: WooStandIn;
let shopify: ShopifyStandIn;
beforeAll(async () => {
  world = await CommerceWorld.start({ PUBLIC_URL: 'https://chat.example.com', SHOPS_ALLOW_PRIVATE: '1', SHOP_TIMEOUT_MS: '10000' });
  shops = new Shops(world);
}, 120_000);
afterAll(() => world?.stop(), 60_000);
beforeEach(async () => {
  [woo, shopify] = [await new WooStandIn().start(), await new ShopifyStandIn().start()];
});
afterEach(async () => {
  expect([...woo.faults, ...shopify.faults]).toEqual([]);
  await Promise.all([woo.stop(), shopify.stop()]);
});

/** As if it had been connected before its orders were placed. Nothing is looked at before it has credentials. */
const connect = async (tenantId: string, platform: 'woocommerce' | 'shopify'): Promise<Json> => {
  const made = await shops.connect(tenantId, platform, { storeUrl: platform === 'shopify' ? shopify.url : woo.url });
  await world.infra.owner.query(`update commerce.connections set created_at = '2026-11-01' where id = $1`, [made.id]);
  return made;
};
const get = async (tenantId: string, { id }: Json): Promise<Json> =>
  (await world.call('GET', `/commerce/connections/${id}`, tenantId)).body;
const untilLookedAt = async (tenantId: string, connection: Json): Promise<Json> => {
  const shown = await eventually(
    async () => {
      await world.running.app.get(ReconcileHandler, { strict: false }).execute();
      const now = await get(tenantId, connection);
      expect(now.reconciliation.at).not.toBeNull();
      return now;
    },
    { timeoutMs: 30_000 },
  );
  await shops.settled(tenantId, connection.id);
  return shown;
};
const allow = async (tenantId: string, connection: Json): Promise<Json> => {
  const credentials = CREDENTIALS[connection.platform as 'shopify'];
  await world.call('PUT', `/commerce/connections/${connection.id}`, tenantId, { credentials });
  return untilLookedAt(tenantId, connection);
};
/** Makes it due, and waits until it was looked at. */
const lookedAt = async (tenantId: string, connection: Json): Promise<Json> => {
  await world.infra.owner.query(`update commerce.connection_polls set due_at = '2026-11-01', polled_at = null where connection_id = $1`, [
    connection.id,
  ]);
  return untilLookedAt(tenantId, connection);
};

describe('reconciliation', () => {
  it('ends a life of which webhooks are missing where the shop has it, and tells nothing twice', async () => {
    const tenantId = v7();
    const [ofWoo, ofShopify] = [await connect(tenantId, 'woocommerce'), await connect(tenantId, 'shopify')];
    const expected = new Map<string, string>();
    const drop = <T>(all: readonly T[], random: () => number): T[] => all.filter(() => random() > 0.6);
    for (let run = 1; run <= 60; run++) {
      const random = seeded(run);
      const [a, b] = [
        wooLife(SECRET, run, (['shipped', 'refunded', 'cancelled'] as const)[run % 3]!),
        shopifyLife(SECRET, run, (['delivered', 'refunded', 'cancelled'] as const)[run % 3]!),
      ];
      expected.set(`${ofWoo.id} ${run}`, a.status).set(`${ofShopify.id} ${run}`, b.status);
      woo.orders.set(run, JSON.parse(a.deliveries.at(-1)!.body) as Json);
      shopify.orders.set(run, shopifyNode(run, b.status as 'delivered'));
      // The last word is lost too.
      for (const one of drop(shaken(a.deliveries, random), random)) await shops.send(ofWoo, one);
      for (const one of drop(shaken(b.deliveries, random), random)) await shops.send(ofShopify, one);
    }
    for (const connection of [ofWoo, ofShopify]) {
      await shops.settled(tenantId, connection.id);
      expect(await allow(tenantId, connection)).toMatchObject({ reconciliation: { problem: null } });
    }
    const rows = await world.infra.rows<{ key: string; status: string }>(
      `select connection_id || ' ' || external_id as key, status from commerce.orders where tenant_id = $1`,
      [tenantId],
    );
    expect(new Map(rows.map(({ key, status }) => [key, status]))).toEqual(expected);
    const count = async () => (await world.infra.rows('select id from commerce.connection_events where tenant_id = $1', [tenantId])).length;
    const before = await count();
    for (const connection of [ofWoo, ofShopify]) await lookedAt(tenantId, connection);
    expect(await count()).toBe(before);
  }, 120_000);

  it('reads on where a second fills a page, and from where it was', async () => {
    const tenantId = v7();
    for (let id = 1; id <= 120; id++) woo.orders.set(id, wooOrder(id, { date_modified_gmt: '2026-11-20T09:00:00' }));
    const connection = await connect(tenantId, 'woocommerce');
    const { reconciliation } = await allow(tenantId, connection);
    expect(reconciliation).toMatchObject({ problem: null, until: '2026-11-20T09:00:00.000Z' });
    const rows = await world.infra.rows('select id from commerce.orders where tenant_id = $1', [tenantId]);
    expect(rows).toHaveLength(120);
    woo.orders.set(200, wooOrder(200, { date_modified_gmt: '2026-11-20T09:00:01' }));
    expect((await lookedAt(tenantId, connection)).reconciliation.until).toBe('2026-11-20T09:00:01.000Z');
    expect(await world.infra.rows('select id from commerce.orders where tenant_id = $1', [tenantId])).toHaveLength(121);
  }, 120_000);

  it('ends with a shop whose answers never get on, and is not led past today by one whose clock is ahead', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId, 'woocommerce');
    for (let id = 1; id <= 50; id++) woo.orders.set(id, wooOrder(id, { date_modified_gmt: '2026-11-20T09:00:00' }));
    woo.isAlwaysFirstPage = true;
    const { reconciliation } = await allow(tenantId, connection);
    expect(reconciliation.until).toBe('2026-11-20T09:00:00.000Z');
    const stuck = await lookedAt(tenantId, connection);
    expect(Date.parse(stuck.reconciliation.nextAt)).toBeGreaterThan(Date.parse(stuck.reconciliation.at) + 60_000);
    woo.isAlwaysFirstPage = false;
    woo.orders.clear();
    woo.orders.set(60, wooOrder(60, { date_modified_gmt: '2099-01-01T00:00:00' }));
    expect((await lookedAt(tenantId, connection)).reconciliation.until).toBe('2026-11-20T09:00:00.000Z');
    woo.orders.set(61, wooOrder(61, { date_modified_gmt: '2026-11-21T09:00:00' }));
    expect((await lookedAt(tenantId, connection)).reconciliation.until).toBe('2026-11-21T09:00:00.000Z');
    const rows = await world.infra.rows<{ externalId: string }>(
      `select external_id as "externalId" from commerce.orders where tenant_id = $1 and external_id in ('60', '61') order by 1`,
      [tenantId],
    );
    expect(rows.map(({ externalId }) => externalId)).toEqual(['60', '61']);
  }, 120_000);

  it('switches webhooks on again that the shop switched off, and makes those that are missing', async () => {
    const tenantId = v7();
    const [ofWoo, ofShopify] = [await connect(tenantId, 'woocommerce'), await connect(tenantId, 'shopify')];
    woo.webhooks = [
      { id: 1, topic: 'order.created', delivery_url: ofWoo.webhookUrl, status: 'disabled' },
      { id: 2, topic: 'order.updated', delivery_url: ofWoo.webhookUrl, status: 'active' },
      { id: 3, topic: 'order.updated', delivery_url: 'https://elsewhere.example.com', status: 'disabled' },
    ];
    shopify.subscriptions = [{ topic: 'ORDERS_CREATE', uri: ofShopify.webhookUrl }];
    await allow(tenantId, ofWoo);
    await allow(tenantId, ofShopify);
    expect(woo.webhooks).toMatchObject([
      { id: 1, status: 'active' },
      { id: 2, status: 'active' },
      { id: 3, status: 'disabled' },
      { topic: 'order.deleted', delivery_url: ofWoo.webhookUrl, secret: SECRET, status: 'active' },
      { topic: 'order.restored', delivery_url: ofWoo.webhookUrl, secret: SECRET, status: 'active' },
    ]);
    expect(shopify.subscriptions.filter(({ uri }) => uri === ofShopify.webhookUrl).map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['ORDERS_CREATE', 'ORDERS_UPDATED', 'FULFILLMENTS_UPDATE', 'REFUNDS_CREATE', 'APP_UNINSTALLED']),
    );
    const made = shopify.subscriptions.length;
    await lookedAt(tenantId, ofShopify);
    expect(shopify.subscriptions).toHaveLength(made);
    woo.isReadOnly = true;
    expect(await lookedAt(tenantId, ofWoo)).toMatchObject({ reconciliation: { problem: 'webhooks_refused' } });
  }, 60_000);

  it('says at the connection what cannot be reached, waits longer each time, and goes on when it can', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId, 'woocommerce');
    const pauseOf = ({ reconciliation }: Json): number => Date.parse(reconciliation.nextAt) - Date.parse(reconciliation.at);
    woo.answers = 503;
    const first = await allow(tenantId, connection);
    const second = await lookedAt(tenantId, connection);
    expect(second.reconciliation.problem).toBe('unreachable');
    expect(pauseOf(second)).toBeGreaterThan(2 * pauseOf(first));
    for (let n = 0; n < 6; n++) await lookedAt(tenantId, connection);
    expect(pauseOf(await get(tenantId, connection))).toBeLessThanOrEqual(DAY_MS + 60_000);
    woo.answers = 404;
    expect((await lookedAt(tenantId, connection)).reconciliation.problem).toBe('no_shop_api');
    woo.answers = undefined;
    woo.orders.set(1, wooOrder(1));
    await world.call('PUT', `/commerce/connections/${connection.id}`, tenantId, {
      credentials: { consumerKey: 'ck_other', consumerSecret: 'cs_1' },
    });
    expect((await lookedAt(tenantId, connection)).reconciliation.problem).toBe('credentials_refused');
    await world.call('PUT', `/commerce/connections/${connection.id}`, tenantId, { credentials: CREDENTIALS.woocommerce });
    expect(await lookedAt(tenantId, connection)).toMatchObject({ reconciliation: { problem: null } });
    expect(await shops.orders(tenantId)).toMatchObject([{ externalId: '1' }]);
    await world.call('PUT', `/commerce/connections/${connection.id}`, tenantId, { credentials: null });
    expect(await get(tenantId, connection)).toMatchObject({ reconciliation: null });
  }, 120_000);

  it('goes nowhere inside the network where the installation does not say so', async () => {
    const { app } = world.running;
    const inside = new ShopHttp({ ...app.get<Config>(CONFIG, { strict: false }), SHOPS_ALLOW_PRIVATE: '0' });
    for (const address of [woo.url, woo.url.replace('http:', 'https:'), 'https://localhost/', 'https://169.254.169.254/'])
      await expect(inside.call(address, { headers: {} })).rejects.toMatchObject({ problem: 'address_refused' });
    expect(woo.requests).toBe(0);
    await inside.beforeApplicationShutdown();
  });
});
