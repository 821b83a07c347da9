/** What this machine's clock is off by, in ms: the server's time decides what is open and what is over. */
let offset = 0;
/** A `Date` header has whole seconds, and an answer is a moment on its way. */
const EXACT_ENOUGH_MS = 2_000;

/**
 * Learns the time from an answer of the server.
 *
 * @param date the `Date` header (RFC 9110, 6.6.1) @param askedAt when it was asked, by this machine's clock
 */
export function learnTime(date: string | null, askedAt: number, now = Date.now()): void {
  const told = date === null ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(told)) return;
  const difference = told - (askedAt + now) / 2;
  offset = Math.abs(difference) <= EXACT_ENOUGH_MS + (now - askedAt) / 2 ? 0 : difference;
}

/** The time by the server's clock, in ms. */
export const serverNow = (now = Date.now()): number => now + offset;
