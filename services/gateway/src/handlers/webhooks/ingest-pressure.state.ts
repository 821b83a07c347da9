/** How long after a commit the process counts as busy, or as crowded after a crowded commit. */
const BUSY_FOR_MS = 50;
/** A commit of this many bodies means that requests come faster than single commits. */
const CROWDED_ROWS = 6;

/** Milliseconds of a monotonic clock that all threads of the process share. */
const now = (): number => performance.timeOrigin + performance.now();

/**
 * How many webhooks arrive. The thread that answers them writes it and the thread that splits them reads it, in shared memory: this costs the
 * answers nothing.
 */
export class IngestPressure {
  readonly #times: Float64Array;
  readonly #isAwake: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(24)) {
    this.#times = new Float64Array(memory, 0, 2);
    this.#isAwake = new Int32Array(memory, 16, 1);
  }

  /** Call after each commit. @returns whether the splitting thread sleeps and must be woken */
  committed(rows: number): boolean {
    this.#times[0] = now();
    if (rows >= CROWDED_ROWS) this.#times[1] = this.#times[0];
    return Atomics.exchange(this.#isAwake, 0, 1) === 0;
  }

  /** Call before looking for entries: a later commit will wake. */
  looking(): void {
    Atomics.store(this.#isAwake, 0, 0);
  }

  /** Whether webhooks are being answered. */
  get isBusy(): boolean {
    return now() - this.#times[0]! < BUSY_FOR_MS;
  }

  /** Whether so many webhooks arrive that they share commits: other work should give way. */
  get isCrowded(): boolean {
    return now() - this.#times[1]! < BUSY_FOR_MS;
  }
}
