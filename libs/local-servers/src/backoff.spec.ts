import { nextDelayMs } from './backoff.js';

describe('waits between starts', () => {
  it('double from 0.2 s to at most 5 s while the process keeps dying', () => {
    const waits: number[] = [];
    for (let wait: number | undefined; waits.length < 8; waits.push(wait)) wait = nextDelayMs(wait, 100);
    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  });

  it('begin anew after 30 s of health', () => {
    expect(nextDelayMs(5_000, 29_999)).toBe(5_000);
    expect(nextDelayMs(5_000, 30_000)).toBe(200);
  });
});
