import { isCurrency, minorOfDecimal } from '#contracts';
import { countOf, decimalOf, linkOf, listOf, objectOf, textOf, timeOf, type Json } from './reading.js';
import { NO_FACTS, versionOf, type ShopItem, type ShopOrder, type Snapshot, type Told, type Tracking } from './shop-order.js';

/**
 * What WooCommerce's statuses mean here. "Completed" mails "usually indicate that their orders have been shipped" (class-wc-email-customer-
 * completed-order.php); whether a parcel has arrived WooCommerce does not know. The last three are of wide-spread plug-ins.
 */
const STATUSES: Readonly<Record<string, Snapshot>> = {
  pending: 'pending',
  'on-hold': 'pending',
  failed: 'pending',
  processing: 'paid',
  completed: 'shipped',
  cancelled: 'cancelled',
  trash: 'cancelled',
  refunded: 'refunded',
  packing: 'packing',
  shipped: 'shipped',
  delivered: 'delivered',
};
const RANKS: readonly Snapshot[] = ['pending', 'paid', 'packing', 'shipped', 'delivered', 'cancelled', 'refunded'];

/** By how much the clock of a shop may be ahead. */
const CLOCKS_MS = 5 * 60_000;

/**
 * Reads a webhook of WooCommerce, or an order of its REST API. Its webhooks are snapshots of the order as it was when they left, whatever their
 * topic: transitions are seen by comparing. Source: WooCommerce REST API v3, "Orders"; class-wc-webhook.php.
 *
 * @param receivedMs when it came: a deletion tells no time
 */
export function readWooCommerce(topic: string, body: Json, receivedMs: number): Told {
  const [resource, event] = topic.split('.');
  if (resource !== 'order') return { kind: 'ignored', why: `Orders are kept; ${textOf(topic, 60)} is not about one.` };
  const externalId = textOf(body.id, 40);
  if (!externalId) return { kind: 'ignored', why: 'The order has no id.' };
  const currency = textOf(body.currency, 3) ?? '';
  if (event === 'deleted') {
    const version = versionOf(receivedMs + CLOCKS_MS);
    const snapshot = {
      version,
      status: 'cancelled',
      currency,
      totalMinor: 0,
      cashOnDelivery: false,
      tracking: null,
      isDeletion: true,
    } as const;
    return { kind: 'order', externalId, facts: { ...NO_FACTS, snapshot } };
  }
  const status = STATUSES[(textOf(body.status, 40) ?? '').replace(/^wc-/, '')];
  if (!status) return { kind: 'ignored', why: `The status ${textOf(body.status, 40) ?? ''} means nothing here.` };
  if (!isCurrency(currency)) return { kind: 'ignored', why: `The currency ${currency} is not of ISO 4217.` };
  const totalMinor = minorOfDecimal(decimalOf(body.total) ?? '', currency);
  const changedMs = timeOf(body.date_modified_gmt, 'Z') ?? timeOf(body.date_created_gmt, 'Z');
  if (totalMinor === undefined || totalMinor < 0 || changedMs === undefined) {
    return { kind: 'ignored', why: 'total must be an amount, and date_modified_gmt a time.' };
  }
  const cashOnDelivery = body.payment_method === 'cod';
  const tracking = trackingOf(body);
  // Its times have whole seconds: of two changes in one, that which is further on is the later.
  const version = versionOf(changedMs, String(RANKS.indexOf(status)));
  return {
    kind: 'order',
    externalId,
    order: orderOf(body, externalId, { currency, totalMinor, cashOnDelivery, tracking, changedMs }),
    facts: { ...NO_FACTS, snapshot: { version, status, currency, totalMinor, cashOnDelivery, tracking } },
  };
}

function orderOf(
  body: Json,
  externalId: string,
  { changedMs, ...rest }: Pick<ShopOrder, 'currency' | 'totalMinor' | 'cashOnDelivery' | 'tracking'> & { changedMs: number },
): ShopOrder {
  const billing = objectOf(body.billing) ?? {};
  const shipping = objectOf(body.shipping) ?? {};
  const to = textOf(shipping.address_1) ? shipping : billing;
  const lines = [
    nameOf(to),
    textOf(to.company),
    textOf(to.address_1),
    textOf(to.address_2),
    [textOf(to.postcode), textOf(to.city)].filter(Boolean).join(' '),
    [textOf(to.state), textOf(to.country)].filter(Boolean).join(' '),
  ];
  return {
    ...rest,
    orderNumber: textOf(body.number, 100) ?? externalId,
    phones: [billing.phone, shipping.phone].flatMap((phone) => textOf(phone, 100) ?? []),
    country: textOf(billing.country, 2) ?? null,
    customerName: nameOf(billing) ?? null,
    language: null,
    address: lines.filter(Boolean).join('\n') || null,
    items: listOf(body.line_items)
      .slice(0, 500)
      .map((item) => itemOf(item, rest.currency)),
    placedAt: new Date(timeOf(body.date_created_gmt, 'Z') ?? changedMs).toISOString(),
  };
}

const nameOf = (of: Json): string | undefined =>
  [textOf(of.first_name, 100), textOf(of.last_name, 100)].filter(Boolean).join(' ') || undefined;

/** A line has its price before and after discounts; shown is what one piece costs after them. */
function itemOf(item: Json, currency: string): ShopItem {
  const quantity = Math.max(1, countOf(item.quantity) ?? 1);
  const total = minorOfDecimal(decimalOf(item.total) ?? '', currency) ?? 0;
  return {
    externalId: textOf(item.id, 40) ?? null,
    sku: textOf(item.sku, 100) ?? null,
    name: textOf(item.name) ?? '-',
    quantity,
    unitPriceMinor: Math.max(0, Math.round(total / quantity)),
  };
}

/** As the plug-in "Shipment Tracking" keeps it with the order. */
function trackingOf(body: Json): Tracking | null {
  const meta = listOf(body.meta_data).find(({ key }) => key === '_wc_shipment_tracking_items');
  const last = listOf(meta?.value).at(-1);
  if (!last) return null;
  const tracking = {
    number: textOf(last.tracking_number, 100) ?? null,
    url: linkOf(last.custom_tracking_link) ?? linkOf(last.tracking_link) ?? null,
  };
  return tracking.number || tracking.url ? tracking : null;
}
