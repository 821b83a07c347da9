import { keptSince } from './retention.js';

describe('the retention of messages', () => {
  it('keeps whole days, back from now', () => {
    expect(keptSince(30, new Date('2026-11-20T09:00:00.000Z')).toISOString()).toBe('2026-10-21T09:00:00.000Z');
  });
});
