import { RECIPIENT_STATES, type RecipientState } from './outcome.js';

/** What a change of recipients makes of a campaign's numbers. */
export type Tally = Record<RecipientState | 'audience' | 'inFlight' | 'answered' | 'heldOutAnswered', number>;

export function emptyTally(): Tally {
  const states = Object.fromEntries(RECIPIENT_STATES.map((state) => [state, 0])) as Record<RecipientState, number>;
  return { ...states, audience: 0, inFlight: 0, answered: 0, heldOutAnswered: 0 };
}

/** Counts a recipient who moves from one place to another. */
export function move(tally: Tally, from: RecipientState, to: RecipientState): void {
  tally[from]--;
  tally[to]++;
}
