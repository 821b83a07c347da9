/** Where an item is: on its way, done, waiting for somebody, or given up by its consumer. */
export type Outcome = 'pending' | 'processed' | 'parked' | 'dead';
export const OUTCOMES: readonly Outcome[] = ['pending', 'processed', 'parked', 'dead'];
