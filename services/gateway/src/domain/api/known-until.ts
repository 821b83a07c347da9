import { LRUCache } from 'lru-cache';

/** What holds until a time. Bounded: what was not asked for longest is forgotten first, and can be asked again. */
export class KnownUntil<T> {
  readonly #entries: LRUCache<string, { value: T; untilMs: number }>;

  constructor(max: number) {
    this.#entries = new LRUCache({ max });
  }

  get(key: string, nowMs: number): T | undefined {
    const entry = this.#entries.get(key);
    return entry && nowMs < entry.untilMs ? entry.value : undefined;
  }

  set(key: string, value: T, untilMs: number): void {
    this.#entries.set(key, { value, untilMs });
  }
}
