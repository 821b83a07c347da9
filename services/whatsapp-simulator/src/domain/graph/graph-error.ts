/**
 * Errors as the Graph API words them.
 * Source: Meta, "Cloud API error codes" (code, title, HTTP status). Callers must key on `code`; Meta warns that titles and HTTP statuses vary.
 */
const CATALOGUE: Record<number, { title: string; httpStatus: number }> = {
  0: { title: 'AuthException', httpStatus: 401 },
  1: { title: 'API Unknown', httpStatus: 400 },
  2: { title: 'API Service', httpStatus: 503 },
  3: { title: 'API Method', httpStatus: 500 },
  4: { title: 'API Too Many Calls', httpStatus: 429 },
  10: { title: 'Permission Denied', httpStatus: 403 },
  33: { title: 'Parameter value is not valid', httpStatus: 400 },
  100: { title: 'Invalid parameter', httpStatus: 400 },
  190: { title: 'Access token has expired', httpStatus: 401 },
  200: { title: 'API Permission', httpStatus: 403 },
  368: { title: 'Temporarily blocked for policies violations', httpStatus: 403 },
  80007: { title: 'Rate limit issues', httpStatus: 429 },
  130403: { title: 'User has been blocked by the business', httpStatus: 403 },
  130429: { title: 'Rate limit hit', httpStatus: 429 },
  130472: { title: "User's number is part of an experiment", httpStatus: 400 },
  130497: { title: 'Business account is restricted from messaging users in this country', httpStatus: 403 },
  131000: { title: 'Something went wrong', httpStatus: 500 },
  131005: { title: 'Access denied', httpStatus: 403 },
  131008: { title: 'Required parameter is missing', httpStatus: 400 },
  131009: { title: 'Parameter value is not valid', httpStatus: 400 },
  131016: { title: 'Service unavailable', httpStatus: 503 },
  131021: { title: 'Recipient cannot be sender', httpStatus: 400 },
  131026: { title: 'Message undeliverable', httpStatus: 400 },
  131030: { title: 'Recipient phone number not in allowed list', httpStatus: 400 },
  131031: { title: 'Account has been locked', httpStatus: 403 },
  131037: { title: 'Display name approval needed', httpStatus: 400 },
  131042: { title: 'Business eligibility payment issue', httpStatus: 400 },
  131045: { title: 'Incorrect certificate', httpStatus: 500 },
  131047: { title: 'Re-engagement message', httpStatus: 400 },
  131048: { title: 'Spam rate limit hit', httpStatus: 429 },
  131049: { title: 'Meta chose not to deliver', httpStatus: 400 },
  131050: { title: 'User has stopped marketing messages', httpStatus: 400 },
  131051: { title: 'Unsupported message type', httpStatus: 400 },
  131052: { title: 'Media download error', httpStatus: 400 },
  131053: { title: 'Media upload error', httpStatus: 400 },
  131055: { title: 'Method not allowed', httpStatus: 400 },
  131056: { title: '(Business Account, Consumer Account) pair rate limit hit', httpStatus: 429 },
  131057: { title: 'Account in maintenance mode', httpStatus: 500 },
  131059: { title: 'Invalid cursor', httpStatus: 400 },
  131062: { title: 'Recipient identifier not allowed', httpStatus: 400 },
  131063: { title: 'Marketing messages are disabled on this endpoint', httpStatus: 400 },
  131064: { title: 'Limit reached by misclassified templates', httpStatus: 400 },
  132000: { title: 'Number of parameters does not match the expected number of params', httpStatus: 400 },
  132001: { title: 'Template name does not exist in the translation', httpStatus: 404 },
  132005: { title: 'Translated text too long', httpStatus: 400 },
  132007: { title: 'Template format character policy violated', httpStatus: 400 },
  132012: { title: 'Parameter format does not match format in the created template', httpStatus: 400 },
  132015: { title: 'Template is paused', httpStatus: 400 },
  132016: { title: 'Template is disabled', httpStatus: 400 },
  132068: { title: 'Flow is in blocked state', httpStatus: 400 },
  132069: { title: 'Flow is in throttled state', httpStatus: 400 },
  133004: { title: 'Server temporarily unavailable', httpStatus: 503 },
  133005: { title: 'Two-step verification PIN mismatch', httpStatus: 400 },
  133010: { title: 'Phone number not registered', httpStatus: 400 },
  133016: { title: 'Account register deregister rate limit exceeded', httpStatus: 429 },
  134100: { title: 'Only marketing messages supported', httpStatus: 400 },
  134101: { title: 'Template is being prepared', httpStatus: 400 },
  134102: { title: 'Template is not available for this endpoint', httpStatus: 400 },
  135000: { title: 'Generic user error', httpStatus: 400 },
  137000: { title: 'Recipient identity key hash mismatch', httpStatus: 400 },
};

const ERROR_CODES_PAGE = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

export interface GraphErrorInput {
  code: number;
  details?: string;
  /** Replaces the whole message; otherwise `(#code) title`. */
  message?: string;
  subcode?: number;
  httpStatus?: number;
  type?: string;
}

/** A refusal with which the Graph API answers at once. */
export class GraphError extends Error {
  readonly code: number;
  readonly details?: string;
  readonly subcode?: number;
  readonly httpStatus: number;
  readonly type: string;

  constructor(input: GraphErrorInput) {
    super(input.message ?? `(#${input.code}) ${graphErrorTitle(input.code)}`);
    this.code = input.code;
    this.details = input.details;
    this.subcode = input.subcode;
    this.httpStatus = input.httpStatus ?? CATALOGUE[input.code]?.httpStatus ?? 400;
    this.type = input.type ?? 'OAuthException';
  }
}

export function graphErrorTitle(code: number): string {
  return CATALOGUE[code]?.title ?? 'Unknown error';
}

/** The body of a refused Graph call. `traceId` is Meta's `fbtrace_id`. */
export function graphErrorBody(error: GraphError, traceId: string): object {
  return {
    error: {
      message: error.message,
      type: error.type,
      code: error.code,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
      ...(error.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: error.details } }),
      fbtrace_id: traceId,
    },
  };
}

export interface WebhookError {
  code: number;
  title: string;
  message: string;
  error_data: { details: string };
  href: string;
}

/** The same error as it stands in `statuses[].errors[]` of a webhook. */
export function webhookError(code: number, details?: string): WebhookError {
  const title = graphErrorTitle(code);
  return { code, title, message: title, error_data: { details: details ?? title }, href: ERROR_CODES_PAGE };
}

/** Meta answers 190 with HTTP 401; subcode 463 means that the token ran out rather than that it never was one. */
export function invalidToken(expired: boolean): GraphError {
  return expired
    ? new GraphError({ code: 190, subcode: 463, message: 'Error validating access token: Session has expired' })
    : new GraphError({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' });
}

/** Meta's answer for an object that does not exist, and equally for one that the token may not see. */
export function unknownObject(verb: 'get' | 'post' | 'delete', id: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    httpStatus: 400,
    type: 'GraphMethodException',
    message:
      `Unsupported ${verb} request. Object with ID '${id}' does not exist, ` +
      'cannot be loaded due to missing permissions, or does not support this operation',
  });
}

export function missingParameter(details: string): GraphError {
  return new GraphError({ code: 131008, details });
}

export function invalidValue(details: string): GraphError {
  return new GraphError({ code: 131009, details });
}

export function invalidParameter(message: string): GraphError {
  return new GraphError({ code: 100, message: `(#100) ${message}`, details: message });
}
