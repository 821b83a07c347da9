/**
 * `statuses[].pricing` under per-message pricing.
 * Sources: Meta, "Pricing" (2025-07: templates are charged per delivered message, utility inside the window is free) and
 * "Non-template messages" (from 2026-10-01 service messages and utility templates inside the window are charged, the first
 * 1,000 service messages of a number and month are not).
 */
/** `marketing_lite`: a marketing template that went by `/marketing_messages`. */
export type PricingCategory = 'authentication' | 'marketing' | 'marketing_lite' | 'utility' | 'service';

export interface Pricing {
  billable: boolean;
  pricing_model: 'PMP';
  type: 'regular' | 'free_customer_service' | 'free_entry_point';
  category: PricingCategory;
  /** What a delivery under a max price costs, in millionths of a unit. Meta's own name of the field is not known. */
  price?: { amount_micros: number; currency: string };
}

const SERVICE_CHARGED_FROM = Date.UTC(2026, 9, 1);
export const FREE_SERVICE_MESSAGES = 1000;

export interface PricingQuestion {
  category: PricingCategory;
  /** Epoch milliseconds. */
  at: number;
  windowOpen: boolean;
  freeEntryPoint: boolean;
  /** Service messages of this number in this month, this one not counted. */
  serviceMessagesBefore: number;
}

export function pricingOf(question: PricingQuestion): Pricing {
  const { category, at } = question;
  if (question.freeEntryPoint) return { billable: false, pricing_model: 'PMP', type: 'free_entry_point', category };
  const free =
    category === 'service'
      ? at < SERVICE_CHARGED_FROM || question.serviceMessagesBefore < FREE_SERVICE_MESSAGES
      : category === 'utility' && question.windowOpen && at < SERVICE_CHARGED_FROM;
  return { billable: !free, pricing_model: 'PMP', type: free ? 'free_customer_service' : 'regular', category };
}

/** The currency of all accounts here. */
const CURRENCY = 'USD';

/**
 * What Meta charges under a max price: that or less (Meta, "Set a max price for marketing messages"). Here from 70 % of it on, by chance.
 * @param bidAmount hundredths of a unit for a thousand deliveries
 * @param chance at least 0 and less than 1
 */
export function priceUnder(bidAmount: number, chance: number): NonNullable<Pricing['price']> {
  const most = bidAmount * 10;
  return { amount_micros: Math.max(1, Math.ceil(most * (0.7 + 0.3 * chance))), currency: CURRENCY };
}
