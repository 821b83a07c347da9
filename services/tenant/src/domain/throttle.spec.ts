import { lockMs } from './throttle.js';

describe('how long a lock holds', () => {
  it.each([
    ['account', 4, 0],
    ['account', 5, 1_000],
    ['account', 6, 2_000],
    ['account', 10, 32_000],
    ['account', 15, 900_000],
    ['account', 1_000_000, 900_000],
    ['address', 19, 0],
    ['address', 20, 1_000],
  ] as const)('%s after %i failures: %i ms', (kind, failures, ms) => {
    expect(lockMs(kind, failures)).toBe(ms);
  });
});
