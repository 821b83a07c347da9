/** `received` counts what came in, the others count what is there now. They add up, unless one is wrong. */
export interface Figures {
  received: number;
  processed: number;
  parked: number;
  dead: number;
  pending: number;
}

/** One count: all entries of the journal, or the items of one tenant (or of none). */
export interface Count extends Figures {
  scope: 'journal' | 'item';
  tenantId: string | null;
}

const NOTHING: Figures = { received: 0, processed: 0, parked: 0, dead: 0, pending: 0 };
const FIGURES = Object.keys(NOTHING) as (keyof Figures)[];

export function sumOf(counts: Iterable<Figures>): Figures {
  const sums = { ...NOTHING };
  for (const count of counts) for (const figure of FIGURES) sums[figure] += count[figure];
  return sums;
}

export const isNothing = (figures: Figures): boolean => FIGURES.every((figure) => figures[figure] === 0);

/** Adds up counts of several pages. */
export class Tally {
  readonly #sums = new Map<string, Count>();

  add(counts: readonly Count[], sign: 1 | -1 = 1): void {
    for (const count of counts) {
      const key = `${count.scope}:${count.tenantId}`;
      let sums = this.#sums.get(key);
      if (!sums) this.#sums.set(key, (sums = { ...NOTHING, scope: count.scope, tenantId: count.tenantId }));
      for (const figure of FIGURES) sums[figure] += sign * count[figure];
    }
  }

  /** The sums that are not zero, in the order of tenants. */
  get left(): Count[] {
    const order = (count: Count): string => `${count.scope}:${count.tenantId ?? ''}`;
    return [...this.#sums.values()].filter((count) => !isNothing(count)).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}
