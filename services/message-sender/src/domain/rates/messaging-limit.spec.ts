import { limitOf } from './messaging-limit.js';

it.each([
  ['TIER_50', 50],
  ['TIER_250', 250],
  ['TIER_1K', 1_000],
  ['TIER_2K', 2_000],
  ['TIER_10K', 10_000],
  ['TIER_100K', 100_000],
  ['TIER_UNLIMITED', undefined],
  ['TIER_NOT_SET', undefined],
  ['something new', undefined],
  [null, undefined],
])('%s lets a business reach %s customers a day', (tier, limit) => {
  expect(limitOf(tier)).toBe(limit);
});
