/** A tenant holds at most this many times what is free. */
const SHARE = 4;

/**
 * Slots for work, by tenant. Tenants that wait take turns. Nobody takes the last ones: a tenant holds at most four times what is free, so
 * alone four fifths, two together eight ninths. Who comes finds a free one, however long the works of the others take.
 */
export class TenantSlots {
  #free: number;
  readonly #held = new Map<string, number>();
  /** Whoever has waited longest for a turn first. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Resolves when the tenant has one more. */
  async take(tenantId: string): Promise<void> {
    const queue = this.#waiting.get(tenantId);
    if (!queue && this.#mayTake(tenantId)) return this.#hold(tenantId);
    await new Promise<void>((resolve) => {
      if (queue) queue.push(resolve);
      else this.#waiting.set(tenantId, [resolve]);
    });
  }

  give(tenantId: string): void {
    const left = this.#held.get(tenantId)! - 1;
    if (left > 0) this.#held.set(tenantId, left);
    else this.#held.delete(tenantId);
    this.#free++;
    for (const [next, queue] of this.#waiting) {
      if (this.#free === 0) return;
      if (!this.#mayTake(next)) continue;
      this.#hold(next);
      queue.shift()!();
      this.#waiting.delete(next);
      // Behind everybody else, for the next turn; this loop comes to it again.
      if (queue.length > 0) this.#waiting.set(next, queue);
    }
  }

  #mayTake(tenantId: string): boolean {
    return (this.#held.get(tenantId) ?? 0) < SHARE * this.#free;
  }

  #hold(tenantId: string): void {
    this.#free--;
    this.#held.set(tenantId, (this.#held.get(tenantId) ?? 0) + 1);
  }
}
