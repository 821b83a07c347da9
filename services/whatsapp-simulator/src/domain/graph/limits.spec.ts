import { freeEntryPointEnd, SERVICE_WINDOW_MS, windowIsOpen } from './service-window.js';
import { throughputRule } from './number-settings.js';
import { PAIR_RULE, takeToken, TokenBuckets, type Bucket } from './token-bucket.js';

describe('the service window', () => {
  it('is open for 24 hours after the customer wrote, and never before', () => {
    expect(windowIsOpen(undefined, 0)).toBe(false);
    expect(windowIsOpen(1_000, 1_000 + SERVICE_WINDOW_MS - 1)).toBe(true);
    expect(windowIsOpen(1_000, 1_000 + SERVICE_WINDOW_MS)).toBe(false);
  });

  it('gives 72 free hours to an answer within a day of an ad click', () => {
    expect(freeEntryPointEnd(0, SERVICE_WINDOW_MS - 1)).toBe(4 * SERVICE_WINDOW_MS - 1);
    expect(freeEntryPointEnd(0, SERVICE_WINDOW_MS)).toBeUndefined();
    expect(freeEntryPointEnd(undefined, 0)).toBeUndefined();
  });
});

describe('the pair limit', () => {
  it('lends 45 at once and gives one back every six seconds', () => {
    let bucket: Bucket | undefined;
    const take = (now: number) => {
      const result = takeToken(bucket, PAIR_RULE, now);
      bucket = result.bucket;
      return result.taken;
    };
    expect(Array.from({ length: 46 }, () => take(0)).filter(Boolean)).toHaveLength(45);
    expect(take(5_999)).toBe(false);
    expect(take(6_000)).toBe(true);
    expect(take(6_001)).toBe(false);
  });
});

describe('the throughput of a number', () => {
  it.each([
    ['STANDARD', 80],
    ['HIGH', 1_000],
    ['COEXISTENCE', 20],
  ] as const)('%s is %i a second and no more, in a burst and on average', (level, perSecond) => {
    const buckets = new TokenBuckets();
    let taken = 0;
    // Ten tries for each one allowed, over three seconds.
    const tries = perSecond * 30;
    for (let index = 0; index < tries; index += 1) if (buckets.take('n', throughputRule(level), (index * 3_000) / tries)) taken += 1;
    // The first second may use the bucket besides its refill.
    expect(taken).toBeGreaterThanOrEqual(perSecond * 4 - 1);
    expect(taken).toBeLessThanOrEqual(perSecond * 4);
  });
});

describe('buckets', () => {
  it('are forgotten once they are full again, so that a million recipients take no room', () => {
    const buckets = new TokenBuckets();
    const fullAgain = PAIR_RULE.capacity * PAIR_RULE.refillMs;
    for (let recipient = 0; recipient < 3_000; recipient += 1) buckets.take(`r${recipient}`, PAIR_RULE, recipient * (fullAgain / 1_000));
    expect(buckets.size).toBeLessThanOrEqual(1_001);
  });
});
