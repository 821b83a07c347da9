import { requestHash, requireSameRequest } from './idempotency.js';

describe('the hash of a request', () => {
  it('is the same whatever the order of its fields, and without fields that are not set', () => {
    expect(requestHash({ a: 1, b: { c: [1, { x: null, y: 2 }], d: undefined } })).toBe(
      requestHash({ b: { c: [1, { y: 2, x: null }] }, a: 1 }),
    );
  });

  it.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [
      ['x', { a: 1 }],
      ['y', { a: 1 }],
    ],
  ])('differs between %j and %j', (one, other) => {
    expect(requestHash(one)).not.toBe(requestHash(other));
    expect(() => requireSameRequest(requestHash(one), requestHash(other))).toThrow(
      expect.objectContaining({ code: 'idempotency_key_reused' }),
    );
  });
});
