/** So long after a commit the process counts as busy answering, and crowded if the commit was. */
const BUSY_FOR_MS = 50;
/** A commit of so many bodies says that requests come faster than they are committed one by one. */
const CROWDED_ROWS = 6;

/** Milliseconds by a clock that is the same in all threads of a process and never goes back. */
const now = (): number => performance.timeOrigin + performance.now();

/**
 * How hard webhooks press. The thread that answers them writes it, the one that splits them reads it, in memory that they share: telling
 * costs the answers nothing.
 */
export class IngestPressure {
  readonly #times: Float64Array;
  readonly #isAwake: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(24)) {
    this.#times = new Float64Array(memory, 0, 2);
    this.#isAwake = new Int32Array(memory, 16, 1);
  }

  /** After every commit. @returns whether whoever splits is asleep and must be woken */
  committed(rows: number): boolean {
    this.#times[0] = now();
    if (rows >= CROWDED_ROWS) this.#times[1] = this.#times[0];
    return Atomics.exchange(this.#isAwake, 0, 1) === 0;
  }

  /** Before looking for entries: whoever commits after this wakes. */
  looking(): void {
    Atomics.store(this.#isAwake, 0, 0);
  }

  /** Whether webhooks are being answered. */
  get isBusy(): boolean {
    return now() - this.#times[0]! < BUSY_FOR_MS;
  }

  /** Whether requests press so hard that they share their commits; whoever else wants the processor should give way. */
  get isCrowded(): boolean {
    return now() - this.#times[1]! < BUSY_FOR_MS;
  }
}
