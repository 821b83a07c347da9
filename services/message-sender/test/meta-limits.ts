import type { FakeGraph, Post } from './fake-graph.js';

/** Meta's token buckets as Meta keeps them: by the time at which messages arrive. */
export class MetaLimits {
  /** Codes that were answered, in their order. */
  readonly refusals: number[] = [];
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** @param perSecond what numbers may send, 80 where not said */
  constructor(private readonly perSecond: ReadonlyMap<string, number> = new Map()) {}

  of(graph: FakeGraph): void {
    graph.refuses = (post) => {
      const code = this.#judge(post);
      if (code !== undefined) this.refusals.push(code);
      return code;
    };
  }

  #judge({ phoneNumberId, body }: Post): number | undefined {
    const rate = this.perSecond.get(phoneNumberId) ?? 80;
    if (!this.#take(phoneNumberId, rate, rate)) return 130_429;
    return this.#take(`${phoneNumberId}:${body.to}`, 45, 1 / 6) ? undefined : 131_056;
  }

  #take(key: string, capacity: number, perSecond: number): boolean {
    const now = performance.now();
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: capacity, at: now };
    const left = Math.min(capacity, tokens + ((now - at) / 1_000) * perSecond);
    this.#buckets.set(key, { tokens: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  }
}
