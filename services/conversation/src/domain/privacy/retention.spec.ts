import { firstIdOf, keptSince } from './retention.js';

describe('the retention of messages', () => {
  it('keeps whole days, back from now', () => {
    expect(keptSince(30, new Date('2026-11-20T09:00:00.000Z')).toISOString()).toBe('2026-10-21T09:00:00.000Z');
  });

  it('knows ids by their age', () => {
    const boundary = firstIdOf(new Date(0x0198c0de0001));
    expect('0198c0de-0000-7fff-bfff-ffffffffffff' < boundary).toBe(true);
    expect('0198c0de-0001-7000-8000-000000000001' < boundary).toBe(false);
  });
});
