import { KnownUntil } from './known-until.js';

describe('KnownUntil', () => {
  it('knows an answer until its time, and no longer', () => {
    const known = new KnownUntil<number>(10);
    known.set('a', 1, 1_000);
    expect([known.get('a', 999), known.get('a', 1_000), known.get('b', 0)]).toEqual([1, undefined, undefined]);
  });

  it('never holds more than it may: what was not asked for longest goes first', () => {
    const known = new KnownUntil<number>(2);
    for (const key of ['a', 'b', 'c']) known.set(key, 1, 1_000);
    expect(['a', 'b', 'c'].filter((key) => known.get(key, 0) !== undefined)).toEqual(['b', 'c']);
  });
});
