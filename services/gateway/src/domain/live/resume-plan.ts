import type { Positions } from './feed-event.js';

export interface ResumePlan {
  /** The positions after which the client gets everything; sent in `ready`. */
  starts: Record<string, number>;
  /** Inboxes with missed events: those after this position are sent. */
  behind: { outletId: string; after: number }[];
  /** Inboxes that the client must read anew: it missed too much, or is ahead of the log. */
  resync: string[];
}

/** Maximum of missed events that a client is sent; beyond it, reading anew is cheaper. */
export const MAX_RESUMED_EVENTS = 1_000;

/**
 * Plans what a returning client gets of each inbox. Ignores inboxes that are not the tenant's.
 *
 * @param cursors what the client has seen
 * @param from the feed's positions: the client hears everything after them anyway
 */
export function planResume(cursors: Positions, from: Positions): ResumePlan {
  const plan: ResumePlan = { starts: { ...from }, behind: [], resync: [] };
  let left = MAX_RESUMED_EVENTS;
  const named = Object.entries(cursors).filter(([outletId]) => outletId in from);
  // The smallest gaps first, so that as many inboxes as possible continue without a break.
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

/** Whether a cursor is ahead of the feed: another gateway may have been further. */
export const isAhead = (cursors: Positions, from: Positions): boolean =>
  Object.entries(cursors).some(([outletId, after]) => after > (from[outletId] ?? 0));
