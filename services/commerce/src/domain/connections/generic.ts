import { isCurrency, minorOfDecimal } from '#contracts';
import { ORDER_STATUSES } from '../orders/states.js';
import { countOf, decimalOf, linkOf, objectOf, textOf, timeOf, type Json } from './reading.js';
import { NO_FACTS, versionOf, type Snapshot, type Told } from './shop-order.js';

/** Where the fields of an order are in the body of somebody's own webhook, as paths such as `order.customer.phone`. */
export interface Mapping {
  id: string;
  number?: string;
  /** One of our statuses, or one of `statuses`. */
  status?: string;
  /** What their statuses mean here. */
  statuses?: Record<string, string>;
  phone?: string;
  country?: string;
  customerName?: string;
  currency: string;
  /** A decimal amount. */
  total: string;
  changedAt?: string;
  trackingNumber?: string;
  trackingUrl?: string;
  /** A list; the paths below begin at each of its elements. */
  items?: string;
  itemName?: string;
  itemSku?: string;
  itemQuantity?: string;
  itemPrice?: string;
}

const SNAPSHOTS: readonly string[] = ['pending', 'paid', 'packing', 'shipped', 'delivered', 'cancelled', 'refunded'] satisfies Snapshot[];
/** What a mapping may turn a status into. */
export const MAPPED_STATUSES = ORDER_STATUSES.filter((status) => SNAPSHOTS.includes(status));

/** @returns undefined where the path leads nowhere; own properties only */
export function at(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  let here: unknown = value;
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Json)[key];
  }
  return here;
}

/** Reads an order of a system that is none of those known here. */
export function readGeneric(body: Json, mapping: Mapping, receivedMs: number): Told {
  const externalId = textOf(at(body, mapping.id), 200);
  const currency = (textOf(at(body, mapping.currency), 3) ?? '').toUpperCase();
  const said = textOf(at(body, mapping.status), 60) ?? 'pending';
  const status = (mapping.statuses && Object.hasOwn(mapping.statuses, said) ? mapping.statuses[said] : said) as Snapshot;
  if (!externalId) return { kind: 'ignored', why: `There is no id at ${mapping.id}.` };
  if (!isCurrency(currency)) return { kind: 'ignored', why: `There is no currency of ISO 4217 at ${mapping.currency}.` };
  if (!SNAPSHOTS.includes(status)) return { kind: 'ignored', why: `The status ${said} means nothing here: add it to statuses.` };
  const totalMinor = minorOfDecimal(decimalOf(at(body, mapping.total)) ?? '', currency);
  if (totalMinor === undefined || totalMinor < 0) return { kind: 'ignored', why: `There is no amount at ${mapping.total}.` };
  const items = at(body, mapping.items);
  const link = { number: textOf(at(body, mapping.trackingNumber), 100) ?? null, url: linkOf(at(body, mapping.trackingUrl)) ?? null };
  const tracking = link.number || link.url ? link : null;
  const changedMs = timeOf(at(body, mapping.changedAt)) ?? receivedMs;
  // Of two changes at one time that which is further on is the later, then that which came later.
  const version = versionOf(changedMs, `${SNAPSHOTS.indexOf(status)} ${versionOf(receivedMs)}`);
  return {
    kind: 'order',
    externalId,
    order: {
      orderNumber: textOf(at(body, mapping.number), 100) ?? externalId.slice(0, 100),
      currency,
      totalMinor,
      cashOnDelivery: false,
      phones: [textOf(at(body, mapping.phone), 100)].filter((phone) => phone !== undefined),
      country: textOf(at(body, mapping.country), 2) ?? null,
      customerName: textOf(at(body, mapping.customerName), 200) ?? null,
      language: null,
      address: null,
      items: (Array.isArray(items) ? items.slice(0, 500) : []).flatMap((item) =>
        objectOf(item) ? [itemOf(item as Json, mapping, currency)] : [],
      ),
      placedAt: new Date(changedMs).toISOString(),
      tracking,
    },
    facts: { ...NO_FACTS, snapshot: { version, status, currency, totalMinor, cashOnDelivery: false, tracking } },
  };
}

/** What would come of a body under a mapping. @param text as a system sends it @returns the order, or why there is none */
export function tryMapping(
  text: string,
  mapping: Mapping,
  nowMs: number,
): Extract<Told, { kind: 'order' }> | { kind: 'ignored'; why: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'ignored', why: 'The body is not JSON.' };
  }
  const read = objectOf(body) ? readGeneric(body as Json, mapping, nowMs) : undefined;
  return read?.kind === 'order' || read?.kind === 'ignored' ? read : { kind: 'ignored', why: 'The body must be a JSON object.' };
}

const itemOf = (item: Json, mapping: Mapping, currency: string) => ({
  externalId: null,
  sku: textOf(at(item, mapping.itemSku), 100) ?? null,
  name: textOf(at(item, mapping.itemName)) ?? '-',
  quantity: Math.max(1, countOf(at(item, mapping.itemQuantity)) ?? 1),
  unitPriceMinor: Math.max(0, minorOfDecimal(decimalOf(at(item, mapping.itemPrice)) ?? '', currency) ?? 0),
});
