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
/** 80 messages a second for one number, inbound and outbound together (Meta, "Throughput"). */
export const THROUGHPUT_RULE: BucketRule = { capacity: 80, refillMs: 1_000 / 80 };

/** Takes one token if there is one. An absent bucket is full. */
export function takeToken(bucket: Bucket | undefined, rule: BucketRule, now: number): { taken: boolean; bucket: Bucket } {
  const before = bucket ?? { tokens: rule.capacity, at: now };
  const tokens = Math.min(rule.capacity, before.tokens + Math.max(0, now - before.at) / rule.refillMs);
  return tokens >= 1 ? { taken: true, bucket: { tokens: tokens - 1, at: now } } : { taken: false, bucket: { tokens, at: now } };
}
