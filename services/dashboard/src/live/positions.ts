/** How far each inbox has been read: its events are numbered without gaps. */
export class Positions {
  readonly #seqs = new Map<string, number>();

  /**
   * Takes an event's number. `old`: seen before, change nothing. `gap`: something before it is missing, so read the inbox again over
   * REST; the event itself still counts.
   */
  take(inboxId: string, seq: number): 'next' | 'old' | 'gap' {
    const before = this.#seqs.get(inboxId);
    if (before !== undefined && seq <= before) return 'old';
    this.#seqs.set(inboxId, seq);
    return before === undefined || seq === before + 1 ? 'next' : 'gap';
  }

  /**
   * Takes where the server stands. An inbox that was not known starts there. One that is ahead of the server stands on a log that was
   * set back: what is known of it is not to be trusted. @returns the inboxes to read again
   */
  align(standing: Readonly<Record<string, number>>): string[] {
    const behind: string[] = [];
    for (const [inboxId, seq] of Object.entries(standing)) {
      const own = this.#seqs.get(inboxId);
      if (own !== undefined && own > seq) behind.push(inboxId);
      if (own === undefined || own > seq) this.#seqs.set(inboxId, seq);
    }
    return behind;
  }

  /** Goes on from here wherever it stands lower. @returns those inboxes */
  raise(standing: Readonly<Record<string, number>>): string[] {
    const lower = Object.keys(standing).filter((inboxId) => (this.#seqs.get(inboxId) ?? 0) < (standing[inboxId] ?? 0));
    for (const inboxId of lower) this.#seqs.set(inboxId, standing[inboxId] ?? 0);
    return lower;
  }

  /** What was missed is read over REST, so that it goes on from where the server says; from anywhere where it does not say. */
  skip(inboxIds: readonly string[], standing: Readonly<Record<string, number>>): void {
    for (const inboxId of inboxIds) {
      const seq = standing[inboxId];
      if (seq === undefined) this.#seqs.delete(inboxId);
      else this.#seqs.set(inboxId, seq);
    }
  }

  get all(): Record<string, number> {
    return Object.fromEntries(this.#seqs);
  }
}
