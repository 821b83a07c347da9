import fc from 'fast-check';
import { readGeneric, type Mapping } from './generic.js';
import { readShopify } from './shopify.js';
import { NO_FACTS, statusOf, trackingOf, versionOf, withFacts, type ShopFacts, type Snapshot, type Told } from './shop-order.js';
import { readWooCommerce } from './woocommerce.js';

const factsOf = (told: Told): ShopFacts => {
  if (told.kind !== 'order') throw new Error(`${told.kind}: ${JSON.stringify(told)}`);
  return told.facts;
};
const wooOrder = (over: object = {}): Record<string, unknown> => ({
  id: 7,
  number: '1007',
  status: 'processing',
  currency: 'USD',
  total: '27.50',
  date_created_gmt: '2026-11-20T09:00:00',
  date_modified_gmt: '2026-11-20T09:05:00',
  payment_method: 'stripe',
  billing: { first_name: 'Rosa', last_name: 'Quispe', phone: '987 111 000', country: 'PE' },
  shipping: { first_name: 'Rosa', last_name: 'Quispe', address_1: 'Av. Larco 345', city: 'Lima', country: 'PE' },
  line_items: [{ id: 1, name: 'Mug', sku: 'MUG', quantity: 2, total: '25.00' }],
  ...over,
});

describe('facts of an order', () => {
  const facts = fc.record({
    snapshot: fc.option(
      fc.record({
        version: fc.integer({ min: 0, max: 5 }).map((ms) => versionOf(ms)),
        status: fc.constantFrom<Snapshot>('pending', 'paid', 'shipped', 'cancelled'),
        currency: fc.constant('USD'),
        totalMinor: fc.constant(100),
        cashOnDelivery: fc.boolean(),
        tracking: fc.constant(null),
      }),
      { nil: undefined },
    ),
    parcels: fc.dictionary(
      fc.constantFrom('1', '2'),
      fc.record({
        version: fc.integer({ min: 0, max: 5 }).map((ms) => versionOf(ms)),
        state: fc.constantFrom('sent' as const, 'delivered' as const, 'gone' as const),
        tracking: fc.constant(null),
      }),
    ),
    refunds: fc.dictionary(fc.constantFrom('1', '2'), fc.constant({ amountMinor: 50, currency: 'USD' })),
  });

  it('come to the same in every order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), fc.array(fc.nat({ max: 5 }), { maxLength: 12 }), (given, again) => {
        // Of one version there is one state.
        const all = given.map((one, at) => ({
          ...(one.snapshot ? { snapshot: { ...one.snapshot, version: `${one.snapshot.version}${at}` } } : {}),
          parcels: Object.fromEntries(
            Object.entries(one.parcels).map(([id, parcel]) => [id, { ...parcel, version: `${parcel.version}${at}` }]),
          ),
          refunds: one.refunds,
        }));
        const fold = (list: readonly ShopFacts[]): ShopFacts =>
          list.reduce<ShopFacts>((known, one) => withFacts(known, one).facts, NO_FACTS);
        const shuffled = [...again.flatMap((at) => all[at] ?? []), ...all.toReversed(), ...all];
        const [here, there] = [fold(all), fold(shuffled)];
        expect(there).toEqual(here);
        expect(statusOf(there)).toBe(statusOf(here));
      }),
    );
  });

  it('are delivered when every parcel is, refunded when all of the money is back', () => {
    const snapshot = {
      version: versionOf(1),
      status: 'shipped',
      currency: 'USD',
      totalMinor: 100,
      cashOnDelivery: false,
      tracking: null,
    } as const;
    const parcel = { version: versionOf(1), state: 'delivered', tracking: null } as const;
    expect(statusOf({ ...NO_FACTS, snapshot })).toBe('shipped');
    expect(statusOf({ snapshot, refunds: {}, parcels: { a: parcel } })).toBe('delivered');
    expect(statusOf({ snapshot, refunds: {}, parcels: { a: parcel, b: { ...parcel, state: 'sent' } } })).toBe('shipped');
    expect(statusOf({ snapshot, refunds: {}, parcels: { a: parcel, b: { ...parcel, state: 'gone' } } })).toBe('delivered');
    const [part, rest] = [60, 40].map((amountMinor) => ({ amountMinor, currency: 'USD' }));
    expect(statusOf({ snapshot, parcels: {}, refunds: { a: part! } })).toBe('shipped');
    expect(statusOf({ snapshot, parcels: {}, refunds: { a: part!, b: rest! } })).toBe('refunded');
    expect(statusOf({ snapshot, parcels: {}, refunds: { a: part!, b: { ...rest!, currency: 'EUR' } } })).toBe('shipped');
    expect(statusOf({ parcels: { a: parcel }, refunds: {} })).toBeUndefined();
  });

  it('of cash on delivery are confirmed by the shop', () => {
    const snapshot = {
      version: versionOf(1),
      status: 'paid',
      currency: 'USD',
      totalMinor: 1,
      cashOnDelivery: true,
      tracking: null,
    } as const;
    expect(statusOf({ ...NO_FACTS, snapshot })).toBe('confirmed');
    expect(statusOf({ ...NO_FACTS, snapshot: { ...snapshot, status: 'shipped' } })).toBe('shipped');
  });
});

describe('WooCommerce', () => {
  it('sends the order as it stands', () => {
    const told = readWooCommerce('order.updated', wooOrder(), 0);
    expect(told).toMatchObject({
      kind: 'order',
      externalId: '7',
      order: {
        orderNumber: '1007',
        totalMinor: 2_750,
        phones: ['987 111 000'],
        country: 'PE',
        customerName: 'Rosa Quispe',
        address: 'Rosa Quispe\nAv. Larco 345\nLima\nPE',
        items: [{ externalId: '1', sku: 'MUG', name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }],
        placedAt: '2026-11-20T09:00:00.000Z',
      },
      facts: { snapshot: { status: 'paid' } },
    });
  });

  it('of two changes in a second the one further on is the later', () => {
    const [paid, done] = ['processing', 'completed'].map((status) => factsOf(readWooCommerce('order.updated', wooOrder({ status }), 0)));
    expect(withFacts(done!, paid!).isNewest).toBe(false);
    expect(withFacts(paid!, done!).isNewest).toBe(true);
  });

  it('cancels by a deletion, and is followed where it restores the order', () => {
    const at = Date.parse('2026-11-20T09:06:00Z');
    const deleted = factsOf(readWooCommerce('order.deleted', { id: 7 }, at));
    const known = factsOf(readWooCommerce('order.updated', wooOrder(), 0));
    const gone = withFacts(known, deleted).facts;
    expect(statusOf(gone)).toBe('cancelled');
    expect(withFacts(gone, known).isNewest).toBe(false);
    const restored = factsOf(readWooCommerce('order.restored', wooOrder({ date_modified_gmt: '2026-11-20T09:05:30' }), 0));
    expect(statusOf(withFacts(gone, restored).facts)).toBe('paid');
    expect(
      withFacts(factsOf(readWooCommerce('order.updated', wooOrder({ date_modified_gmt: '2026-11-20T10:00:00' }), 0)), deleted),
    ).toMatchObject({
      isNewest: false,
    });
  });

  it.each([
    ['product.updated', {}],
    ['order.updated', { currency: 'XXQ' }],
    ['order.updated', { total: 'free' }],
    ['order.updated', { status: 'checkout-draft' }],
    ['order.updated', { date_modified_gmt: null, date_created_gmt: 5 }],
    ['order.updated', { id: { $gt: 1 } }],
  ])('%s with %j is not followed', (topic, over) => expect(readWooCommerce(topic, wooOrder(over), 0).kind).toBe('ignored'));

  it('texts are one line, without what a database does not keep', () => {
    const told = readWooCommerce(
      'order.updated',
      wooOrder({ number: 'A\0\n\ud800 1', line_items: [{ name: 'x'.repeat(999) }, null, 3] }),
      0,
    );
    expect(told.kind === 'order' && told.order?.orderNumber).toBe('A 1');
    expect(told.kind === 'order' && told.order?.items).toMatchObject([{ name: 'x'.repeat(300), quantity: 1, unitPriceMinor: 0 }]);
  });
});

describe('Shopify', () => {
  const order = (over: object = {}): Record<string, unknown> => ({
    id: 450789469,
    name: '#1001',
    currency: 'JPY',
    total_price: '5000',
    financial_status: 'paid',
    fulfillment_status: null,
    cancelled_at: null,
    updated_at: '2026-11-20T09:00:00-05:00',
    phone: null,
    customer: { first_name: 'Aiko', last_name: 'Sato', phone: null },
    shipping_address: { phone: '090-1234-5678', country_code: 'JP', name: 'Aiko Sato', address1: '1-2', city: 'Tokyo' },
    line_items: [{ id: 9, name: 'Cup', quantity: 2, price: '2500' }],
    ...over,
  });
  const statusAfter = (...told: Told[]) => statusOf(told.reduce<ShopFacts>((known, one) => withFacts(known, factsOf(one)).facts, NO_FACTS));

  it('is followed by topics of orders, parcels and refunds', () => {
    const created = readShopify('orders/create', order(), undefined, 0);
    expect(created).toMatchObject({
      order: { orderNumber: '1001', totalMinor: 5_000, phones: ['090-1234-5678'], country: 'JP', items: [{ unitPriceMinor: 2_500 }] },
    });
    const shipped = readShopify(
      'orders/fulfilled',
      order({ fulfillment_status: 'fulfilled', updated_at: '2026-11-20T10:00:00-05:00' }),
      undefined,
      0,
    );
    const parcel = readShopify(
      'fulfillments/update',
      {
        id: 1,
        order_id: 450789469,
        status: 'success',
        shipment_status: 'delivered',
        tracking_number: 'T1',
        tracking_url: 'https://t.example/T1',
      },
      '2026-11-20T16:00:00Z',
      0,
    );
    expect(statusAfter(created)).toBe('paid');
    expect(statusAfter(shipped, created)).toBe('shipped');
    expect(statusAfter(parcel, shipped, created)).toBe('delivered');
    expect(trackingOf(factsOf(parcel))).toEqual({ number: 'T1', url: 'https://t.example/T1' });
    const refund = { id: 2, order_id: 450789469, transactions: [{ kind: 'refund', status: 'success', amount: '5000', currency: 'JPY' }] };
    expect(statusAfter(shipped, readShopify('refunds/create', refund, undefined, 0), created)).toBe('refunded');
    expect(statusAfter(readShopify('orders/cancelled', order({ cancelled_at: '2026-11-20T09:00:00Z' }), undefined, 0))).toBe('cancelled');
  });

  it('counts refunds of the order’s currency, by whichever topic they come', () => {
    const of = (currency?: string) => ({
      id: 2,
      order_id: 450789469,
      transactions: [{ kind: 'refund', status: 'success', amount: '5000', currency }],
    });
    const told = readShopify('refunds/create', of('USD'), undefined, 0);
    expect(statusAfter(readShopify('orders/create', order(), undefined, 0), told)).toBe('paid');
    const withRefund = (currency?: string) => readShopify('orders/updated', order({ refunds: [of(currency)] }), undefined, 0);
    expect(factsOf(withRefund('USD')).refunds).toEqual(factsOf(told).refunds);
    expect(statusAfter(withRefund('USD'))).toBe('paid');
    expect(statusAfter(withRefund())).toBe('refunded');
  });

  it('shows what is left of its lines', () => {
    const lines = [
      { id: 1, name: 'Gone', quantity: 2, current_quantity: 0 },
      { id: 2, name: 'Half', quantity: 2, current_quantity: 1 },
    ];
    expect(readShopify('orders/updated', order({ line_items: lines }), undefined, 0)).toMatchObject({
      order: { items: [{ name: 'Half', quantity: 1 }] },
    });
  });

  it('a retry carries the first payload and does not undo what is newer', () => {
    const first = factsOf(readShopify('orders/updated', order({ financial_status: 'pending' }), '2026-11-20T14:00:01Z', 9));
    const second = factsOf(readShopify('orders/updated', order(), '2026-11-20T14:00:02Z', 5));
    expect(withFacts(second, first).facts.snapshot?.status).toBe('paid');
  });

  it('asks to forget, says that it is gone, and tells much that is not followed', () => {
    expect(readShopify('customers/redact', { orders_to_redact: [1, 2, {}] }, undefined, 0)).toEqual({
      kind: 'forget',
      externalIds: ['1', '2'],
      phone: null,
    });
    const many = Array.from({ length: 2_500 }, (_, n) => 10_000 + n);
    expect(readShopify('customers/redact', { customer: { phone: '+51 987 111 000' }, orders_to_redact: many }, undefined, 0)).toEqual({
      kind: 'forget',
      externalIds: many.map(String),
      phone: '+51 987 111 000',
    });
    expect(readShopify('app/uninstalled', {}, undefined, 0)).toEqual({ kind: 'uninstalled' });
    for (const topic of ['products/update', 'customers/data_request', 'orders/create', 'refunds/create', 'fulfillments/create'])
      expect(readShopify(topic, {}, undefined, 0).kind).toBe('ignored');
  });
});

describe('another system', () => {
  const mapping: Mapping = {
    id: 'o.id',
    currency: 'o.cur',
    total: 'o.sum',
    status: 'o.state',
    statuses: { sent: 'shipped' },
    phone: 'o.tel',
    items: 'o.lines',
    itemName: 'title',
    itemPrice: 'price',
    itemQuantity: 'count',
  };
  it('is read by its mapping', () => {
    const body = {
      o: { id: 5, cur: 'kwd', sum: 1.5, state: 'sent', tel: '+965 5000 0000', lines: [{ title: 'Tea', price: '0.750', count: '2' }, 1] },
    };
    expect(readGeneric(body, mapping, 5)).toMatchObject({
      externalId: '5',
      order: { totalMinor: 1_500, currency: 'KWD', items: [{ name: 'Tea', quantity: 2, unitPriceMinor: 750 }] },
      facts: { snapshot: { status: 'shipped' } },
    });
  });
  it('of two changes at one time the one further on is the later, then the one that came later', () => {
    const told = (state: string, receivedMs: number) =>
      factsOf(
        readGeneric({ o: { id: 5, cur: 'USD', sum: 1, state, at: '2026-11-20T09:00:00Z' } }, { ...mapping, changedAt: 'o.at' }, receivedMs),
      );
    expect(withFacts(told('paid', 5), told('sent', 4)).isNewest).toBe(true);
    expect(withFacts(told('sent', 5), told('paid', 6)).isNewest).toBe(false);
    expect(withFacts(told('paid', 5), told('paid', 6)).isNewest).toBe(true);
  });
  it('is told what is missing', () => {
    for (const body of [
      {},
      { o: { id: 1 } },
      { o: { id: 1, cur: 'USD', sum: 'x' } },
      { o: { id: 1, cur: 'USD', sum: 1, state: 'constructor' } },
    ])
      expect(readGeneric(body, mapping, 5)).toMatchObject({ kind: 'ignored', why: expect.stringMatching(/\./) });
  });
});
