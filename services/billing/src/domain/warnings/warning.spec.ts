import { warningLevel } from './warning.js';

it.each([
  [79, 100, null],
  [80, 100, 80],
  [99, 100, 80],
  [100, 100, 100],
  [250, 100, 100],
  [0, 1, null],
  [1, 1, 100],
  [2, 3, null],
  [4, 5, 80],
  [0, 0, null],
  [7, null, null],
] as const)('%s of %s is level %s', (used, limit, level) => {
  expect(warningLevel(used, limit)).toBe(level);
});
