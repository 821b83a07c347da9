import { v7 } from 'uuid';
import { checkoutAbandoned, commerceErased, contactErasureRequested } from '#contracts';
import { eventually } from '#testing';
import { ForgetEventsHandler } from '../src/handlers/connections/forget-events.handler.js';
import { TellAbandonedHandler } from '../src/handlers/connections/tell-abandoned.handler.js';
import { signedShopify } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

let world: CommerceWorld;
let shops: Shops;
beforeAll(async () => {
  world = await CommerceWorld.start({ PUBLIC_URL: 'https://chat.example.com' });
  shops = new Shops(world);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const MINUTE = 60_000;
const LONG = { timeoutMs: 20_000 };
const LINK = 'https://shop.example.com/checkouts/ac/T/recover?key=k';
const later = (ms = 0): string => new Date(world.now().getTime() + ms).toISOString();

const checkout = (token: string, over: Json = {}): Json => ({
  token,
  currency: 'USD',
  total_price: '27.50',
  phone: '987 111 000',
  shipping_address: { country_code: 'PE' },
  abandoned_checkout_url: LINK,
  created_at: later(),
  updated_at: later(),
  completed_at: null,
  ...over,
});

/** The shop tells, and it is followed. @returns what came of it */
async function tell(shop: Json, tenantId: string, topic: string, payload: Json): Promise<string> {
  const at = (payload.updated_at as string | undefined) ?? later();
  expect((await shops.send(shop, signedShopify(SECRET, topic, payload, { webhook: v7(), event: v7(), at }))).status).toBe(200);
  return (await shops.settled(tenantId, shop.id))[0]!.outcome;
}

const told = async (tenantId: string) => (await world.infra.outboxEvents(checkoutAbandoned, tenantId)).map(({ data }) => data);
const rows = (tenantId: string): Promise<Json[]> =>
  world.infra.rows<Json>('select token, state, phone, due_at from commerce.shop_checkouts where tenant_id = $1 order by id', [tenantId]);
/** Nobody's turn is left. */
const due = () => world.running.app.get(TellAbandonedHandler, { strict: false }).execute();

describe('a checkout that a customer leaves', () => {
  it('is told of once, an hour after its last change, with the way to go on', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '51987111000');
    const shop = await shops.connect(tenantId, 'shopify');
    expect(shop.abandonAfterMinutes).toBe(60);
    expect(await tell(shop, tenantId, 'checkouts/create', checkout('a', { phone: null }))).toBe('applied');
    world.forward(MINUTE);
    const changed = later();
    await tell(shop, tenantId, 'checkouts/update', checkout('a', { total_price: '30.00' }));
    expect(await tell(shop, tenantId, 'checkouts/update', checkout('a', { updated_at: later(-30_000), total_price: '1.00' }))).toBe(
      'older',
    );
    const [{ due_at: dueAt }] = (await rows(tenantId)) as [Json];
    expect(new Date(dueAt).getTime()).toBeGreaterThanOrEqual(Date.parse(changed) + 60 * MINUTE);
    await due();
    expect(await told(tenantId)).toEqual([]);
    world.forward(61 * MINUTE);
    await eventually(
      async () =>
        expect(await told(tenantId)).toMatchObject([{ contactId, connectionId: shop.id, currency: 'USD', totalMinor: 3_000, link: LINK }]),
      LONG,
    );
    await tell(shop, tenantId, 'checkouts/update', checkout('a', { total_price: '99.00' }));
    await tell(shop, tenantId, 'checkouts/delete', { token: 'a' });
    await tell(shop, tenantId, 'checkouts/update', checkout('a', { updated_at: later(1_000) }));
    world.forward(61 * MINUTE);
    await due();
    expect(await told(tenantId)).toHaveLength(1);
  }, 90_000);

  it('is not told of where it is done, gone, old or nobody’s, or its customer has ordered', async () => {
    const tenantId = v7();
    for (const phone of ['51987111000', '51987111001', '51987111002']) await world.contact(tenantId, phone);
    const shop = await shops.connect(tenantId, 'shopify');
    await tell(shop, tenantId, 'checkouts/create', checkout('done'));
    await tell(shop, tenantId, 'checkouts/update', checkout('done', { updated_at: later(1_000), completed_at: later(1_000) }));
    await tell(shop, tenantId, 'checkouts/create', checkout('gone'));
    await tell(shop, tenantId, 'checkouts/delete', { token: 'gone' });
    await tell(shop, tenantId, 'checkouts/create', checkout('old', { updated_at: later(-3 * 86_400_000) }));
    await tell(shop, tenantId, 'checkouts/create', checkout('nobody', { phone: '987 111 009' }));
    await tell(shop, tenantId, 'checkouts/create', checkout('unread', { phone: 'none' }));
    const order = { id: 7, name: '#7', currency: 'USD', total_price: '27.50', financial_status: 'pending', created_at: later() };
    // The order comes before its checkout does, and names another number.
    await tell(shop, tenantId, 'orders/create', { ...order, phone: '+51 987 111 009', checkout_token: 'became', updated_at: later() });
    await tell(shop, tenantId, 'checkouts/update', checkout('became', { phone: '987 111 001' }));
    await tell(shop, tenantId, 'checkouts/create', checkout('elsewhere', { phone: '987 111 002' }));
    const made = await world.call('POST', '/orders', tenantId, {
      orderNumber: '8',
      phone: '+51987111002',
      currency: 'USD',
      items: [{ name: 'Mug', quantity: 1, unitPriceMinor: 100 }],
    });
    expect(made.status).toBe(201);
    world.forward(61 * MINUTE);
    await due();
    expect(await told(tenantId)).toEqual([]);
    expect(await rows(tenantId)).toMatchObject([
      { token: 'done', state: 'completed' },
      { token: 'gone', state: 'deleted' },
      { token: 'old', state: 'passed' },
      { token: 'nobody', state: 'passed' },
      { token: 'unread', state: 'passed', phone: null },
      { token: 'became', state: 'completed' },
      { token: 'elsewhere', state: 'passed' },
    ]);
  }, 90_000);

  it('is told of after the time that the company sets, or not at all', async () => {
    const tenantId = v7();
    await world.contact(tenantId, '51987111000');
    const shop = await shops.connect(tenantId, 'shopify', { abandonAfterMinutes: 30 });
    const set = (abandonAfterMinutes: unknown, id = shop.id) =>
      world.call('PUT', `/commerce/connections/${id}`, tenantId, { abandonAfterMinutes });
    expect((await set(5)).body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'abandonAfterMinutes' }] });
    const other = await shops.connect(tenantId, 'woocommerce');
    expect(other.abandonAfterMinutes).toBeNull();
    expect((await set(30, other.id)).body).toMatchObject({ errors: [{ field: 'abandonAfterMinutes' }] });
    await tell(shop, tenantId, 'checkouts/create', checkout('first'));
    world.forward(31 * MINUTE);
    await eventually(async () => expect(await told(tenantId)).toHaveLength(1), LONG);
    await tell(shop, tenantId, 'checkouts/create', checkout('second'));
    expect((await set(null)).body).toMatchObject({ abandonAfterMinutes: null });
    await tell(shop, tenantId, 'checkouts/create', checkout('third'));
    world.forward(31 * MINUTE);
    await due();
    expect(await told(tenantId)).toHaveLength(1);
  }, 90_000);

  it('goes with its customer, and 30 days after it was heard of', async () => {
    const tenantId = v7();
    const contactId = await world.contact(tenantId, '51987111000');
    const shop = await shops.connect(tenantId, 'shopify');
    await tell(shop, tenantId, 'checkouts/create', checkout('theirs'));
    await tell(shop, tenantId, 'checkouts/create', checkout('other', { phone: '987 111 001' }));
    const erasureId = v7();
    await world.infra.publish(contactErasureRequested, tenantId, {
      ...contactErasureRequested.example,
      erasureId,
      phones: ['51987111000'],
      userIds: [],
      contactIds: [contactId],
    });
    await eventually(
      async () =>
        expect((await world.infra.outboxEvents(commerceErased, tenantId)).map(({ data }) => data)).toMatchObject([
          { erasureId, counts: { checkouts: 1 } },
        ]),
      LONG,
    );
    expect(await rows(tenantId)).toMatchObject([{ token: 'other' }]);
    await world.infra.owner.query(`update commerce.shop_checkouts set updated_at = now() - interval '31 days' where tenant_id = $1`, [
      tenantId,
    ]);
    await world.running.app.get(ForgetEventsHandler, { strict: false }).execute();
    expect(await rows(tenantId)).toEqual([]);
  }, 90_000);
});
