export const MAX_DAYS = 3_650;

export interface Retention {
  /** Null keeps messages for good. */
  messagesDays: number | null;
  /** 0 where nobody has said anything yet. */
  version: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** What is older goes. */
export const keptSince = (days: number, now: Date): Date => new Date(now.getTime() - days * DAY_MS);

/** The smallest UUIDv7 of a moment (RFC 9562, section 5.7): ids below it were made before. */
export function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
