import { isProblemCode, type ProblemCode } from '#contracts';
import { problemBody } from './problem.js';

export const PROBLEM_TYPE = 'application/problem+json';

const CODES: Record<number, [code: ProblemCode, detail: string]> = {
  400: ['validation_failed', 'Invalid fields: name.'],
  401: ['not_signed_in', 'Send a bearer token from POST /api/v1/auth/login, or an API key in X-API-Key.'],
  403: ['forbidden', 'This needs the role admin or above.'],
  404: ['not_found', 'There is no such thing here.'],
  412: ['precondition_failed', 'It was changed since you read it; read it again and repeat the change.'],
  413: ['body_too_large', 'Request body is too large'],
  415: ['unsupported_media_type', 'Send the body as application/json.'],
  429: ['rate_limited', 'This API key may call 1000 times an hour; there is room again in 42 s.'],
  500: ['internal_error', 'Something went wrong on our side; the request id leads to the cause.'],
  503: ['database_unavailable', 'The database cannot be reached; try again shortly.'],
};

/**
 * @param description of the answer; where it begins with a code, the example has that code
 * @throws where neither the description nor the status names a code that there is
 */
export function problemExample(status: number, description = ''): object {
  const usual = CODES[status];
  const code = /^[a-z]+(?:_[a-z]+)+/.exec(description)?.[0] ?? usual?.[0] ?? '';
  if (!isProblemCode(code)) throw new Error(`the answer ${status} "${description}" must begin with one of PROBLEM_CODES`);
  return {
    ...problemBody({ status, code, detail: code === usual?.[0] ? usual[1] : description }),
    requestId: 'c1f7a4de-5f1c-4d1b-9b39-2f6f3c1f0a77',
  };
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds after which it is worth trying again', schema: { type: 'integer', example: 42 } },
};
const RATE = {
  'RateLimit-Limit': { description: 'Calls that the API key may make in a window', schema: { type: 'integer', example: 1000 } },
  'RateLimit-Remaining': { description: 'How many of them are left', schema: { type: 'integer', example: 0 } },
  'RateLimit-Reset': { description: 'Seconds until the window ends', schema: { type: 'integer', example: 42 } },
  'RateLimit-Policy': { description: 'The limit and its window in seconds', schema: { type: 'string', example: '1000;w=3600' } },
};

const answer = (status: number, description: string, headers?: object): object => ({
  description,
  ...(headers ? { headers } : {}),
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/ProblemDto' }, example: problemExample(status) } },
});

/** What any route may answer, as components. */
export const SHARED_ANSWERS = {
  BadRequest: answer(400, 'Some fields are invalid; `errors` names each'),
  Unauthorized: answer(401, 'No credentials, or such that do not hold'),
  Forbidden: answer(403, 'The role or the scope is missing, or the tenant is another’s'),
  NotFound: answer(404, 'There is no such thing, or not for this caller'),
  TooLarge: answer(413, 'The body is larger than 32 MB, or than the route takes'),
  UnsupportedMediaType: answer(415, 'The body is of a type that the route does not take'),
  RateLimited: answer(429, 'Too many calls of this API key, or too many attempts from this address', { ...RETRY_AFTER, ...RATE }),
  Unavailable: answer(503, 'Something that this needs is away for the moment; nothing was done', RETRY_AFTER),
  Problem: answer(500, 'Problem details (RFC 9457)'),
};

const shared = (name: keyof typeof SHARED_ANSWERS): { $ref: string; description: string } =>
  ({ $ref: `#/components/responses/${name}` }) as { $ref: string; description: string };

/** The refusals that follow from what an operation is, without those that only its handler knows (409, 412, 422). */
export function answersOf(
  path: string,
  operation: { parameters?: unknown[]; requestBody?: object; security?: object[] },
): Record<string, { $ref: string; description: string }> {
  const isSecured = (operation.security ?? []).length > 0;
  const hasBody = operation.requestBody !== undefined;
  return {
    ...(hasBody || (operation.parameters ?? []).length > 0 ? { 400: shared('BadRequest') } : {}),
    ...(isSecured ? { 401: shared('Unauthorized'), 403: shared('Forbidden') } : {}),
    ...(path.includes('{') || isSecured ? { 404: shared('NotFound') } : {}),
    ...(hasBody ? { 413: shared('TooLarge'), 415: shared('UnsupportedMediaType') } : {}),
    429: shared('RateLimited'),
    503: shared('Unavailable'),
  };
}
