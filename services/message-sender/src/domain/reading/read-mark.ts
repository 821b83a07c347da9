/** An answer that comes this fast needs no typing indicator, and one that came before the mark must not be followed by it. */
export const TYPING_AFTER_MS = 400;
/** Meta ends a typing indicator after 25 s; a mark for a message that was written longer ago says nothing any more. */
const STALE_AFTER_MS = 20_000;

/** Whether a message that the bot was asked about is still worth a mark. Times in Unix milliseconds. */
export const isWorthMarking = (askedAt: number, now: number): boolean => now - askedAt < STALE_AFTER_MS;

/** The lowest UUIDv7 (RFC 9562, section 5.7) of a millisecond. */
export function firstIdAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
