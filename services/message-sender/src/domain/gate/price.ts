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

/** Categories as WhatsApp bills them. */
export type PricedCategory = 'marketing' | 'utility' | 'authentication' | 'service';

/** Words are billed as `service`; of a template that nobody knows, no category is known either. */
export function pricedCategory(template: Facts['template']): PricedCategory | undefined {
  if (template === undefined) return 'service';
  const category = template.known === 'found' ? (template as FoundTemplate).category.toLowerCase() : '';
  return category === 'marketing' || category === 'utility' || category === 'authentication' ? category : undefined;
}

/**
 * What a message would cost, by the rate card; WhatsApp's own word comes with its status. Some of a category may be free each month, and only
 * WhatsApp counts them: the price then is a range from nothing on.
 *
 * Source: Meta, "Pricing on the WhatsApp Business Platform" (2026-10-01).
 *
 * @returns null where no rate is known
 */
export function priceOf(facts: Pick<Facts, 'windowExpiresAt' | 'freeEntryUntil' | 'at'>, rate: Rate | undefined): Price | null {
  if (!rate) return null;
  const { currency, effectiveFrom: asOf, source, policy } = rate;
  const isInEntry = facts.freeEntryUntil !== null && facts.at.getTime() < Date.parse(facts.freeEntryUntil);
  const isFree =
    policy !== null && (!policy.isBillable || (policy.isFreeInEntry && isInEntry) || (policy.isFreeInWindow && isWindowOpen(facts)));
  const amountMicros = isFree ? 0 : rate.amountMicros;
  const amountMinor = Math.round(amountMicros / 10 ** (6 - decimalsOf(currency)));
  const price = { amountMinor, currency, asOf, amountMicros, source };
  return !isFree && policy !== null && policy.freeMonthly > 0 ? { ...price, kind: 'range', fromMinor: 0 } : { ...price, kind: 'estimated' };
}

/** ISO 4217: how many digits the smallest unit stands behind the point. */
const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
