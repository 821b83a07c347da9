import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { KeyRing } from '#service-kit';
import { ConnectionsRepository } from '../src/persistence/connections/connections.repository.js';
import { signedWoo, wooOrder } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
let shops: Shops;
beforeAll(async () => {
  world = await CommerceWorld.start({ PUBLIC_URL: 'https://chat.example.com' });
  shops = new Shops(world);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

describe('a connection', () => {
  it('is made, changed and deleted; its secrets are sealed and never shown', async () => {
    const tenantId = v7();
    const made = await shops.connect(tenantId, 'woocommerce', { credentials: { consumerKey: 'ck_1', consumerSecret: 'cs_hidden' } });
    expect(made).toMatchObject({
      webhookUrl: `https://chat.example.com/webhooks/woocommerce/${made.id}`,
      hasCredentials: true,
      health: { lastEventAt: null },
    });
    const [row] = await world.infra.rows<{ secrets: string }>('select secrets from commerce.connections where id = $1', [made.id]);
    expect(JSON.parse(new KeyRing(world.infra.env().COMMERCE_ENCRYPTION_KEYS!).open(row!.secrets, made.id))).toEqual([SECRET]);
    const changed = await world.call('PUT', `/commerce/connections/${made.id}`, tenantId, {
      name: 'Other',
      secrets: ['new', SECRET],
      credentials: null,
    });
    expect(changed.body).toMatchObject({ name: 'Other', hasCredentials: false });
    const all = await world.call('GET', '/commerce/connections', tenantId);
    expect(all.body.items).toEqual([changed.body]);
    expect(JSON.stringify([made, changed, all])).not.toMatch(/llave|cs_hidden/);
    const stranger = v7();
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/events'],
      ['POST', `/events/${v7()}/replay`],
    ] as const)
      expect((await world.call(method, `/commerce/connections/${made.id}${path}`, stranger)).status).toBe(404);
    expect((await world.call('DELETE', `/commerce/connections/${made.id}`, tenantId)).status).toBe(204);
    expect(await shops.send(made, signedWoo(SECRET, 'order.created', wooOrder(1)))).toMatchObject({ status: 404 });
  });

  it('sends what it keeps to the shop that it is of: another address needs its credentials again', async () => {
    const tenantId = v7();
    const credentials = { consumerKey: 'ck_1', consumerSecret: 'cs_1' };
    const { id } = await shops.connect(tenantId, 'woocommerce', { storeUrl: 'https://shop.example.com', credentials });
    const put = (body: Json) => world.call('PUT', `/commerce/connections/${id}`, tenantId, body);
    const elsewhere = { storeUrl: 'https://thief.example.com' };
    expect(await put(elsewhere)).toMatchObject({ status: 400, body: { errors: [{ field: 'credentials' }] } });
    expect((await world.call('GET', `/commerce/connections/${id}`, tenantId)).body.storeUrl).toBe('https://shop.example.com');
    expect((await put({ storeUrl: 'https://shop.example.com/tienda' })).body).toMatchObject({ hasCredentials: true });
    expect((await put({ ...elsewhere, credentials })).body).toMatchObject({ ...elsewhere, hasCredentials: true });
    expect((await put({ storeUrl: 'https://third.example.com', credentials: null })).body).toMatchObject({ hasCredentials: false });
  });

  it('that changes while its secrets are sealed anew keeps what it was given', async () => {
    const tenantId = v7();
    const { id } = await shops.connect(tenantId, 'woocommerce', { credentials: { consumerKey: 'ck_1', consumerSecret: 'cs_1' } });
    const sealed = () =>
      world.infra.rows<{ secrets: string; credentials: string }>('select secrets, credentials from commerce.connections where id = $1', [
        id,
      ]);
    const [before] = await sealed();
    await world.call('PUT', `/commerce/connections/${id}`, tenantId, { credentials: { consumerKey: 'ck_2', consumerSecret: 'cs_2' } });
    const [after] = await sealed();
    const { app } = world.running;
    const replaced = await app
      .get(TenantDatabase, { strict: false })
      .forSystem((tx) => app.get(ConnectionsRepository, { strict: false }).replaceSealed(tx, { tenantId, id }, before!, before!));
    expect(replaced).toBe(0);
    expect(await sealed()).toEqual([after]);
  });

  it('takes a new secret while the one before still counts, until that is ended', async () => {
    const tenantId = v7();
    const made = await shops.connect(tenantId, 'woocommerce');
    const path = `/commerce/connections/${made.id}/secrets`;
    expect((await world.call('POST', path, tenantId, { secret: 'the new one' })).body).toMatchObject({ secretCount: 2 });
    expect((await shops.send(made, signedWoo(SECRET, 'order.created', wooOrder(1)))).status).toBe(200);
    expect((await shops.send(made, signedWoo('the new one', 'order.created', wooOrder(2)))).status).toBe(200);
    expect((await world.call('POST', path, v7(), { secret: 'of a stranger' })).status).toBe(404);
    expect((await world.call('DELETE', path, v7())).status).toBe(404);
    expect(await world.call('DELETE', path, tenantId)).toMatchObject({ status: 200, body: { secretCount: 1 } });
    expect((await shops.send(made, signedWoo(SECRET, 'order.created', wooOrder(3)))).status).toBe(401);
    expect((await shops.send(made, signedWoo('the new one', 'order.created', wooOrder(4)))).status).toBe(200);
    for (let n = 0; n < 4; n++) await world.call('POST', path, tenantId, { secret: `another ${n}` });
    expect(await world.call('POST', path, tenantId, { secret: 'too many' })).toMatchObject({ status: 422, body: { code: 'too_many' } });
  });

  it('says what its mapping makes of a body, and keeps nothing of it', async () => {
    const tenantId = v7();
    const mapping = {
      id: 'o.id',
      currency: 'o.cur',
      total: 'o.sum',
      status: 'o.state',
      statuses: { sent: 'shipped' },
      items: 'o.lines',
      itemName: 'title',
    };
    const tried = async (body: string) =>
      (await world.call('POST', '/commerce/connections/mapping-trials', tenantId, { mapping, body })).body;
    expect(await tried(JSON.stringify({ o: { id: 7, cur: 'usd', sum: '12.5', state: 'sent', lines: [{ title: 'Mug' }] } }))).toMatchObject({
      order: { externalId: '7', status: 'shipped', currency: 'USD', totalMinor: 1_250, items: [{ name: 'Mug', quantity: 1 }] },
      problem: null,
    });
    expect(await tried('{"o":')).toEqual({ order: null, problem: 'The body is not JSON.' });
    expect(await tried('[]')).toEqual({ order: null, problem: 'The body must be a JSON object.' });
    expect(await tried('{"o":{"id":7}}')).toEqual({ order: null, problem: 'There is no currency of ISO 4217 at o.cur.' });
    expect(await shops.orders(tenantId)).toEqual([]);
  });

  it('is refused without a secret, and a generic one without its mapping', async () => {
    const make = (body: Json) => world.call('POST', '/commerce/connections', v7(), body);
    for (const body of [
      { platform: 'shopify', name: 'x' },
      { platform: 'generic', name: 'x', secret: 's' },
      { platform: 'magento', name: 'x', secret: 's' },
      { platform: 'generic', name: 'x', secret: 's', mapping: { id: 'a.__proto__', currency: 'c', total: 't' } },
      { platform: 'woocommerce', name: 'x', secrets: [] },
    ])
      expect(await make(body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});
