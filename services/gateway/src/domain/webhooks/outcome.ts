/** The state of an item: on its way, done, waiting for a person, or given up by its consumer. */
export type Outcome = 'pending' | 'processed' | 'parked' | 'dead';
export const OUTCOMES: readonly Outcome[] = ['pending', 'processed', 'parked', 'dead'];
