import { minorOf } from '#contracts';
import { ratedCategory, type Charge, type RatedCategory } from '#whatsapp';
import type { FoundTemplate } from '../templates/template-facts.js';
import { isWindowOpen, type Facts, type Rate } from './facts.js';

export interface Price {
  /** In the currency's smallest unit, rounded; the upper end of a range. */
  amountMinor: number;
  currency: string;
  kind: 'estimated' | 'final' | 'range';
  /** Of the rate card: from when on the rate holds. */
  asOf: string;
  amountMicros: number;
  /** Of a range: the lower end. */
  fromMinor?: number;
  source: string;
}

/** Words are billed as `service`; of a template that nobody knows, no category is known either. */
export function pricedCategory(template: Facts['template']): RatedCategory | undefined {
  if (template === undefined) return 'service';
  return template.known === 'found' ? ratedCategory((template as FoundTemplate).category) : undefined;
}

/** The two times in which WhatsApp may charge nothing. */
interface Situation {
  /** The customer wrote in the last 24 hours. */
  isInWindow: boolean;
  /** The customer came by an advertisement in the last 72 hours. */
  isInEntry: boolean;
}

/**
 * What a message would cost, by the rate card; WhatsApp's own word comes with its status. Some of a category may be free each month, and only
 * WhatsApp counts them: the price then is a range from nothing on.
 *
 * Source: Meta, "Pricing on the WhatsApp Business Platform" (2026-10-01).
 *
 * @returns null where no rate is known
 */
export function estimateOf({ isInWindow, isInEntry }: Situation, rate: Rate | undefined): Price | null {
  if (!rate) return null;
  const { policy } = rate;
  const isFree = policy !== null && (!policy.isBillable || (policy.isFreeInEntry && isInEntry) || (policy.isFreeInWindow && isInWindow));
  const price = atRate(rate, isFree ? 0 : rate.amountMicros);
  return !isFree && policy !== null && policy.freeMonthly > 0 ? { ...price, kind: 'range', fromMinor: 0 } : { ...price, kind: 'estimated' };
}

/** The same of a message that somebody wants to send. */
export const priceOf = (facts: Pick<Facts, 'windowExpiresAt' | 'freeEntryUntil' | 'at'>, rate: Rate | undefined): Price | null =>
  estimateOf(
    {
      isInWindow: isWindowOpen(facts),
      isInEntry: facts.freeEntryUntil !== null && facts.at.getTime() < Date.parse(facts.freeEntryUntil),
    },
    rate,
  );

/**
 * What a message did cost, once WhatsApp has said as what it charged it.
 *
 * @param rate of the category that WhatsApp charged, on the day of the message
 * @param day of the message, `YYYY-MM-DD`
 * @returns null where no rate is known
 */
export function finalPriceOf(charge: Charge, rate: Rate | undefined, day: string): Price | null {
  if (charge.by === 'amount') {
    const { amountMicros, currency } = charge;
    return { amountMinor: minorOf(amountMicros, currency), currency, asOf: day, amountMicros, source: 'WhatsApp', kind: 'final' };
  }
  if (!rate || charge.by === 'unknown') return null;
  return { ...atRate(rate, charge.by === 'nothing' ? 0 : rate.amountMicros), kind: 'final' };
}

const atRate = ({ currency, effectiveFrom: asOf, source }: Rate, amountMicros: number): Omit<Price, 'kind'> => ({
  amountMinor: minorOf(amountMicros, currency),
  currency,
  asOf,
  amountMicros,
  source,
});
