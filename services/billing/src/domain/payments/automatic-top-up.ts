/** When a deposit is filled up by itself, and by how much. Amounts in minor units of the deposit's currency. */
export interface TopUpRule {
  isOn: boolean;
  /** Charged when the deposit has less free than this. */
  belowMinor: number;
  amountMinor: number;
  /** Charges a day (UTC), at most. */
  maxDaily: number;
}

export const MAX_CHARGES_A_DAY = 10;
/** Failures one after another, after which it is switched off: a card that is declined again and again is worth less with each try. */
export const MAX_FAILURES = 3;
/** Between a charge that failed and the next one, times the failures so far. */
export const AFTER_FAILURE_MS = 60 * 60_000;
/** The provider did not answer: the same charge is asked for again. */
export const AGAIN_MS = 60_000;
/** So often a charge is asked for that the provider refuses for a reason that is not the card's: of this installation, or of the provider. */
const MAX_REFUSALS = 5;

/** @param refusals so far, 1 and more @returns in how many milliseconds it is asked for again, each time twice as late; null: given up */
export const afterRefusal = (refusals: number): number | null => (refusals < MAX_REFUSALS ? AGAIN_MS * 2 ** (refusals - 1) : null);

/** A charge that is under way; whoever made it may have died. */
export const UNDER_WAY_MS = 5 * 60_000;
/** For how long the provider surely knows a charge again by its key (docs.stripe.com/api/idempotent_requests: at least 24 hours). */
const KNOWN_MS = 23 * 60 * 60_000;

interface State {
  rule: TopUpRule;
  /** What the deposit holds and has not promised; null where there is no deposit. */
  freeMinor: number | null;
  /** Of today, and one that is open from whenever. */
  charges: readonly { id: string; at: string; state: 'open' | 'paid' | 'failed' }[];
  now: Date;
}

export type NextStep =
  | { what: 'charge' }
  /** Asks for the same charge again, by its key: nobody knows what became of it. */
  | { what: 'resume'; id: string }
  /** It was asked for so long ago that asking again might charge twice. */
  | { what: 'give-up'; id: string }
  /** @param dueMs from now; null: when the deposit falls again */
  | { what: 'wait'; dueMs: number | null };

export function nextStep({ rule, freeMinor, charges, now }: State): NextStep {
  const open = charges.find(({ state }) => state === 'open');
  if (open) return now.getTime() - Date.parse(open.at) < KNOWN_MS ? { what: 'resume', id: open.id } : { what: 'give-up', id: open.id };
  if (!rule.isOn || freeMinor === null || freeMinor >= rule.belowMinor) return { what: 'wait', dueMs: null };
  if (charges.filter(({ state }) => state === 'paid').length < rule.maxDaily) return { what: 'charge' };
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return { what: 'wait', dueMs: tomorrow - now.getTime() };
}

/** After a charge that failed. @param before failures one after another until then */
export function afterFailure(before: number): { failures: number; isOn: boolean; dueMs: number | null } {
  const failures = before + 1;
  const isOn = failures < MAX_FAILURES;
  return { failures, isOn, dueMs: isOn ? AFTER_FAILURE_MS * failures : null };
}
