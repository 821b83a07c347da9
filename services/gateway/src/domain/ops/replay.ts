/** An item or letter that was not replayed, and why. */
export interface Unchanged {
  id: string;
  code: string;
  detail: string;
}

export interface Replay {
  /** How many were replayed. */
  replayed: number;
  /** How many could not be replayed. */
  unchanged: number;
  /** The reasons of the first of them. */
  reasons: Unchanged[];
  /** Whether this call stopped before the end. */
  more: boolean;
}

/** Maximum that one call looks at; the answer says whether there is more. */
const MAX_SEEN = 10_000;
const MAX_REASONS = 100;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Replays in the order of ids, batch by batch, each in its own transaction.
 *
 * @param replayBatch replays up to `batch` after an id; `last` is where to go on, null at the end
 */
export async function replayAll(
  batch: number,
  replayBatch: (after: string) => Promise<{ seen: readonly { id: string }[]; unchanged: readonly Unchanged[]; last: string | null }>,
): Promise<Replay> {
  const replay: Replay = { replayed: 0, unchanged: 0, reasons: [], more: false };
  for (let [seen, after] = [0, FIRST]; seen < MAX_SEEN;) {
    const done = await replayBatch(after);
    seen += batch;
    replay.replayed += done.seen.length - done.unchanged.length;
    replay.unchanged += done.unchanged.length;
    replay.reasons.push(...done.unchanged.slice(0, MAX_REASONS - replay.reasons.length));
    if (done.last === null) return replay;
    after = done.last;
  }
  return { ...replay, more: true };
}
