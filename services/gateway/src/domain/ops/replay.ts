/** What stayed where it is, and why. */
export interface Unchanged {
  id: string;
  code: string;
  detail: string;
}

export interface Replay {
  /** On their way (again). */
  replayed: number;
  /** What still cannot go anywhere. */
  unchanged: number;
  /** The reasons of the first of them. */
  reasons: Unchanged[];
  /** Whether something is left that this call did not look at. */
  more: boolean;
}

/** Looked at in one call; the answer says whether there is more. */
const MAX_SEEN = 10_000;
const MAX_REASONS = 100;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Goes through what can be replayed in the order of the ids, batch by batch, each in a transaction of its own.
 *
 * @param replayBatch replays what comes after an id, at most `batch` of it; `last` is where to go on, null at the end
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
