import { freeEntryPointEnd, SERVICE_WINDOW_MS, windowIsOpen } from './service-window.js';
import { PAIR_RULE, takeToken, type Bucket } from './token-bucket.js';

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
