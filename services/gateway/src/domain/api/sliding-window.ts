/** Counts of how many keys are kept at most before those whose window has passed are dropped. */
const MOST_KEYS = 10_000;

/** So many in any window of that length, per key; in memory, so per process. */
export class SlidingWindow {
  readonly #taken = new Map<string, number[]>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** @returns 0 when it is allowed (and counted), else the milliseconds until it would be */
  take(key: string, nowMs: number): number {
    if (this.#taken.size > MOST_KEYS) this.#forget(nowMs);
    const times = (this.#taken.get(key) ?? []).filter((time) => time > nowMs - this.windowMs);
    this.#taken.set(key, times);
    if (times.length >= this.limit) return times[0]! + this.windowMs - nowMs;
    times.push(nowMs);
    return 0;
  }

  #forget(nowMs: number): void {
    for (const [key, times] of this.#taken) if ((times.at(-1) ?? 0) <= nowMs - this.windowMs) this.#taken.delete(key);
  }
}
