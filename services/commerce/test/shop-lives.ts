import { createHash, createHmac } from 'node:crypto';
import type { Json } from './world.js';

/** One webhook as a shop sends it. */
export interface Delivery {
  body: string;
  headers: Record<string, string>;
  /** Of what it is a state: of one thing the last is never left out. */
  thing: string;
}

const hmac = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('base64');

export const signedWoo = (secret: string, topic: string, order: Json, webhookId = '3'): Omit<Delivery, 'thing'> => {
  const body = JSON.stringify(order);
  return { body, headers: { 'x-wc-webhook-topic': topic, 'x-wc-webhook-id': webhookId, 'x-wc-webhook-signature': hmac(secret, body) } };
};

export const signedShopify = (
  secret: string,
  topic: string,
  payload: Json,
  ids: { webhook: string; event: string; at: string },
): Omit<Delivery, 'thing'> => {
  const body = JSON.stringify(payload);
  return {
    body,
    headers: {
      'x-shopify-topic': topic,
      'x-shopify-webhook-id': ids.webhook,
      'x-shopify-event-id': ids.event,
      'x-shopify-triggered-at': ids.at,
      'x-shopify-hmac-sha256': hmac(secret, body),
    },
  };
};

export const wooOrder = (id: number, over: Json = {}): Json => ({
  id,
  number: String(1_000 + id),
  status: 'pending',
  currency: 'USD',
  total: '27.50',
  date_created_gmt: '2026-11-20T09:00:00',
  date_modified_gmt: '2026-11-20T09:00:00',
  payment_method: 'stripe',
  billing: { first_name: 'Rosa', last_name: 'Quispe', phone: '987 111 000', country: 'PE' },
  shipping: { first_name: 'Rosa', last_name: 'Quispe', address_1: 'Av. Larco 345', city: 'Lima', country: 'PE' },
  line_items: [
    { id: 1, name: 'Mug', sku: 'MUG', quantity: 2, total: '20.00' },
    { id: 2, name: 'Tea', sku: 'TEA', quantity: 1, total: '7.50' },
  ],
  ...over,
});

/** An order of WooCommerce through its life: two changes within one second among them. @returns where the shop has it in the end, in our words */
export function wooLife(
  secret: string,
  id: number,
  ends: 'shipped' | 'refunded' | 'cancelled',
): { deliveries: Delivery[]; status: string } {
  const at = (minute: number, second = 0): string => new Date(Date.UTC(2026, 10, 20, 9, minute, second)).toISOString().slice(0, 19);
  const states: [status: string, at: string][] = [
    ['pending', at(0)],
    ['processing', at(0)],
    ['on-hold', at(3)],
    ['processing', at(5)],
    ...(ends === 'cancelled' ? ([['cancelled', at(9)]] as [string, string][]) : ([['completed', at(9)]] as [string, string][])),
    ...(ends === 'refunded' ? ([['refunded', at(20)]] as [string, string][]) : []),
  ];
  const deliveries = states.map(([status, changed], index) => ({
    ...signedWoo(secret, index === 0 ? 'order.created' : 'order.updated', wooOrder(id, { status, date_modified_gmt: changed })),
    thing: 'order',
  }));
  return { deliveries, status: ends };
}

/** An order of Shopify through its life, told by topics of orders, parcels and refunds. */
export function shopifyLife(
  secret: string,
  id: number,
  ends: 'delivered' | 'refunded' | 'cancelled',
): { deliveries: Delivery[]; status: string } {
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 14, minute)).toISOString();
  const order = (over: Json): Json => ({
    id,
    name: `#${id}`,
    currency: 'USD',
    total_price: '27.50',
    financial_status: 'pending',
    fulfillment_status: null,
    cancelled_at: null,
    created_at: at(0),
    phone: '+1 650 555 1234',
    customer: { first_name: 'Kerry', last_name: 'Fisher' },
    line_items: [{ id: 11, name: 'Mug', quantity: 2, price: '13.75' }],
    ...over,
  });
  const parcel = (over: Json): Json => ({
    id: id * 10,
    order_id: id,
    status: 'success',
    tracking_number: 'T1',
    tracking_url: 'https://t.example.com/T1',
    ...over,
  });
  const steps: [topic: string, minute: number, payload: Json, thing: string][] = [
    ['orders/create', 0, order({ updated_at: at(0) }), 'order'],
    ['orders/paid', 1, order({ updated_at: at(1), financial_status: 'paid' }), 'order'],
    ['orders/updated', 1, order({ updated_at: at(1), financial_status: 'paid' }), 'order'],
  ];
  const paid = { financial_status: 'paid', fulfillment_status: 'fulfilled' };
  if (ends === 'cancelled')
    steps.push(['orders/cancelled', 5, order({ updated_at: at(5), cancelled_at: at(5), financial_status: 'voided' }), 'order']);
  else {
    steps.push(
      ['fulfillments/create', 5, parcel({ updated_at: at(5), shipment_status: null }), 'parcel'],
      ['orders/fulfilled', 6, order({ updated_at: at(6), ...paid }), 'order'],
      ['fulfillments/update', 9, parcel({ updated_at: at(9), shipment_status: 'delivered' }), 'parcel'],
    );
  }
  if (ends === 'refunded') {
    const transactions = [{ kind: 'refund', status: 'success', amount: '27.50', currency: 'USD' }];
    steps.push(['refunds/create', 30, { id: id * 100, order_id: id, transactions }, 'refund']);
  }
  const deliveries = steps.map(([topic, minute, payload, thing], index) => ({
    ...signedShopify(secret, topic, payload, {
      webhook: `${id}-${index}`,
      event: createHash('sha1').update(`${id} ${minute}`).digest('hex'),
      at: at(minute),
    }),
    thing,
  }));
  return { deliveries, status: ends };
}

/** The deliveries as a bad day brings them: in any order, some twice, some never; but never without the last state of a thing. */
export function shaken(deliveries: readonly Delivery[], random: () => number): Delivery[] {
  const isLast = (at: number): boolean => !deliveries.slice(at + 1).some(({ thing }) => thing === deliveries[at]!.thing);
  const kept = deliveries.filter((_, at) => isLast(at) || random() > 0.25);
  const repeated = [...kept, ...kept.filter(() => random() > 0.6)];
  for (let at = repeated.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [repeated[at], repeated[other]] = [repeated[other]!, repeated[at]!];
  }
  return repeated;
}
