export interface Bucket {
  tokens: number;
  /** Epoch milliseconds at which `tokens` was true. */
  at: number;
}

export interface BucketRule {
  capacity: number;
  /** Milliseconds until one token is refilled. */
  refillMs: number;
}

/** One message in 6 s to one recipient, up to 45 borrowed in a burst (Meta, "Pair rate limits"). */
export const PAIR_RULE: BucketRule = { capacity: 45, refillMs: 6_000 };

/** Takes one token if there is one. An absent bucket is full. */
export function takeToken(bucket: Bucket | undefined, rule: BucketRule, now: number): { taken: boolean; bucket: Bucket } {
  const before = bucket ?? { tokens: rule.capacity, at: now };
  const tokens = Math.min(rule.capacity, before.tokens + Math.max(0, now - before.at) / rule.refillMs);
  return tokens >= 1 ? { taken: true, bucket: { tokens: tokens - 1, at: now } } : { taken: false, bucket: { tokens, at: now } };
}

/** Buckets of one rule by key. One that is full again is forgotten, so that only those remain that were used lately. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  /** Takes one token from the bucket; false when it is empty. */
  take(key: string, rule: BucketRule, now: number): boolean {
    const { taken, bucket } = takeToken(this.buckets.get(key), rule, now);
    // Put back at the end: the map is in order of time. Two leave a step, so that they leave faster than new ones come.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    for (let step = 0; step < 2; step += 1) {
      const [oldest, { at }] = this.buckets.entries().next().value!;
      if (at + rule.capacity * rule.refillMs > now) break;
      this.buckets.delete(oldest);
    }
    return taken;
  }

  get size(): number {
    return this.buckets.size;
  }

  clear(): void {
    this.buckets.clear();
  }
}
