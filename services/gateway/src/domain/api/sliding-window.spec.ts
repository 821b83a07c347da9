import { SlidingWindow } from './sliding-window.js';

describe('SlidingWindow', () => {
  it('allows the limit in any window and says when there is room again', () => {
    const window = new SlidingWindow(2, 60_000);
    expect([window.take('a', 0), window.take('a', 10_000), window.take('a', 20_000)]).toEqual([0, 0, 40_000]);
    expect(window.take('a', 60_001)).toBe(0);
    expect(window.take('a', 60_002)).toBe(9_998);
  });

  it('counts each address by itself', () => {
    const window = new SlidingWindow(1, 60_000);
    expect([window.take('a', 0), window.take('b', 0), window.take('a', 1)]).toEqual([0, 0, 59_999]);
  });
});
