import { latencyOf, median, pairedRatios, percentile } from './statistics.js';

describe('statistics of a benchmark', () => {
  it('take a percentile from the values themselves and never between them', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0, 0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 99, 100]);
    expect(percentile([7], 0.99)).toBe(7);
    // 99 % of 101 values must lie at or below it, which 99 of them do not.
    expect(percentile([...hundred, 101], 0.99)).toBe(100);
  });

  it('say NaN, not zero, where nothing was measured', () => {
    expect(percentile([], 0.5)).toBeNaN();
    expect(median([])).toBeNaN();
    expect(latencyOf([]).p99Ms).toBeNaN();
  });

  it('find the median of rounds whatever their order', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('sort latencies as numbers and leave the caller’s array alone', () => {
    const given = [10, 9, 100];
    expect(latencyOf(given)).toEqual({ count: 3, p50Ms: 10, p99Ms: 100, maxMs: 100 });
    expect(given).toEqual([10, 9, 100]);
  });

  it('compare round by round, so that a slow spell of the machine does not show in a ratio', () => {
    // Five times slower in the second round, both of them.
    expect(pairedRatios([80, 16, 84], [100, 20, 100])).toEqual({ median: 0.8, least: 0.8, most: 0.84 });
    expect(pairedRatios([80], [])).toBeUndefined();
    expect(pairedRatios([], [])).toBeUndefined();
    expect(pairedRatios([80], [0])).toBeUndefined();
  });
});
