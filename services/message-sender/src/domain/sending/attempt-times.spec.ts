import { abandonedAfterMs, mayStart } from './attempt-times.js';

describe('the times of an attempt', () => {
  it.each([200, 1_000, 10_000, 60_000])('end a request before its message counts as abandoned, with a timeout of %i ms', (timeoutMs) => {
    const startsAt = [...Array(100_000).keys()].filter((ms) => mayStart(0, ms, timeoutMs)).at(-1)!;
    expect(startsAt).toBeGreaterThan(0);
    expect(startsAt + timeoutMs).toBeLessThanOrEqual(abandonedAfterMs(timeoutMs));
  });

  it('start no request later than a whole timeout after its claim', () => {
    expect(mayStart(1_000, 1_200, 200)).toBe(true);
    expect(mayStart(1_000, 1_201, 200)).toBe(false);
  });
});
