import type { Positions } from './feed-event.js';

export interface ResumePlan {
  /** The positions behind which the client gets everything: told it as `ready`. */
  starts: Record<string, number>;
  /** Inboxes with events to send again: those behind this position. */
  behind: { inboxId: string; after: number }[];
  /** Inboxes to be read anew: too much was missed, or the client is ahead of the log. */
  resync: string[];
}

/** Events that a client is sent again at most; reading anew is cheaper above it. */
export const MAX_RESUMED_EVENTS = 1_000;

/**
 * What a client that comes back is to get of each inbox. Inboxes that are not the tenant's are as if they had not been named.
 *
 * @param cursors what the client has seen
 * @param from where the feed stands: behind it the client hears everything anyway
 */
export function planResume(cursors: Positions, from: Positions): ResumePlan {
  const plan: ResumePlan = { starts: { ...from }, behind: [], resync: [] };
  let left = MAX_RESUMED_EVENTS;
  const named = Object.entries(cursors).filter(([inboxId]) => inboxId in from);
  // The smallest first: as many inboxes as possible go on without a break.
  const gaps = named.map(([inboxId, after]) => ({ inboxId, after, gap: from[inboxId]! - after })).sort((a, b) => a.gap - b.gap);
  for (const { inboxId, after, gap } of gaps) {
    if (gap < 0 || gap > left) {
      plan.resync.push(inboxId);
    } else if (gap > 0) {
      left -= gap;
      plan.starts[inboxId] = after;
      plan.behind.push({ inboxId, after });
    }
  }
  return plan;
}

/** Whether a cursor is ahead of the feed, which another gateway may be further than. */
export const isAhead = (cursors: Positions, from: Positions): boolean =>
  Object.entries(cursors).some(([inboxId, after]) => after > (from[inboxId] ?? 0));
