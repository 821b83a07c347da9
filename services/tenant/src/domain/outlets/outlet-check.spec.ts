import { graphProblem, graphSaid, readNumber } from './outlet-check.js';

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

  it('names the portfolio among those who share in its health', () => {
    const entities = [
      { entity_type: 'WABA', id: '7', can_send_message: 'AVAILABLE' },
      { entity_type: 'BUSINESS', id: '8', can_send_message: 'AVAILABLE' },
    ];
    expect(readNumber({ id: '1', health_status: { entities } })).toMatchObject({ portfolioId: '8' });
    expect(readNumber({ id: '1', health_status: {} })).not.toHaveProperty('portfolioId');
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
    expect(graphProblem(rejected(verdict), 'it', 'EAAtoken')).toMatchObject({ status, code });
  });

  it('an answer that did not come is no refusal', () => {
    expect(graphProblem({ outcome: 'unknown', reason: 'timeout', detail: '' }, 'it', 'EAAtoken')).toMatchObject({
      status: 503,
      code: 'whatsapp_unavailable',
    });
    expect(graphProblem({ outcome: 'ok', value: 1 }, 'it', 'EAAtoken')).toBeUndefined();
  });
});

describe('what Graph said', () => {
  const told = (error: object) =>
    graphSaid(
      { outcome: 'rejected', error: { class: 'auth', title: 'Access token invalid', advice: 'a', httpStatus: 401, ...error } },
      'EAAmine1',
    );

  it('is kept with its code, short, and without any token', () => {
    expect(told({ code: 190, subcode: 463, message: 'Malformed access token EAAmine1 (EAABsbCS1234ZAb)' })).toEqual({
      code: 190,
      subcode: 463,
      message: 'Malformed access token … (…)',
    });
    expect(told({ code: 190, message: 'x'.repeat(5_000) })!.message).toHaveLength(300);
    expect(told({ code: 190 })).toEqual({ code: 190, message: 'Access token invalid' });
  });

  it('is nothing where the answer is not Graph’s', () => {
    expect(told({ message: 'Bad gateway' })).toBeUndefined();
    expect(graphSaid({ outcome: 'not_sent', reason: 'connect_failed', detail: 'ECONNREFUSED' }, 'EAAmine1')).toBeUndefined();
  });
});
