import { isCurrency, minorOfDecimal } from '#contracts';
import { countOf, decimalOf, linkOf, listOf, objectOf, textOf, timeOf, type Json } from './reading.js';
import { readCheckout } from './shopify-checkout.js';
import { NO_FACTS, versionOf, type Parcel, type ShopFacts, type ShopItem, type ShopOrder, type Snapshot, type Told } from './shop-order.js';

/**
 * Reads a webhook of Shopify. Orders carry their parcels and refunds, which come by topics of their own too. Source: Shopify, "Webhooks" (topics),
 * REST Admin API, "Order", "Fulfillment", "Refund".
 *
 * @param triggeredAt header X-Shopify-Triggered-At: a retry carries the first payload and the first time
 */
export function readShopify(topic: string, body: Json, triggeredAt: string | undefined, receivedMs: number): Told {
  const triggeredMs = timeOf(triggeredAt) ?? receivedMs;
  const tie = String(triggeredMs).padStart(15, '0');
  if (topic === 'app/uninstalled') return { kind: 'uninstalled' };
  if (topic === 'customers/redact') return readRedaction(body);
  if (topic === 'customers/data_request') {
    return { kind: 'ignored', why: 'A customer asks the shop what is known of them: export their contact, with their orders.' };
  }
  const [resource, event] = topic.split('/');
  if (resource === 'fulfillments') return readFulfillment(body, triggeredMs, tie);
  if (resource === 'refunds') return readRefund(body);
  if (resource === 'checkouts') return readCheckout(event, body, triggeredMs, tie);
  if (resource !== 'orders') return { kind: 'ignored', why: `Orders and checkouts are kept; ${textOf(topic, 60)} is about none.` };
  const externalId = textOf(body.id, 40);
  if (!externalId) return { kind: 'ignored', why: 'The order has no id.' };
  if (event === 'delete') {
    const snapshot = {
      version: versionOf(triggeredMs, tie),
      status: 'cancelled',
      currency: '',
      totalMinor: 0,
      cashOnDelivery: false,
      tracking: null,
    } as const;
    return { kind: 'order', externalId, facts: { ...NO_FACTS, snapshot } };
  }
  return readOrder(body, externalId, triggeredMs, tie);
}

function readOrder(body: Json, externalId: string, triggeredMs: number, tie: string): Told {
  const currency = textOf(body.currency, 3) ?? '';
  if (!isCurrency(currency)) return { kind: 'ignored', why: `The currency ${currency} is not of ISO 4217.` };
  const totalMinor = minorOfDecimal(decimalOf(body.total_price) ?? '', currency);
  if (totalMinor === undefined || totalMinor < 0) return { kind: 'ignored', why: 'total_price must be an amount.' };
  const changedMs = timeOf(body.updated_at) ?? triggeredMs;
  const gateways = Array.isArray(body.payment_gateway_names) ? body.payment_gateway_names : [body.gateway];
  const status = snapshotOf(body);
  const cashOnDelivery = gateways.some((name) => typeof name === 'string' && /cash on delivery|\bcod\b/i.test(name));
  const facts: ShopFacts = {
    snapshot: { version: versionOf(changedMs, tie), status, currency, totalMinor, cashOnDelivery, tracking: null },
    parcels: Object.fromEntries(known(listOf(body.fulfillments).map((one) => parcelOf(one, triggeredMs, tie)))),
    refunds: Object.fromEntries(known(listOf(body.refunds).map((one) => refundOf(one, currency)))),
  };
  const checkoutToken = textOf(body.checkout_token, 100);
  const order = orderOf(body, externalId, { currency, totalMinor, cashOnDelivery }, changedMs);
  return { kind: 'order', externalId, order, facts, ...(checkoutToken ? { checkoutToken } : {}) };
}

const known = <T>(list: readonly (T | undefined)[]): T[] => list.filter((one) => one !== undefined);

function snapshotOf(body: Json): Snapshot {
  if (body.financial_status === 'refunded') return 'refunded';
  if (body.cancelled_at !== null && body.cancelled_at !== undefined) return 'cancelled';
  if (body.fulfillment_status === 'fulfilled') return 'shipped';
  return body.financial_status === 'paid' || body.financial_status === 'partially_refunded' ? 'paid' : 'pending';
}

function readFulfillment(body: Json, triggeredMs: number, tie: string): Told {
  const externalId = textOf(body.order_id, 40);
  const parcel = parcelOf(body, triggeredMs, tie);
  if (!externalId || !parcel) return { kind: 'ignored', why: 'The fulfilment has no id, or is of no order.' };
  return { kind: 'order', externalId, facts: { ...NO_FACTS, parcels: Object.fromEntries([parcel]) } };
}

function parcelOf(body: Json, triggeredMs: number, tie: string): [string, Parcel] | undefined {
  const id = textOf(body.id, 40);
  if (!id) return undefined;
  const isGone = body.status === 'cancelled' || body.status === 'error' || body.status === 'failure';
  const numbers = Array.isArray(body.tracking_numbers) ? body.tracking_numbers : [];
  const urls = Array.isArray(body.tracking_urls) ? body.tracking_urls : [];
  const tracking = {
    number: textOf(body.tracking_number ?? numbers[0], 100) ?? null,
    url: linkOf(body.tracking_url ?? urls[0]) ?? null,
  };
  const state = isGone ? 'gone' : body.shipment_status === 'delivered' ? 'delivered' : 'sent';
  return [
    id,
    { version: versionOf(timeOf(body.updated_at) ?? triggeredMs, tie), state, tracking: tracking.number || tracking.url ? tracking : null },
  ];
}

function readRefund(body: Json): Told {
  const externalId = textOf(body.order_id, 40);
  const refund = refundOf(body);
  if (!externalId || !refund) return { kind: 'ignored', why: 'The refund gives back no money.' };
  return { kind: 'order', externalId, facts: { ...NO_FACTS, refunds: Object.fromEntries([refund]) } };
}

/** The same by each topic that tells of it. @param ofOrder the currency of transactions that name none */
function refundOf(body: Json, ofOrder?: string): [string, ShopFacts['refunds'][string]] | undefined {
  const id = textOf(body.id, 40);
  const paid = listOf(body.transactions).filter((one) => one.kind === 'refund' && one.status === 'success');
  const currency = paid.flatMap((one) => textOf(one.currency, 3) ?? [])[0] ?? ofOrder;
  if (!id || paid.length === 0 || currency === undefined || !isCurrency(currency)) return undefined;
  const ofCurrency = paid.filter((one) => one.currency === undefined || one.currency === currency);
  return [
    id,
    { amountMinor: ofCurrency.reduce((sum, { amount }) => sum + (minorOfDecimal(decimalOf(amount) ?? '', currency) ?? 0), 0), currency },
  ];
}

/** Shopify asks that a customer be forgotten. Source: Shopify, "Privacy law compliance". */
function readRedaction(body: Json): Told {
  const ids = Array.isArray(body.orders_to_redact) ? body.orders_to_redact : [];
  return {
    kind: 'forget',
    externalIds: [...new Set(ids.flatMap((id) => textOf(id, 40) ?? []))].sort(),
    phone: textOf(objectOf(body.customer)?.phone, 40) ?? null,
  };
}

function orderOf(
  body: Json,
  externalId: string,
  money: Pick<ShopOrder, 'currency' | 'totalMinor' | 'cashOnDelivery'>,
  changedMs: number,
): ShopOrder {
  const customer = objectOf(body.customer) ?? {};
  const shipping = objectOf(body.shipping_address);
  const billing = objectOf(body.billing_address);
  const to = shipping ?? billing;
  const lines = to && [
    textOf(to.name),
    textOf(to.company),
    textOf(to.address1),
    textOf(to.address2),
    [textOf(to.zip), textOf(to.city)].filter(Boolean).join(' '),
    [textOf(to.province), textOf(to.country)].filter(Boolean).join(' '),
  ];
  const fullName = [textOf(customer.first_name, 100), textOf(customer.last_name, 100)].filter(Boolean).join(' ');
  return {
    ...money,
    tracking: null,
    orderNumber: (textOf(body.name, 100) ?? textOf(body.order_number, 100) ?? externalId).replace(/^#/, ''),
    phones: [body.phone, customer.phone, shipping?.phone, billing?.phone].flatMap((phone) => textOf(phone, 100) ?? []),
    country: textOf(to?.country_code, 2) ?? null,
    customerName: fullName || (textOf(to?.name, 200) ?? null),
    language: textOf(body.customer_locale, 20) ?? null,
    address: lines?.filter(Boolean).join('\n') || null,
    items: listOf(body.line_items)
      .slice(0, 500)
      .filter((item) => countOf(item.current_quantity) !== 0)
      .map((item) => itemOf(item, money.currency)),
    placedAt: new Date(timeOf(body.created_at) ?? changedMs).toISOString(),
  };
}

const itemOf = (item: Json, currency: string): ShopItem => ({
  externalId: textOf(item.id, 40) ?? null,
  sku: textOf(item.sku, 100) ?? null,
  name: textOf(item.name) ?? textOf(item.title) ?? '-',
  // Without what was taken out of the order or given back.
  quantity: Math.max(1, countOf(item.current_quantity) ?? countOf(item.quantity) ?? 1),
  unitPriceMinor: Math.max(0, minorOfDecimal(decimalOf(item.price) ?? '', currency) ?? 0),
});
