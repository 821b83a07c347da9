import fc from 'fast-check';
import { MovingCount, MovingSet, MovingTally } from './moving-window.js';

const WINDOW = 1_000;
const SLOTS = 10;
const START = Date.parse('2000-01-01T00:00:00Z');
/** Steps of time between two events. */
const steps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 });

describe('a moving count', () => {
  it('counts what lies at most a window back, never more than a slot longer', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const count = new MovingCount(WINDOW, SLOTS);
        const times: number[] = [];
        let now = START;
        for (const step of given) {
          now += step;
          times.push(now);
          count.add(now);
          const within = (ms: number) => times.filter((at) => at > now - ms).length;
          expect(count.total(now)).toBeGreaterThanOrEqual(within(WINDOW - WINDOW / SLOTS));
          expect(count.total(now)).toBeLessThanOrEqual(within(WINDOW));
        }
      }),
    );
  });

  it('says when there is room again: not sooner, and then there is', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (given, limit) => {
        const count = new MovingCount(WINDOW, SLOTS);
        let now = START;
        for (const step of given) count.add((now += step));
        const wait = count.msUntilBelow(limit, now);
        if (wait > 0) expect(count.total(now + wait - 1)).toBeGreaterThanOrEqual(limit);
        expect(count.total(now + wait)).toBeLessThan(limit);
      }),
    );
  });
});

describe('a moving set', () => {
  const keys = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 600 })), { maxLength: 100 });
  it('holds whom it saw within the window, each once', () => {
    fc.assert(
      fc.property(keys, (given) => {
        const set = new MovingSet(WINDOW, 100);
        const last = new Map<string, number>();
        let now = START;
        for (const [key, step] of given) {
          now += step;
          set.add(key, now);
          last.set(key, now);
          const alive = [...last].filter(([, at]) => at + WINDOW > now);
          expect(set.size(now)).toBe(alive.length);
          for (const [each, at] of last) expect(set.has(each, now)).toBe(at + WINDOW > now);
          expect(set.msUntilNext(now)).toBe(Math.min(...alive.map(([, at]) => at)) + WINDOW - now);
        }
      }),
    );
  });
  it('keeps no more than it may, the latest', () => {
    const set = new MovingSet(WINDOW, 2);
    for (const key of ['a', 'b', 'a', 'c']) set.add(key, START);
    expect(['a', 'b', 'c'].filter((key) => set.has(key, START))).toEqual(['a', 'c']);
  });
});

describe('a moving tally', () => {
  it('counts each by itself, forgets what has ended, and keeps no more than it may', () => {
    const tally = new MovingTally(WINDOW, 2);
    tally.add('a', START);
    tally.add('a', START + 500);
    tally.add('b', START + 500);
    expect([tally.count('a', START + 999), tally.count('a', START + 1_000), tally.count('b', START + 999)]).toEqual([2, 1, 1]);
    tally.add('c', START + 600);
    tally.add('d', START + 600);
    expect(['a', 'b', 'c', 'd'].map((key) => tally.count(key, START + 600))).toEqual([0, 0, 1, 1]);
  });
});
