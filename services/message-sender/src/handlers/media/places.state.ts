const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Files that this process moves at a time, for tenants in turns. A tenant gets all places but one: who comes does not wait for large files. */
export class Places {
  readonly #running = new Set<Promise<void>>();
  readonly #held = new Map<string, number>();
  #last = BEFORE_ALL;

  constructor(private readonly most: number) {}

  /**
   * Takes files in hand while there are places, and does not wait for them.
   *
   * @param claim the next file of a tenant behind the first argument, of none of the second; undefined when none is due there
   * @param onFree called when there is a place again
   */
  async fill<File extends { tenantId: string }>(
    claim: (after: string, without: readonly string[]) => Promise<File | undefined>,
    move: (file: File) => Promise<void>,
    onFree: () => void,
  ): Promise<void> {
    while (this.#running.size < this.most) {
      const file = await claim(this.#last, this.#withMany());
      if (!file && this.#last === BEFORE_ALL) return;
      this.#last = file?.tenantId ?? BEFORE_ALL;
      if (file) this.#start(file.tenantId, move(file), onFree);
    }
  }

  /** Resolves when none is being moved. */
  async empty(): Promise<void> {
    await Promise.all(this.#running);
  }

  #start(tenantId: string, move: Promise<void>, onFree: () => void): void {
    this.#held.set(tenantId, (this.#held.get(tenantId) ?? 0) + 1);
    const running = move.finally(() => {
      this.#running.delete(running);
      const left = this.#held.get(tenantId)! - 1;
      if (left > 0) this.#held.set(tenantId, left);
      else this.#held.delete(tenantId);
      onFree();
    });
    this.#running.add(running);
  }

  #withMany(): string[] {
    return [...this.#held].flatMap(([tenantId, held]) => (held >= this.most - 1 && this.most > 1 ? [tenantId] : []));
  }
}
