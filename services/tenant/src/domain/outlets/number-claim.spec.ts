import type { GraphPhoneNumber, GraphResult } from '#whatsapp';
import { judgeClaim, nextAskMs } from './number-claim.js';

const claim = { phoneNumberId: '101', wabaId: '900', accessToken: 'EAAtoken' };
const seen: GraphResult<GraphPhoneNumber> = { outcome: 'ok', value: { id: '101' } };
const listed = (...ids: string[]): GraphResult<GraphPhoneNumber[]> => ({ outcome: 'ok', value: ids.map((id) => ({ id })) });
const rejected = (code: number | undefined, more: object = {}) =>
  ({ outcome: 'rejected', error: { class: 'permanent', title: 'T', advice: 'A', code, httpStatus: 400, ...more } }) as const;
const missing = rejected(100, { subcode: 33 });
const badToken = rejected(190, { class: 'auth' });
const silent = { outcome: 'not_sent', reason: 'connect_failed', detail: 'ECONNREFUSED' } as const;
const odd = (httpStatus: number) => ({ outcome: 'unknown', reason: 'answer_not_readable', detail: 'odd', httpStatus }) as const;

describe('a claim to a number', () => {
  it('holds when the account lists the number to the token, whatever was said of the number itself', () => {
    for (const number of [seen, missing, odd(404), silent]) {
      expect(judgeClaim(claim, number, listed('100', '101'))).toEqual({ answer: 'yes', by: 'whatsapp' });
    }
  });

  it.each([
    ['an account that lists others', missing, listed('100'), 'whatsapp_number_not_found', 'phoneNumberId'],
    ['an account that lists nothing', odd(200), listed(), 'whatsapp_number_not_found', 'phoneNumberId'],
    ['a number of another account', seen, listed('100'), 'whatsapp_number_not_in_account', 'wabaId'],
    ['an account that the token may not see', seen, missing, 'whatsapp_account_not_found', 'wabaId'],
    ['a token that is none', badToken, badToken, 'whatsapp_token_invalid', 'accessToken'],
    ['a token that ran out', seen, rejected(190, { class: 'auth', subcode: 463 }), 'whatsapp_token_expired', 'accessToken'],
    ['a token that may not list numbers', seen, rejected(10, { class: 'auth' }), 'whatsapp_permission_missing', 'accessToken'],
    ['a no about the number, where the account says nothing', missing, odd(200), 'whatsapp_number_not_found', 'phoneNumberId'],
  ] as const)('falls with %s', (_, number, account, code, field) => {
    const verdict = judgeClaim(claim, number, account);
    expect(verdict).toMatchObject({ answer: 'no', problem: { code, detail: expect.stringMatching(/\S+/), field } });
    // With WhatsApp's own code, where an error of it decided.
    const decisive = [account, number].find((answer) => answer.outcome === 'rejected');
    const said = verdict.answer === 'no' ? verdict.problem.said?.code : undefined;
    expect(said).toBe(account.outcome === 'ok' ? undefined : decisive?.error.code);
  });

  it.each([
    ['silence', silent, undefined, 'whatsapp_unavailable', false],
    ['silence about the account', seen, silent, 'whatsapp_unavailable', false],
    ['a failure', seen, rejected(2, { class: 'retry', httpStatus: 500 }), 'whatsapp_unavailable', false],
    ['too many questions', seen, rejected(80007, { class: 'wait' }), 'whatsapp_rate_limited', false],
    ['a proxy that fails', odd(502), odd(502), 'whatsapp_unavailable', false],
    ['a 404 that is not Graph’s', odd(404), rejected(undefined, { httpStatus: 404 }), 'whatsapp_not_graph', true],
    ['a page', odd(200), odd(200), 'whatsapp_not_graph', true],
    ['a number alone', seen, odd(200), 'whatsapp_not_graph', true],
  ] as const)('is not decided by %s', (_, number, account, code, isAnswered) => {
    expect(judgeClaim(claim, number, account)).toMatchObject({ answer: 'unknown', problem: { code }, isAnswered });
  });

  it('is asked about again after longer and longer pauses, up to an hour, for about a day', () => {
    const pauses = Array.from({ length: 40 }, (_, attempts) => nextAskMs(attempts, 10_000));
    expect(pauses.slice(0, 4)).toEqual([10_000, 10_000, 20_000, 40_000]);
    const asked = pauses.filter((pause) => pause !== null);
    expect(Math.max(...asked)).toBe(3_600_000);
    expect(pauses.indexOf(null)).toBe(30);
    expect(asked.reduce((sum, pause) => sum + pause, 0) / 3_600_000).toBeGreaterThan(20);
  });
});
