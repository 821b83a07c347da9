import { fullness } from './fullness';

it.each([
  [79, 100, 'fine'],
  [80, 100, 'nearly'],
  [99, 100, 'nearly'],
  [100, 100, 'full'],
  [130, 100, 'full'],
  [0, 1, 'fine'],
  [0, 0, 'full'],
  [5_000_000, null, 'fine'],
] as const)('%s of %s is %s', (used, limit, expected) => {
  expect(fullness(used, limit)).toBe(expected);
});
