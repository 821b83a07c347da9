import { isEnd, RECIPIENT_STATES, type EndState, type RecipientState } from './outcome.js';

/** Where a recipient stands, and why. */
export interface Place {
  state: RecipientState;
  reason: string | null;
}

/** What a change of recipients makes of a campaign's numbers. */
export interface Tally extends Record<RecipientState | 'audience' | 'inFlight' | 'answered' | 'heldOutAnswered', number> {
  /** Of those that got nothing: by state and reason. */
  reasons: { state: EndState; reason: string; change: number }[];
}

export function emptyTally(): Tally {
  const states = Object.fromEntries(RECIPIENT_STATES.map((state) => [state, 0])) as Record<RecipientState, number>;
  return { ...states, audience: 0, inFlight: 0, answered: 0, heldOutAnswered: 0, reasons: [] };
}

/** Counts recipients who move from one place to another. */
export function move(tally: Tally, from: Place, to: Place, count = 1): void {
  tally[from.state] -= count;
  tally[to.state] += count;
  countReason(tally, from, -count);
  countReason(tally, to, count);
}

function countReason({ reasons }: Tally, { state, reason }: Place, change: number): void {
  if (!isEnd(state) || reason === null) return;
  const counted = reasons.find((one) => one.state === state && one.reason === reason);
  if (counted) counted.change += change;
  else reasons.push({ state, reason, change });
}
