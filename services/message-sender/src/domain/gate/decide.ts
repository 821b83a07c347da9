import type { FoundTemplate } from '../templates/template-facts.js';
import { AUTHENTICATION, categoryOf, isWindowOpen, type Facts } from './facts.js';
import { priceOf, type Price } from './price.js';
import { RULES, type Reason } from './rules.js';

export interface Decision {
  decision: 'allow' | 'deny';
  /** All that was found, in the order of the rules; what denies comes first. */
  reasons: Reason[];
  /** What it would cost; null where no rate is known, or nobody asked. */
  price: Price | null;
  /** What may leave in place of what is denied. */
  alternative: Alternative | null;
}

export type Alternative = { type: 'text' } | { type: 'template'; templateId: string };

/** Everything that the rules find. */
export function findings(facts: Facts): Reason[] {
  const found = RULES.flatMap((rule): Reason[] => {
    const finding = rule.concerns(facts) ? rule.finds(facts) : undefined;
    if (finding === undefined) return [];
    const { code } = rule;
    return [typeof finding === 'string' ? { code, message: finding, effect: 'denies' } : { code, ...finding }];
  });
  return [...found.filter(isDenial), ...found.filter((reason) => !isDenial(reason))];
}

const isDenial = ({ effect }: Reason): boolean => effect === 'denies';

/**
 * Whether a message may leave.
 *
 * @param substitutes approved templates that could go in its place, the ones to prefer first
 */
export function decide(facts: Facts, substitutes: readonly FoundTemplate[] = []): Decision {
  const reasons = findings(facts);
  const price = priceOf(facts, facts.rate);
  if (!reasons.some(isDenial)) return { decision: 'allow', reasons, price, alternative: null };
  return { decision: 'deny', reasons, price, alternative: alternativeTo(facts, substitutes) };
}

/**
 * What may be sent in place of it: a text while the customer may be written to freely, since that costs least; else a template that every
 * rule lets through. A one-time code has no substitute: WhatsApp takes codes in templates of their own category only.
 */
function alternativeTo(facts: Facts, substitutes: readonly FoundTemplate[]): Alternative | null {
  if (facts.purpose === 'authentication' || categoryOf(facts) === AUTHENTICATION) return null;
  const mayLeave = (part: Partial<Facts>): boolean => !findings({ ...facts, ...part }).some(isDenial);
  // A promotion may be one in words too, where its sender says so.
  const isPromotionByChoice = facts.purpose === 'marketing';
  const words = { template: undefined, purpose: isPromotionByChoice ? facts.purpose : undefined };
  if (facts.template !== undefined && isWindowOpen(facts) && mayLeave(words)) return { type: 'text' };
  const other = substitutes.find((template) => {
    if (template.category === 'MARKETING' && !isPromotionByChoice) return false;
    // Who refuses promotions may still be told what they wait for.
    const purpose = template.category === 'MARKETING' ? facts.purpose : undefined;
    return mayLeave({ template, purpose, areValuesGiven: false });
  });
  return other ? { type: 'template', templateId: other.id } : null;
}
