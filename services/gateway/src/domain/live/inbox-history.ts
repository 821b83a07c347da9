import type { FeedEvent } from './feed-event.js';

/**
 * The last events of one inbox, without gaps up to its feed's position. Clients that come back after a short break are served from it, so that a
 * thousand of them cost no query.
 */
export class InboxHistory {
  readonly #kept: { event: FeedEvent; atMs: number }[] = [];
  #start: number;

  /** @param start the position after which it begins */
  constructor(start: number) {
    this.#start = start;
  }

  /** It has everything after this position. */
  get start(): number {
    return this.#start;
  }

  get size(): number {
    return this.#kept.length;
  }

  append(event: FeedEvent, nowMs: number): void {
    this.#kept.push({ event, atMs: nowMs });
  }

  /** @param events those after `start`, in order, up to where this begins */
  prepend(start: number, events: readonly FeedEvent[], nowMs: number): void {
    this.#kept.unshift(...events.map((event) => ({ event, atMs: nowMs })));
    this.#start = start;
  }

  /** The events after `after`, up to `upTo`; undefined if it does not reach back to `after`. */
  between(after: number, upTo: number): FeedEvent[] | undefined {
    if (after < this.#start) return undefined;
    return this.#kept.slice(after - this.#start, Math.max(0, upTo - this.#start)).map(({ event }) => event);
  }

  /** Forgets the oldest: all above `most`, and those from before `beforeMs`. */
  trim(most: number, beforeMs: number): void {
    let count = Math.max(0, this.#kept.length - most);
    while (count < this.#kept.length && this.#kept[count]!.atMs < beforeMs) count++;
    this.#kept.splice(0, count);
    this.#start += count;
  }
}
