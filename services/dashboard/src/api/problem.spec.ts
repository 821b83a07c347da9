import { byField, Problem, problemOf, toProblem, worthRetrying, type FieldError } from './problem';

const headers = (values: Record<string, string> = {}) => ({ get: (name: string) => values[name] ?? null });

describe('a problem', () => {
  it('keeps code, detail, field errors and request id of the answer', () => {
    const body = {
      code: 'validation_failed',
      detail: 'Not right in: email.',
      errors: [{ field: 'email', message: 'bad' }, 7],
      requestId: 'r1',
    };
    expect(problemOf(400, body, headers())).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ field: 'email', message: 'bad' }],
      requestId: 'r1',
    });
  });

  it('keeps what an answer says besides, which is what code may act on', () => {
    const body = { type: 'x', title: 'Conflict', status: 409, code: 'already_taken', detail: 'It is with Ana.', assigneeId: 'u1' };
    expect(problemOf(409, body, headers()).extensions).toEqual({ assigneeId: 'u1' });
  });

  it('is made of the status where a proxy answered with something else', () => {
    expect(problemOf(502, '<html>', headers({ 'retry-after': '3', 'x-request-id': 'r2' }))).toMatchObject({
      code: 'http_502',
      requestId: 'r2',
      retryAfter: 3,
    });
  });

  it('says that nobody answered when fetch fails', () => {
    expect(toProblem(new TypeError('Failed to fetch')).code).toBe('no_answer');
  });

  it('is worth another try only where the request itself was not refused', () => {
    const tries = [0, 400, 401, 404, 409, 429, 500, 502, 503].filter((status) => worthRetrying(new Problem(status, 'c', 'd')));
    expect(tries).toEqual([0, 502, 503]);
  });

  it('puts each message beside its field, a nested one beside its nearest parent, and keeps the rest', () => {
    const problem = new Problem(400, 'validation_failed', '', [
      { field: 'name', message: 'too long' },
      { field: 'name', message: 'name must not be blank' },
      { field: 'settings.businessHours.weekly.monday.0.from', message: 'no time' },
      { field: 'plan', message: 'unknown' },
    ]);
    const explain = ({ message }: FieldError, isBeside: boolean): string => (isBeside ? message.toUpperCase() : message);
    expect(byField(problem, ['name', 'settings.businessHours.weekly.monday'], explain)).toEqual({
      fields: { name: 'TOO LONG; NAME MUST NOT BE BLANK', 'settings.businessHours.weekly.monday': 'NO TIME' },
      rest: ['unknown'],
    });
  });
});
