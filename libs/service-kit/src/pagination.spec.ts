import { decodeCursor, encodeCursor } from './pagination.js';

describe('a cursor', () => {
  it('gives back the keys that made it', () => {
    expect(decodeCursor(encodeCursor(['żółw 🐢', 7]), 2)).toEqual(['żółw 🐢', 7]);
    expect(decodeCursor(undefined, 2)).toBeUndefined();
  });

  it.each([[[]], [['a']], [['a', null]], [['a', {}]], [['a\0', 1]], [['a\ud83d', 1]]])('is refused with what no row holds: %j', (keys) => {
    expect(() => decodeCursor(encodeCursor(keys as string[]), 2)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});
