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
