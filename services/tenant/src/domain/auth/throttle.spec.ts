import { lockMs } from './throttle.js';

describe('how long a lock holds', () => {
  it.each([
    ['pair', 4, 0],
    ['pair', 5, 1_000],
    ['pair', 6, 2_000],
    ['pair', 10, 32_000],
    ['pair', 15, 900_000],
    ['pair', 1_000_000, 900_000],
    ['known', 4, 0],
    ['known', 5, 1_000],
    ['known', 10, 32_000],
    ['known', 11, 60_000],
    ['known', 1_000_000, 60_000],
    ['address', 19, 0],
    ['address', 20, 1_000],
    ['address', 1_000_000, 900_000],
    ['account', 49, 0],
    ['account', 50, 1_000],
    ['account', 1_000_000, 60_000],
    ['code', 4, 0],
    ['code', 5, 1_000],
    ['code', 1_000_000, 900_000],
    ['code-account', 9, 0],
    ['code-account', 10, 1_000],
    ['code-account', 1_000_000, 900_000],
  ] as const)('%s after %i failures: %i ms', (kind, failures, ms) => {
    expect(lockMs(kind, failures)).toBe(ms);
  });
});
