import { classifyError, type ClassifiedError } from '#whatsapp';
import type { Place } from '../holds/hold.js';
import type { MessageProgress } from '../queue/message.js';
import { settleAttempt, type AttemptOutcome } from './settle-attempt.js';

const message = (over: Partial<MessageProgress> = {}): MessageProgress => ({
  state: 'sending',
  failed: false,
  wamid: null,
  claim: 1,
  refusals: 0,
  waits: 0,
  resends: 0,
  errors: [],
  pricing: null,
  ...over,
});
const place: Place = { outletId: 'outlet', wabaId: 'waba', template: 'hello', sealedToken: 'sealed' };
const refusal = (code: number, over: Partial<ClassifiedError> = {}): AttemptOutcome => ({
  outcome: 'rejected',
  error: { ...classifyError({ code }), httpStatus: 400, ...over },
});
const accepted: AttemptOutcome = { outcome: 'accepted', wamid: 'wamid.1' };
const heldUp: AttemptOutcome = { outcome: 'not_sent', reason: 'timeout_before_send', detail: '' };
const settle = (start: MessageProgress, outcome: AttemptOutcome, claim = start.claim) => settleAttempt(start, claim, place, outcome, 0);

describe('the outcome of an attempt', () => {
  it('accepts', () => {
    expect(settle(message(), accepted)).toMatchObject({ progress: { state: 'accepted', wamid: 'wamid.1' }, announce: true });
  });

  it('does not take back what a status said before the answer came', () => {
    expect(settle(message({ state: 'delivered', wamid: 'wamid.1' }), accepted)).toBeUndefined();
    expect(settle(message({ state: 'sent', wamid: 'wamid.1' }), { outcome: 'unknown', reason: 'timeout', detail: '' })).toBeUndefined();
    expect(settle(message({ state: 'sent', wamid: 'wamid.1' }), refusal(131000))).toBeUndefined();
  });

  it('counts an acceptance whatever happened to the message meanwhile, and any other outcome only for its own attempt', () => {
    const taken = message({ claim: 2 });
    expect(settle(taken, accepted, 1)).toMatchObject({ progress: { state: 'accepted' } });
    expect(settle(taken, refusal(131047), 1)).toBeUndefined();
    expect(settle(taken, heldUp, 1)).toBeUndefined();
    expect(settle(message({ state: 'queued', resends: 1 }), heldUp)).toBeUndefined();
    expect(settle(message({ state: 'queued' }), accepted)).toMatchObject({ progress: { state: 'accepted' } });
  });

  it('is stored again without an effect', () => {
    const first = settle(message(), accepted)!.progress;
    expect(settle(first, accepted)).toBeUndefined();
  });

  it('is unknown when the request may have been carried out: nothing is queued', () => {
    expect(settle(message(), { outcome: 'unknown', reason: 'timeout', detail: '' })).toEqual({
      progress: message({ state: 'unknown' }),
      announce: true,
    });
  });

  it('queues again, with nothing burnt, what never left', () => {
    const result = settle(message({ claim: 3 }), { outcome: 'not_sent', reason: 'connect_failed', detail: '' })!;
    expect(result).toMatchObject({ progress: { state: 'queued', refusals: 0 }, delayMs: 1_000, announce: false });
    expect(settle(message({ claim: 400 }), { outcome: 'not_sent', reason: 'connect_failed', detail: '' })!.delayMs).toBe(10_000);
  });

  it('queues again a message that others took for abandoned, when its own process knows that nothing was written', () => {
    expect(settle(message({ state: 'unknown' }), heldUp)).toMatchObject({ progress: { state: 'queued', resends: 0 } });
  });

  it('retries with a growing delay and fails when the attempts of the table are spent', () => {
    expect(settle(message(), refusal(131000))).toMatchObject({ progress: { state: 'queued', refusals: 1 }, delayMs: 2_000 });
    expect(settle(message({ refusals: 1 }), refusal(131000))).toMatchObject({ progress: { refusals: 2 }, delayMs: 4_000 });
    expect(settle(message({ refusals: 3 }), refusal(131000))).toMatchObject({
      progress: { state: 'failed', failed: true, errors: [{ code: 131000 }] },
      announce: true,
    });
  });

  it('only ever lengthens a delay by chance', () => {
    const delayMs = settleAttempt(message(), 1, place, refusal(131000), 1)!.delayMs!;
    expect(delayMs).toBe(2_500);
  });

  it('waits 4^n seconds for a recipient, and for nobody else', () => {
    for (const [waits, delayMs] of [
      [0, 4_000],
      [1, 16_000],
      [2, 64_000],
    ]) {
      const result = settle(message({ waits }), refusal(131056))!;
      expect(result).toMatchObject({ progress: { state: 'queued', waits: waits! + 1 }, delayMs });
      expect(result.hold).toBeUndefined();
    }
  });

  it.each<[number, object]>([
    [4, { scope: 'app', key: '', kind: 'wait' }],
    [80007, { scope: 'waba', key: 'waba', kind: 'wait' }],
    [130429, { scope: 'number', key: 'outlet', kind: 'wait', delayMs: 1_000 }],
    [190, { scope: 'number', key: 'outlet', kind: 'auth', sealedToken: 'sealed' }],
    [10, { scope: 'number', key: 'outlet', kind: 'auth' }],
    [368, { scope: 'waba', key: 'waba', kind: 'stop' }],
    [131042, { scope: 'waba', key: 'waba', kind: 'stop' }],
    [131045, { scope: 'number', key: 'outlet', kind: 'stop' }],
    [132015, { scope: 'template', key: 'waba:hello', kind: 'stop' }],
  ])('holds the bucket of error %d and keeps the message', (code, hold) => {
    expect(settle(message(), refusal(code))).toMatchObject({ progress: { state: 'queued', refusals: 0 }, hold, announce: false });
  });

  it('honours the time that Meta asks for when it is longer', () => {
    expect(settle(message(), refusal(4, { retryAfterMs: 600_000 }))!.hold).toMatchObject({ delayMs: 600_000 });
  });

  it.each([131047, 131026, 100, 132001, 999_999])('fails for good on error %d, with advice', (code) => {
    expect(settle(message(), refusal(code))).toMatchObject({
      progress: { state: 'failed', failed: true, errors: [{ code, advice: expect.any(String) }] },
      announce: true,
    });
  });

  it('holds the outlet when its token cannot be used', () => {
    expect(settle(message(), { outcome: 'no_token', code: 'token_unreadable' })).toMatchObject({
      progress: { state: 'queued' },
      hold: { scope: 'number', key: 'outlet', kind: 'auth', code: 'token_unreadable' },
    });
  });

  it('fails what no request can be made of', () => {
    const outcome: AttemptOutcome = {
      outcome: 'content_invalid',
      problems: [{ field: 'text.body', code: 'required', message: 'is empty' }],
    };
    expect(settle(message(), outcome)).toMatchObject({
      progress: { state: 'failed', errors: [{ code: 100, details: 'text.body: is empty' }] },
    });
  });
});
