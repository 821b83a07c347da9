import type { LiveEntry } from './live-entry.js';

/** An entry of the live log where it stands. */
export interface LogEntry extends LiveEntry {
  seq: number;
}

/** Where a reader stands, or a log ends, by inbox. */
export type Positions = Readonly<Record<string, number>>;

export interface Continuation {
  /** What follows, each inbox in its order and without a gap. */
  entries: LogEntry[];
  /** Inboxes whose log does not hold what follows the cursor. */
  lost: string[];
}

/**
 * What a reader gets next.
 *
 * @param present where the logs ended before `entries` were read, so that everything up to there is among them or gone
 * @param entries of each inbox the first ones behind its cursor, in their order
 */
export function continueFrom(cursors: Positions, present: Positions, entries: readonly LogEntry[]): Continuation {
  const byInbox = Map.groupBy(entries, (entry) => entry.outletId);
  const continuation: Continuation = { entries: [], lost: [] };
  for (const [outletId, cursor] of Object.entries(cursors)) {
    const end = present[outletId];
    // An inbox that has no log, or is another tenant's.
    if (end === undefined) continue;
    const found = byInbox.get(outletId) ?? [];
    const isLost = found.length > 0 ? found[0]!.seq !== cursor + 1 : end !== cursor;
    if (isLost) continuation.lost.push(outletId);
    // Old entries go by their age, which is almost their order: behind a gap the reader is lost, next time.
    else continuation.entries.push(...found.filter((entry, index) => entry.seq === cursor + 1 + index));
  }
  return continuation;
}

/** Where the reader stands who was given `taken`. Inboxes that were lost, or not asked for, are where they are. */
export function positionsAfter(
  cursors: Positions,
  present: Positions,
  lost: readonly string[],
  taken: readonly { outletId: string; inboxSeq: number }[],
): { positions: Record<string, number>; hasMore: boolean } {
  const positions: Record<string, number> = { ...present };
  const asked = Object.keys(cursors).filter((outletId) => outletId in present && !lost.includes(outletId));
  for (const outletId of asked) positions[outletId] = cursors[outletId]!;
  for (const { outletId, inboxSeq } of taken) positions[outletId] = inboxSeq;
  return { positions, hasMore: asked.some((outletId) => positions[outletId]! < present[outletId]!) };
}

/** As many from the beginning as fit, and at least one. @param sizeOf in bytes */
export function fitting<T>(items: readonly T[], mostBytes: number, sizeOf: (item: T) => number): T[] {
  let bytes = 0;
  const over = items.findIndex((item) => (bytes += sizeOf(item)) > mostBytes);
  return over < 0 ? [...items] : items.slice(0, Math.max(1, over));
}

/**
 * Of which conversations what was missed is read: as many of them as fit, those with the least first. By their seqs alone, so that what
 * is too much is not read to find that out.
 *
 * @param after the highest seq seen, by conversation
 */
export function planMissed<Thread extends { id: string; nextSeq: number }>(
  conversations: readonly Thread[],
  after: Positions,
  limit: number,
): { toRead: Thread[]; tooMuch: string[] } {
  const gapOf = ({ id, nextSeq }: Thread): number => nextSeq - 1 - after[id]!;
  const behind = conversations.filter((thread) => gapOf(thread) > 0).sort((a, b) => gapOf(a) - gapOf(b));
  let sum = 0;
  const first = behind.findIndex((thread) => (sum += gapOf(thread)) > limit);
  const fits = first < 0 ? behind.length : first;
  return { toRead: behind.slice(0, fits), tooMuch: behind.slice(fits).map(({ id }) => id) };
}
