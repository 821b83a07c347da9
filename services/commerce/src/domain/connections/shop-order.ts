import type { StripeFacts } from '../payments/stripe-facts.js';
import type { OrderStatus } from '../orders/states.js';

/** Which of two states of one thing is newer: by the time of its change, then by what tells changes of one time apart. Compared as a text. */
export type Version = string;

/** @param ms when it changed @param tie another text that is greater for the later one */
export const versionOf = (ms: number, tie = ''): Version => `${String(Math.max(0, Math.trunc(ms))).padStart(15, '0')} ${tie}`;

export interface ShopItem {
  externalId: string | null;
  sku: string | null;
  name: string;
  quantity: number;
  unitPriceMinor: number;
}

/** A shop's order as it stood at one moment. */
export interface ShopOrder {
  orderNumber: string;
  currency: string;
  totalMinor: number;
  cashOnDelivery: boolean;
  /** As it was written. */
  phones: string[];
  country: string | null;
  customerName: string | null;
  language: string | null;
  address: string | null;
  items: ShopItem[];
  placedAt: string;
  tracking: Tracking | null;
}

export interface Tracking {
  number: string | null;
  url: string | null;
}

/** Where an order stands by the shop's own word, without what its parcels and refunds say. */
export type Snapshot = 'pending' | 'paid' | 'shipped' | 'delivered' | 'packing' | 'cancelled' | 'refunded';

export interface Parcel {
  version: Version;
  state: 'sent' | 'delivered' | 'gone';
  tracking: Tracking | null;
}

/**
 * All that a shop has told of an order, the newest of each thing. Two facts are put together the same way in whichever order they came, and however
 * often: that is why a late or repeated webhook cannot undo a newer state.
 */
export interface ShopFacts {
  snapshot?: {
    version: Version;
    status: Snapshot;
    currency: string;
    totalMinor: number;
    cashOnDelivery: boolean;
    tracking: Tracking | null;
    /** What is newer than it by its version was told after it; otherwise it follows what is known, since it tells no time of a change. */
    isDeletion?: true;
  };
  parcels: Record<string, Parcel>;
  /** By the shop's id of the refund. */
  refunds: Record<string, { amountMinor: number; currency: string }>;
}

export const NO_FACTS: ShopFacts = { parcels: {}, refunds: {} };

/** @returns the facts with these added, and whether the snapshot among them is the newest */
export function withFacts(known: ShopFacts, added: ShopFacts): { facts: ShopFacts; isNewest: boolean } {
  const isNewest = added.snapshot !== undefined && (known.snapshot === undefined || added.snapshot.version > known.snapshot.version);
  let snapshot = isNewest ? added.snapshot : known.snapshot;
  // Whatever the shop changes after it, as when it restores the order, is newer.
  if (isNewest && known.snapshot && snapshot!.isDeletion) snapshot = { ...snapshot!, version: `${known.snapshot.version}~` };
  const parcels = { ...known.parcels };
  for (const [id, parcel] of Object.entries(added.parcels)) {
    if (parcels[id] === undefined || parcel.version > parcels[id].version) parcels[id] = parcel;
  }
  // A refund never changes.
  return { facts: { ...(snapshot ? { snapshot } : {}), parcels, refunds: { ...known.refunds, ...added.refunds } }, isNewest };
}

/** Whether the shop's own order says what its webhooks did not: another state, a parcel or a refund that nobody told of. */
export function isNews(known: ShopFacts | undefined, own: ShopFacts): boolean {
  if (!known) return true;
  const { facts, isNewest } = withFacts(known, own);
  if (isNewest) return true;
  const isNewParcel = Object.keys(facts.parcels).some((id) => facts.parcels[id]!.version !== known.parcels[id]?.version);
  return isNewParcel || Object.keys(facts.refunds).some((id) => !Object.hasOwn(known.refunds, id));
}

/**
 * Where an order stands by all that its shop has told. An order that is paid at the door is confirmed by its shop.
 *
 * @returns undefined while the shop has told of parcels or refunds only
 */
export function statusOf({ snapshot, parcels, refunds }: ShopFacts): OrderStatus | undefined {
  if (!snapshot) return undefined;
  const back = Object.values(refunds).reduce(
    (sum, { amountMinor, currency }) => sum + (currency === snapshot.currency ? amountMinor : 0),
    0,
  );
  if (snapshot.status === 'refunded' || (snapshot.totalMinor > 0 && back >= snapshot.totalMinor)) return 'refunded';
  const left = Object.values(parcels).filter(({ state }) => state !== 'gone');
  if (snapshot.status === 'shipped' && left.length > 0 && left.every(({ state }) => state === 'delivered')) return 'delivered';
  if (snapshot.cashOnDelivery && (snapshot.status === 'pending' || snapshot.status === 'paid')) return 'confirmed';
  return snapshot.status;
}

/** The way to see where the parcel is: of the newest parcel that has one, or of the order. */
export function trackingOf({ snapshot, parcels }: ShopFacts): Tracking | null {
  const tracked = Object.values(parcels).filter(({ state, tracking }) => state !== 'gone' && tracking !== null);
  tracked.sort((a, b) => (a.version < b.version ? 1 : -1));
  return tracked[0]?.tracking ?? snapshot?.tracking ?? null;
}

/** Of an order whose customer is forgotten: a parcel's number leads to them. */
export const withoutTracking = ({ snapshot, parcels, refunds }: ShopFacts): ShopFacts => ({
  ...(snapshot ? { snapshot: { ...snapshot, tracking: null } } : {}),
  parcels: Object.fromEntries(Object.entries(parcels).map(([id, parcel]) => [id, { ...parcel, tracking: null }])),
  refunds,
});

/** What somebody is about to buy in a shop. */
export interface ShopCart {
  currency: string;
  totalMinor: number;
  /** As they were written. */
  phones: string[];
  country: string | null;
  /** Where the customer goes on. */
  link: string | null;
  startedAt: string;
}

/** What one webhook says. */
export type Told =
  // `checkoutToken`: the checkout that became the order.
  | { kind: 'order'; externalId: string; order?: ShopOrder; facts: ShopFacts; checkoutToken?: string }
  | ({ kind: 'shop-checkout'; token: string; version: Version; changedAt: string } & (
      { state: 'open'; cart: ShopCart } | { state: 'completed' | 'deleted' }
    ))
  /** Of a customer: their orders by the shop's ids, sorted, and their number as the shop has it. */
  | { kind: 'forget'; externalIds: string[]; phone: string | null }
  | { kind: 'uninstalled' }
  | { kind: 'money'; paymentId: string; invoiceId?: string; sessionId?: string; facts: StripeFacts }
  | { kind: 'checkout'; sessionId: string; state: 'processing' | 'done' }
  | { kind: 'ignored'; why: string };
