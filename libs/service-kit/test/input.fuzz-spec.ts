import fc from 'fast-check';
import { fuzz, hostileJson, hostileText, isStorable } from '../../testing/fuzz/fuzz.js';
import { jsonFaults } from '../src/json-limits.js';
import { decodeCursor, encodeCursor } from '../src/pagination.js';
import { Problem } from '../src/problem.js';

describe('what a client may send', () => {
  const keys = fc.array(
    fc.oneof(
      hostileText,
      fc.double({ noDefaultInfinity: true, noNaN: true }).filter((n) => !Object.is(n, -0)),
    ),
    { minLength: 1, maxLength: 4 },
  );

  fuzz('a cursor gives back the keys that made it', keys, (given) => {
    if (isStorable(given)) expect(decodeCursor(encodeCursor(given), given.length)).toEqual(given);
  });

  const cursors = fc.oneof(
    hostileText,
    hostileJson.map((json) => Buffer.from(JSON.stringify(json) ?? '').toString('base64url')),
  );
  fuzz(
    'any other cursor is refused as one, or has as many keys as it should',
    fc.tuple(cursors, fc.integer({ min: 1, max: 4 })),
    ([cursor, count]) => {
      try {
        expect(decodeCursor(cursor, count)).toHaveLength(count);
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        expect(error).toMatchObject({ status: 400, code: 'invalid_cursor' });
      }
    },
  );

  fuzz(
    'JSON without a fault can be kept: no NUL, no half of a surrogate pair, no more than 32 levels',
    fc.array(hostileJson, { maxLength: 4 }),
    (json) => {
      if (jsonFaults(json).length > 0) return;
      expect(isStorable(json)).toBe(true);
    },
  );
});
