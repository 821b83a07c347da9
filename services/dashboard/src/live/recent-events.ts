const KEPT = 2_000;

/**
 * The last events by the order of their arrival. What a request brings may be older than an event that came while it was under way, so
 * those are applied to it once more: `mark` before the request, `since` after it.
 */
export class RecentEvents<Event> {
  readonly #events: (Event | undefined)[] = [];
  #dropped = 0;

  push(event: Event): void {
    this.#events.push(event);
    if (this.#events.length > KEPT) this.#dropped += this.#events.splice(0, KEPT / 2).length;
  }

  get mark(): number {
    return this.#dropped + this.#events.length;
  }

  since(mark: number): Event[] {
    return this.#events.slice(Math.max(0, mark - this.#dropped)).filter((event) => event !== undefined);
  }

  /** Their places stay, so that marks keep their meaning. */
  forget(isMeant: (event: Event) => boolean): void {
    for (const [index, event] of this.#events.entries()) if (event !== undefined && isMeant(event)) this.#events[index] = undefined;
  }
}
