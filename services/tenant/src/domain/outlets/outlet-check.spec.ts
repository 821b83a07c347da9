import { graphProblem, readNumber } from './outlet-check.js';

describe('what Graph says of a number', () => {
  it.each([
    [{ quality_rating: 'GREEN', status: 'CONNECTED' }, 'ok'],
    [{ quality_rating: 'RED', status: 'CONNECTED' }, 'limited'],
    [{ quality_rating: 'GREEN', status: 'FLAGGED' }, 'limited'],
    [{ quality_rating: 'GREEN', status: 'banned' }, 'blocked'],
    [{ quality_rating: 'NA' }, 'ok'],
  ])('%j is %s', (number, health) => {
    expect(readNumber({ id: '1', ...number }).health).toBe(health);
  });

  it('keeps unknown spellings out of what has a closed list', () => {
    expect(readNumber({ id: '1', quality_rating: 'PURPLE', throughput: { level: 'NOT_APPLICABLE' } })).toEqual({
      quality: 'UNKNOWN',
      metaStatus: null,
      health: 'ok',
    });
  });
});

describe('why Graph refuses', () => {
  const rejected = (verdict: object) => ({ outcome: 'rejected', error: { httpStatus: 400, title: 't', advice: 'a', ...verdict } }) as never;

  it.each([
    [{ class: 'auth', code: 190, subcode: 463 }, 422, 'whatsapp_token_expired'],
    [{ class: 'auth', code: 190 }, 422, 'whatsapp_token_invalid'],
    [{ class: 'auth', code: 10 }, 422, 'whatsapp_permission_missing'],
    [{ class: 'stop', code: 100, subcode: 33 }, 422, 'whatsapp_number_not_found'],
    [{ class: 'stop', code: 368 }, 422, 'whatsapp_account_restricted'],
    [{ class: 'wait', code: 80007 }, 503, 'whatsapp_rate_limited'],
    [{ class: 'retry', code: 2 }, 503, 'whatsapp_unavailable'],
    [{ class: 'permanent', code: 100 }, 422, 'whatsapp_refused'],
  ])('%j -> %i %s', (verdict, status, code) => {
    expect(graphProblem(rejected(verdict), 'it')).toMatchObject({ status, code });
  });

  it('an answer that did not come is no refusal', () => {
    expect(graphProblem({ outcome: 'unknown', reason: 'timeout', detail: '' }, 'it')).toMatchObject({
      status: 503,
      code: 'whatsapp_unavailable',
    });
    expect(graphProblem({ outcome: 'ok', value: 1 }, 'it')).toBeUndefined();
  });
});
