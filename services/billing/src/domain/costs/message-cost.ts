import type { MessageStatus } from '#contracts';
import { chargeOf, ratedCategory, type Charge, type RatedCategory, type StatusPricing } from '#whatsapp';

/** What a status tells about the cost of its message. */
export interface CostReport {
  messageId: string;
  outletId: string;
  conversationId?: string | undefined;
  status: MessageStatus;
  at: string;
  country?: string | undefined;
  /** As what it was taken. */
  category?: string | undefined;
  pricing?: Pick<StatusPricing, 'billable' | 'type' | 'category' | 'price'> | undefined;
}

/** A message as far as it was told of: the same whatever the order in which its statuses came, and how often. */
export interface KnownMessage {
  messageId: string;
  outletId: string;
  conversationId: string | null;
  /** Of its first status, UTC. */
  day: string;
  rank: number;
  country: string | null;
  sentAs: string | null;
  pricing: CostReport['pricing'] | null;
  /** Of the status that `pricing` is of. */
  pricingRank: number;
}

/** What of a message stands in the sums of its day. */
export interface Cost {
  kind: 'estimated' | 'final' | 'unpriced';
  /** The category; `unknown` where nobody has told it. */
  item: string;
  currency: string;
  amountMicros: number;
  /** It is not free. */
  isCharged: boolean;
}

/** A price of the rate card for messages of a category to a country, on a day. */
export interface CardRate {
  currency: string;
  amountMicros: number;
  /** When it costs nothing; null where nothing was imported about that. */
  policy: { isBillable: boolean; isFreeInWindow: boolean } | null;
}

/** ISO 4217: no currency. Written so, because three of the letter mark what is unfinished. */
export const NO_CURRENCY = 'X'.repeat(3);
/** Nothing is nothing in any currency: of a free message whose rate nobody knows. */
const OF_NOTHING = 'USD';

/** As in the sender's order: `failed` undoes `sent`, and `delivered` undoes `failed`. What has not left yet has no rank. */
const RANK: Partial<Record<MessageStatus, number>> = { accepted: 1, sent: 2, failed: 3, delivered: 4, read: 5, played: 6 };
const FAILED = 3;
const DELIVERED = 4;

/** The larger of two, so that it does not matter which came first. */
const larger = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a >= b ? a : b);

/** Adds a status to what is known of its message: commutative, associative, and the same status again changes nothing. */
export function withReport(known: KnownMessage | undefined, report: CostReport): KnownMessage {
  const { messageId, outletId } = report;
  const rank = RANK[report.status] ?? 0;
  const day = report.at.slice(0, 10);
  const told = { pricing: report.pricing ?? null, pricingRank: report.pricing ? rank : -1 };
  const pricing = known && isAbove(known, told) ? { pricing: known.pricing, pricingRank: known.pricingRank } : told;
  return {
    messageId,
    outletId: larger(known?.outletId ?? null, outletId)!,
    conversationId: larger(known?.conversationId ?? null, report.conversationId ?? null),
    day: known && known.day < day ? known.day : day,
    rank: Math.max(known?.rank ?? 0, rank),
    country: larger(known?.country ?? null, report.country ?? null),
    sentAs: larger(known?.sentAs ?? null, report.category ?? null),
    ...pricing,
  };
}

type Told = Pick<KnownMessage, 'pricing' | 'pricingRank'>;
const isAbove = (a: Told, b: Told): boolean =>
  a.pricingRank !== b.pricingRank ? a.pricingRank > b.pricingRank : textOf(a.pricing) >= textOf(b.pricing);
/** By value: Postgres keeps no order of keys. */
const textOf = (pricing: Told['pricing']): string =>
  JSON.stringify([pricing?.category, pricing?.type, pricing?.billable, pricing?.price?.amountMicros, pricing?.price?.currency]);

/** Final once WhatsApp has said as what it charged the message, and delivered it: for what was not delivered it charges nothing. */
const isFinal = ({ pricing, rank }: KnownMessage): boolean => pricing !== null && rank >= DELIVERED;
const chargeFor = ({ pricing, sentAs }: KnownMessage): Charge => {
  if (pricing) return chargeOf(pricing);
  const category = ratedCategory(sentAs ?? undefined);
  return category === undefined ? { by: 'unknown' } : { by: 'rate', category };
};

/** For which rate the card is to be asked; undefined where the message costs nothing that a card says. */
export function rateAsked(message: KnownMessage): { category: RatedCategory; country: string | null; day: string } | undefined {
  const charge = chargeFor(message);
  if (message.rank === 0 || message.rank === FAILED || charge.by !== 'rate') return undefined;
  return { category: charge.category, country: message.country, day: message.day };
}

/** @param rate of what {@link rateAsked} says @returns undefined for what has not left, or was not delivered */
export function costOf(message: KnownMessage, rate: CardRate | undefined): Cost | undefined {
  if (message.rank === 0 || message.rank === FAILED) return undefined;
  const item = (message.pricing?.category ?? message.sentAs ?? 'unknown').toLowerCase().replaceAll('-', '_').slice(0, 60);
  const kind = isFinal(message) ? 'final' : 'estimated';
  const charge = chargeFor(message);
  if (charge.by === 'amount') return { kind, item, currency: charge.currency, amountMicros: charge.amountMicros, isCharged: true };
  if (charge.by === 'nothing') return { kind, item, currency: OF_NOTHING, amountMicros: 0, isCharged: false };
  if (charge.by === 'unknown' || !rate) return { kind: 'unpriced', item, currency: NO_CURRENCY, amountMicros: 0, isCharged: false };
  const { policy } = rate;
  // Words of one's own leave only in the customer's window.
  const isFree = message.pricing === null && policy !== null && (!policy.isBillable || (policy.isFreeInWindow && item === 'service'));
  return { kind, item, currency: rate.currency, amountMicros: isFree ? 0 : rate.amountMicros, isCharged: !isFree };
}
