import { classifyError } from '#whatsapp';
import { notGiven, settleFetch, type FetchOutcome } from './settle-fetch.js';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const fetch = (attempts: number, leftMs = 60 * 60_000) => ({ attempts, expiresAt: new Date(NOW.getTime() + leftMs).toISOString() });
const again: FetchOutcome = { outcome: 'again', code: 'unreachable', detail: 'no answer' };
const refusal = (code: number, httpStatus = 400, subcode?: number) =>
  notGiven({ outcome: 'rejected', error: { ...classifyError({ code, subcode, httpStatus }), httpStatus } });

describe('a file that was not fetched', () => {
  it('is tried again ever more rarely, at least every half hour, and not all at one time', () => {
    const delays = [1, 2, 3, 10, 12, 30].map((attempts) => settleFetch(fetch(attempts, 7 * 24 * 3_600_000), again, NOW, 0));
    expect(delays).toEqual([1_000, 2_000, 4_000, 512_000, 1_800_000, 1_800_000].map((delayMs) => ({ done: false, delayMs })));
    expect(settleFetch(fetch(1), again, NOW, 1)).toEqual({ done: false, delayMs: 1_500 });
  });

  it('waits as long as WhatsApp asks, but not past the end of the file', () => {
    expect(settleFetch(fetch(1), { ...again, retryAfterMs: 90_000 }, NOW, 0)).toEqual({ done: false, delayMs: 90_000 });
    expect(settleFetch(fetch(20, 5_000), again, NOW, 0)).toEqual({ done: false, delayMs: 5_000 });
  });

  it('has expired when its seven days are over, and says what stood in the way', () => {
    expect(settleFetch(fetch(3, 0), again, NOW, 0)).toMatchObject({
      done: 'expired',
      error: { code: 'expired', detail: expect.stringContaining('no answer') },
    });
  });

  it('failed when its bytes were wrong three times', () => {
    const mismatch: FetchOutcome = { outcome: 'again', code: 'hash_mismatch', detail: 'other bytes' };
    expect(settleFetch(fetch(2), mismatch, NOW, 0)).toMatchObject({ done: false });
    expect(settleFetch(fetch(3), mismatch, NOW, 0)).toEqual({ done: 'failed', error: { code: 'hash_mismatch', detail: 'other bytes' } });
  });

  it.each([
    ['an id that has ended', refusal(100, 400, 33), 'gone'],
    ['a plain 404', notGiven({ outcome: 'rejected', error: { ...classifyError({ httpStatus: 404 }), httpStatus: 404 } }), 'gone'],
    ['a file above 100 MB', refusal(131052), 'gone'],
    ['an expired token', refusal(190, 401), 'again'],
    ['a rate limit', refusal(4), 'again'],
    ['an account that is locked', refusal(368), 'again'],
    ['WhatsApp being away', refusal(2, 500), 'again'],
    ['a parameter that is wrong', refusal(131009), 'refused'],
    ['no connection', notGiven({ outcome: 'not_sent', reason: 'connect_failed', detail: '' }), 'again'],
    ['no answer', notGiven({ outcome: 'unknown', reason: 'timeout', detail: '' }), 'again'],
    ['an address that is not Meta’s', notGiven({ outcome: 'not_sent', reason: 'host_not_allowed', detail: '' }), 'refused'],
  ])('because of %s', (_reason, outcome, expected) => {
    expect(outcome.outcome).toBe(expected);
  });
});
