/** Tenants remembered before those are forgotten of whom nothing needs to be known. */
const MAX_REMEMBERED = 1_000;

/**
 * Whose turn it is: whoever has had least goes next (start-time fair queueing). What somebody did not take while away is not given later:
 * who comes begins where the others are.
 */
export class Turns {
  /** By tenant: where its next turn begins. */
  readonly #next = new Map<string, number>();
  #now = 0;

  /** @param tenants at least one */
  first(tenants: Iterable<string>): string {
    let first: string | undefined;
    for (const tenant of tenants) if (first === undefined || this.#start(tenant) < this.#start(first)) first = tenant;
    return first!;
  }

  took(tenant: string, amount: number): void {
    this.#now = Math.max(this.#now, this.#start(tenant));
    this.#next.set(tenant, this.#start(tenant) + amount);
    if (this.#next.size <= MAX_REMEMBERED) return;
    for (const [other, next] of this.#next) if (next <= this.#now) this.#next.delete(other);
  }

  #start(tenant: string): number {
    return Math.max(this.#next.get(tenant) ?? 0, this.#now);
  }
}
