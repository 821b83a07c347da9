/** How far each inbox has been read: its events are numbered without gaps. */
export class Positions {
  readonly #seqs = new Map<string, number>();

  /**
   * Takes an event's number. `old`: seen before, change nothing. `gap`: something before it is missing, so read the inbox again over
   * REST; the event itself still counts.
   */
  take(outletId: string, seq: number): 'next' | 'old' | 'gap' {
    const before = this.#seqs.get(outletId);
    if (before !== undefined && seq <= before) return 'old';
    this.#seqs.set(outletId, seq);
    return before === undefined || seq === before + 1 ? 'next' : 'gap';
  }

  /**
   * Takes where the server stands. An inbox that was not known starts there. One that is ahead of the server stands on a log that was
   * set back: what is known of it is not to be trusted. @returns the inboxes to read again
   */
  align(standing: Readonly<Record<string, number>>): string[] {
    const behind: string[] = [];
    for (const [outletId, seq] of Object.entries(standing)) {
      const own = this.#seqs.get(outletId);
      if (own !== undefined && own > seq) behind.push(outletId);
      if (own === undefined || own > seq) this.#seqs.set(outletId, seq);
    }
    return behind;
  }

  /** Goes on from here wherever it stands lower. @returns those inboxes */
  raise(standing: Readonly<Record<string, number>>): string[] {
    const lower = Object.keys(standing).filter((outletId) => (this.#seqs.get(outletId) ?? 0) < (standing[outletId] ?? 0));
    for (const outletId of lower) this.#seqs.set(outletId, standing[outletId] ?? 0);
    return lower;
  }

  /** What was missed is read over REST, so that it goes on from where the server says; from anywhere where it does not say. */
  skip(outletIds: readonly string[], standing: Readonly<Record<string, number>>): void {
    for (const outletId of outletIds) {
      const seq = standing[outletId];
      if (seq === undefined) this.#seqs.delete(outletId);
      else this.#seqs.set(outletId, seq);
    }
  }

  get all(): Record<string, number> {
    return Object.fromEntries(this.#seqs);
  }
}
