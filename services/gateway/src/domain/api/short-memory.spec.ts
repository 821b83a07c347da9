import { ShortMemory } from './short-memory.js';

describe('ShortMemory', () => {
  it('knows an answer until its time, and no longer', () => {
    const memory = new ShortMemory<number>(10);
    memory.set('a', 1, 1_000);
    expect([memory.get('a', 999), memory.get('a', 1_000), memory.get('b', 0)]).toEqual([1, undefined, undefined]);
  });

  it('never holds more than it may', () => {
    const memory = new ShortMemory<number>(2);
    for (const key of ['a', 'b', 'c']) memory.set(key, 1, 1_000);
    expect(['a', 'b', 'c'].filter((key) => memory.get(key, 0) !== undefined)).toEqual(['c']);
  });

  it('forgets an answer only while it is still that one', () => {
    const memory = new ShortMemory<number>(2);
    memory.set('a', 2, 1_000);
    memory.delete('a', 1);
    expect(memory.get('a', 0)).toBe(2);
    memory.delete('a', 2);
    expect(memory.get('a', 0)).toBeUndefined();
  });
});
