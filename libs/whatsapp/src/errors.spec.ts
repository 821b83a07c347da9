import fc from 'fast-check';
import { classifyError, ERROR_TABLE, type ErrorRule } from './errors.js';

const reactionTo = (rule: ErrorRule): string =>
  [
    rule.class,
    rule.scope,
    rule.maxAttempts && `${rule.maxAttempts} attempts`,
    rule.backoffMs && `after ${rule.backoffMs / 1_000} s`,
    rule.backoffFactor && `times ${rule.backoffFactor}`,
    rule.effect,
  ]
    .filter(Boolean)
    .join(', ');

describe('ERROR_TABLE', () => {
  it('has one rule a code and subcode, and single codes only once', () => {
    const keys = ERROR_TABLE.flatMap((rule) => rule.codes.map((code) => `${String(code)}/${rule.subcode ?? ''}`));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('names a scope for all that waits or stops, and a first delay for all that comes again', () => {
    for (const rule of ERROR_TABLE) {
      expect({ rule, scoped: rule.scope !== undefined }).toEqual({ rule, scoped: rule.class === 'wait' || rule.class === 'stop' });
      expect({ rule, delayed: rule.backoffMs !== undefined }).toEqual({ rule, delayed: rule.class === 'wait' || rule.class === 'retry' });
    }
  });

  /** What Meta's page of error codes makes us do. */
  const REACTIONS: readonly (readonly [reaction: string, codes: string])[] = [
    ['auth', '0 104 190 190/463 3 10 200-299 131005'],
    ['retry, 5 attempts, after 2 s', '1 2 131016 133004'],
    ['wait, app, after 60 s', '4'],
    ['wait, waba, after 60 s', '80007'],
    ['stop, number', '33 100/33 131037 131045 133010 131048'],
    [
      'permanent',
      '100 130403 130472 130497 131008 131009 131051 135000 131021 131030 131052 131059 131060 132005 132007 132068 133000 133005 133006 133008 133009 133015 134011 613 138000-138999 131200-131299 139000-139999 147005 2388000-2388999 2593107-2593109',
    ],
    ['stop, waba', '368 131031 131042 131044 131064'],
    ['wait, number, after 1 s', '130429'],
    ['retry, 4 attempts, after 2 s', '131000'],
    ['permanent, contact_unreachable', '131026'],
    ['permanent, offer_template', '131047'],
    ['permanent, marketing_pause_24h', '131049'],
    ['permanent, marketing_opt_out', '131050'],
    ['retry, 2 attempts, after 5 s, upload_media', '131053'],
    ['permanent, use_messages_endpoint', '131055 134100 134102'],
    ['wait, pair, after 4 s, times 4', '131056'],
    ['retry, 5 attempts, after 60 s', '131057'],
    ['permanent, needs_phone', '131062'],
    ['permanent, use_marketing_endpoint', '131063'],
    ['permanent, refresh_templates', '132000 132012 132018 132001 132016'],
    ['stop, template', '132015'],
    ['wait, template, after 3600 s', '132069'],
    ['wait, number, after 259200 s, times 1', '133016'],
    ['retry, 4 attempts, after 600 s, times 1', '134101'],
    ['permanent, refresh_identity', '137000'],
  ];

  it.each(REACTIONS)('%s: %s', (reaction, codes) => {
    const found = ERROR_TABLE.filter((rule) => reactionTo(rule) === reaction).flatMap((rule) =>
      rule.codes.map((code) => (typeof code === 'number' ? code : code.join('-')) + (rule.subcode === undefined ? '' : `/${rule.subcode}`)),
    );
    expect(found.toSorted()).toEqual(codes.split(' ').toSorted());
  });

  it('has no other reaction', () => {
    expect(new Set(ERROR_TABLE.map(reactionTo))).toEqual(new Set(REACTIONS.map(([reaction]) => reaction)));
  });
});

describe('classifyError', () => {
  it.each([
    [{ code: 190, subcode: 463, httpStatus: 401 }, 'auth', undefined],
    [{ code: 0 }, 'auth', undefined],
    [{ code: 250 }, 'auth', undefined],
    [{ code: 100 }, 'permanent', undefined],
    [{ code: 100, subcode: 33 }, 'stop', 'number'],
    [{ code: 100, subcode: 999 }, 'permanent', undefined],
    [{ code: 4 }, 'wait', 'app'],
    [{ code: 80007 }, 'wait', 'waba'],
    [{ code: 130429 }, 'wait', 'number'],
    [{ code: 131056 }, 'wait', 'pair'],
    [{ code: 131047, httpStatus: 500 }, 'permanent', undefined],
    [{ code: 131042 }, 'stop', 'waba'],
    [{ code: 132015 }, 'stop', 'template'],
    [{ code: 138006 }, 'permanent', undefined],
    [{ code: 999999, httpStatus: 503 }, 'retry', undefined],
    [{ code: 999999, httpStatus: 429 }, 'wait', 'number'],
    [{ code: 999999, httpStatus: 400 }, 'permanent', undefined],
    [{ code: 999999, httpStatus: 400, transient: true }, 'retry', undefined],
    [{ httpStatus: 502 }, 'retry', undefined],
    [{}, 'permanent', undefined],
  ])('puts %j in its class by code first, by HTTP status only where the code is unknown', (facts, expectedClass, scope) => {
    expect(classifyError(facts)).toMatchObject({ class: expectedClass, scope });
  });

  it('waits 4, 16, 64 seconds for one recipient, and never longer than an hour', () => {
    const waits = [1, 2, 3, 30].map((attempt) => classifyError({ code: 131056, attempt }).retryAfterMs);
    expect(waits).toEqual([4_000, 16_000, 64_000, 3_600_000]);
  });

  it('honours Retry-After in seconds and as a date', () => {
    expect(classifyError({ code: 4, headers: { 'retry-after': '120' } }).retryAfterMs).toBe(120_000);
    const nowMs = Date.UTC(2026, 10, 20, 12, 0, 0);
    const headers = { 'retry-after': 'Fri, 20 Nov 2026 12:05:00 GMT' };
    expect(classifyError({ httpStatus: 503, headers, nowMs }).retryAfterMs).toBe(300_000);
  });

  it('waits as many minutes as X-Business-Use-Case-Usage says for the account, but not for a recipient', () => {
    const usage = JSON.stringify({
      '1': [{ type: 'whatsapp', estimated_time_to_regain_access: 7 }, { estimated_time_to_regain_access: 2 }],
    });
    const headers = { 'x-business-use-case-usage': usage };
    expect(classifyError({ code: 80007, headers }).retryAfterMs).toBe(420_000);
    expect(classifyError({ code: 131056, headers }).retryAfterMs).toBe(4_000);
  });

  it('gives no time for what must not come again', () => {
    expect(classifyError({ code: 131047, headers: { 'retry-after': '5' } }).retryAfterMs).toBeUndefined();
  });

  it('never throws and always says what happened and what to do', () => {
    const header = fc.option(fc.oneof(fc.string(), fc.json(), fc.array(fc.string())), { nil: undefined });
    fc.assert(
      fc.property(
        fc.option(fc.integer(), { nil: undefined }),
        fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
        header,
        header,
        (code, httpStatus, retryAfter, usage) => {
          const verdict = classifyError({ code, httpStatus, headers: { 'retry-after': retryAfter, 'x-business-use-case-usage': usage } });
          expect(verdict.title).not.toBe('');
          expect(verdict.advice).not.toBe('');
          if (verdict.retryAfterMs !== undefined) expect(verdict.retryAfterMs).toBeGreaterThan(0);
        },
      ),
    );
  });
});
