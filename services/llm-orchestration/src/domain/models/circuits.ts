import { LRUCache } from 'lru-cache';

/** `closed`: calls go through. `open`: none does. `half_open`: one is tried, to see whether it goes again. */
export type CircuitState = 'closed' | 'open' | 'half_open';

/** So many failures in the window, and at least half of the calls, open a circuit. */
const FAILURES = 5;
const WINDOW_MS = 60_000;
/** How long nobody asks before one call is tried. */
const REST_MS = 30_000;
/** A call that was let through to try, and of which nothing was heard, is given up after it. */
const TRIAL_MS = 150_000;
/** The newest calls that are remembered of each. */
const CALLS = 50;
const MAX_CIRCUITS = 5_000;

interface Circuit {
  /** The newest calls: when they ended, and how. */
  calls: { at: number; failed: boolean }[];
  openedAt?: number | undefined;
  /** When a call was let through to try; undefined where none is under way. */
  triedAt?: number | undefined;
}

/** Keeps calls from a model that fails, so that nobody waits for what does not come, and the model is not asked the more the less it can. */
export class Circuits {
  readonly #circuits = new LRUCache<string, Circuit>({ max: MAX_CIRCUITS });

  /** @param now milliseconds on a clock that only goes forward */
  constructor(private readonly now: () => number) {}

  state(key: string): CircuitState {
    // Looking is no use: getting it would make it the newest, also while all are gone over.
    const circuit = this.#circuits.peek(key);
    if (circuit?.openedAt === undefined) return 'closed';
    return this.now() - circuit.openedAt < REST_MS ? 'open' : 'half_open';
  }

  /** Whether a call would be let through. */
  isReady(key: string): boolean {
    const state = this.state(key);
    return state === 'closed' || (state === 'half_open' && !this.#isTried(key));
  }

  /** Lets a call through, or not. Whoever is let through says what came of it: {@link succeeded}, {@link failed} or {@link ended}. */
  enter(key: string): boolean {
    if (!this.isReady(key)) return false;
    if (this.state(key) === 'half_open') this.#circuits.get(key)!.triedAt = this.now();
    return true;
  }

  succeeded(key: string): void {
    const circuit = this.#circuits.get(key);
    if (circuit?.openedAt === undefined) this.#record(key, false);
    else this.#circuits.delete(key);
  }

  failed(key: string): void {
    const circuit = this.#record(key, true);
    if (circuit.openedAt !== undefined) {
      // A call from before it opened tells nothing new; one that was tried does.
      if (circuit.triedAt !== undefined) circuit.openedAt = this.now();
    } else {
      const failures = circuit.calls.filter(({ failed }) => failed).length;
      if (failures >= FAILURES && failures * 2 >= circuit.calls.length) circuit.openedAt = this.now();
    }
    circuit.triedAt = undefined;
  }

  /** A call ended without telling anything of the model: nobody waited for it any more. */
  ended(key: string): void {
    const circuit = this.#circuits.get(key);
    if (circuit) circuit.triedAt = undefined;
  }

  /** How many circuits of those that are remembered are in a state. */
  count(of: (key: string) => boolean): Record<CircuitState, number> {
    const counts = { closed: 0, open: 0, half_open: 0 };
    for (const key of this.#circuits.keys()) if (of(key)) counts[this.state(key)]++;
    return counts;
  }

  #isTried(key: string): boolean {
    const triedAt = this.#circuits.get(key)?.triedAt;
    return triedAt !== undefined && this.now() - triedAt < TRIAL_MS;
  }

  #record(key: string, failed: boolean): Circuit {
    const at = this.now();
    const circuit: Circuit = this.#circuits.get(key) ?? { calls: [] };
    circuit.calls = [...circuit.calls.filter((call) => at - call.at < WINDOW_MS), { at, failed }].slice(-CALLS);
    this.#circuits.set(key, circuit);
    return circuit;
  }
}
