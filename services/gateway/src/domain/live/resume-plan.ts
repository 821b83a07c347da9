import type { Positions } from './feed-event.js';

export interface ResumePlan {
  /** The positions behind which the client gets everything: told it as `ready`. */
  starts: Record<string, number>;
  /** Inboxes with events to send again: those behind this position. */
  behind: { outletId: string; after: number }[];
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
  const named = Object.entries(cursors).filter(([outletId]) => outletId in from);
  // The smallest first: as many inboxes as possible go on without a break.
  const gaps = named.map(([outletId, after]) => ({ outletId, after, gap: from[outletId]! - after })).sort((a, b) => a.gap - b.gap);
  for (const { outletId, after, gap } of gaps) {
    if (gap < 0 || gap > left) {
      plan.resync.push(outletId);
    } else if (gap > 0) {
      left -= gap;
      plan.starts[outletId] = after;
      plan.behind.push({ outletId, after });
    }
  }
  return plan;
}

/** Whether a cursor is ahead of the feed, which another gateway may be further than. */
export const isAhead = (cursors: Positions, from: Positions): boolean =>
  Object.entries(cursors).some(([outletId, after]) => after > (from[outletId] ?? 0));
