/**
 * `statuses[].pricing` under per-message pricing.
 * Sources: Meta, "Pricing" (2025-07: templates are charged per delivered message, utility inside the window is free) and
 * "Non-template messages" (from 2026-10-01 service messages and utility templates inside the window are charged, the first
 * 1,000 service messages of a number and month are not).
 */
export type PricingCategory = 'authentication' | 'marketing' | 'utility' | 'service';

export interface Pricing {
  billable: boolean;
  pricing_model: 'PMP';
  type: 'regular' | 'free_customer_service' | 'free_entry_point';
  category: PricingCategory;
}

const SERVICE_CHARGED_FROM = Date.UTC(2026, 9, 1);
const FREE_SERVICE_MESSAGES = 1000;

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
