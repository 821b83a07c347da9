import type { StatusPricing } from './status-update.js';

/** Categories that a rate card has a price for. */
export const RATED_CATEGORIES = ['marketing', 'utility', 'authentication', 'authentication_international', 'service'] as const;
export type RatedCategory = (typeof RATED_CATEGORIES)[number];

/** How the price of a message is found out, once WhatsApp has said what it charged it as. */
export type Charge =
  /** WhatsApp named the amount. */
  | { by: 'amount'; amountMicros: number; currency: string }
  /** It cost nothing. */
  | { by: 'nothing' }
  /** The rate card says it. */
  | { by: 'rate'; category: RatedCategory }
  /** A category that no rate card knows. */
  | { by: 'unknown' };

/** Names of the same rate: a template that went by `/marketing_messages` costs what one by `/messages` does. */
const SAME_RATE: Readonly<Record<string, RatedCategory>> = { marketing_lite: 'marketing' };
/** The first answer to a customer who came by an advertisement. */
const FREE = 'referral_conversion';

/** Meta writes some names with a hyphen in one place and an underscore in another. */
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '_');

/** @returns the category under which a rate card has it */
export function ratedCategory(category: string | undefined): RatedCategory | undefined {
  const name = plain(category ?? '');
  return SAME_RATE[name] ?? RATED_CATEGORIES.find((rated) => rated === name);
}

/**
 * What WhatsApp's word on a message means for its price: the amount where it names one, else nothing or the rate of its category. `type` and
 * `category` decide; `billable` counts only where no type is given, since Meta will take it away.
 *
 * Source: Meta, status messages webhook reference, `pricing`.
 */
export function chargeOf(pricing: Pick<StatusPricing, 'billable' | 'type' | 'category' | 'price'>): Charge {
  if (pricing.price) return { by: 'amount', ...pricing.price };
  const isFree = pricing.type === undefined ? pricing.billable === false : pricing.type.startsWith('free_');
  if (isFree || plain(pricing.category ?? '') === FREE) return { by: 'nothing' };
  const category = ratedCategory(pricing.category);
  return category === undefined ? { by: 'unknown' } : { by: 'rate', category };
}
