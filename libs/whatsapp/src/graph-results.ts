import { z } from 'zod';
import { classifyError } from './errors.js';
import type { ErrorVerdict } from './errors.js';
import type { GraphPayload } from './graph-payload.js';
import { asBoolean, asNonEmptyText, asNumber, asObject } from './read-json.js';

/** What Meta answered, and what to do about it. */
export interface ClassifiedError extends ErrorVerdict {
  httpStatus: number;
  message?: string;
  fbtraceId?: string;
}

/** Meta refused. Nothing was done. */
export interface Rejected {
  outcome: 'rejected';
  error: ClassifiedError;
}

/** The request surely never reached Meta as a whole: it may be sent again at once. */
export interface NotSent {
  outcome: 'not_sent';
  reason: 'connect_failed' | 'timeout_before_send' | 'request_not_valid' | 'host_not_allowed';
  detail: string;
}

/** The request may have been carried out. A message must not be sent again before its status is known. */
export interface Unknown {
  outcome: 'unknown';
  reason: 'timeout' | 'connection_lost' | 'answer_not_readable';
  detail: string;
  /** Of an answer that is not Graph's. */
  httpStatus?: number;
}

export interface Accepted {
  outcome: 'accepted';
  wamid: string;
  /** May differ from the number asked for (BR, MX, AR); absent when sent to a user id. */
  waId?: string;
  userId?: string;
  /** accepted, held_for_quality_assessment, paused. */
  messageStatus?: string;
}

export type SendResult = Accepted | Rejected | NotSent | Unknown;
export type GraphResult<Value> = { outcome: 'ok'; value: Value } | Rejected | NotSent | Unknown;

/** An answer as it came. */
export interface Exchange {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

export function readAnswer(exchange: Exchange): GraphResult<GraphPayload> {
  const refused = refusal(exchange);
  if (refused) return refused;
  const value = parseObject(exchange.bytes);
  if (exchange.status >= 200 && exchange.status < 300 && value) return { outcome: 'ok', value };
  return unreadable(`HTTP ${exchange.status} with a body that is not Graph's`, exchange.status);
}

/** A Graph error whatever the status, or a 4xx of anybody: in both cases nothing was done. */
export function refusal(exchange: Exchange): Rejected | undefined {
  const error = asObject(parseObject(exchange.bytes)?.error);
  const code = asNumber(error?.code);
  const graphError = error !== undefined && (code !== undefined || typeof error.message === 'string');
  // 408 says that the server gave up on us, not that it did nothing.
  const clientError = exchange.status >= 400 && exchange.status < 500 && exchange.status !== 408;
  if (!graphError && !clientError) return undefined;
  const verdict = classifyError({
    code,
    subcode: asNumber(error?.error_subcode),
    httpStatus: exchange.status,
    details: asNonEmptyText(asObject(error?.error_data)?.details) ?? asNonEmptyText(error?.error_user_msg),
    transient: asBoolean(error?.is_transient),
    headers: exchange.headers,
  });
  return {
    outcome: 'rejected',
    error: {
      ...verdict,
      httpStatus: exchange.status,
      message: asNonEmptyText(error?.message),
      fbtraceId: asNonEmptyText(error?.fbtrace_id),
    },
  };
}

function parseObject(bytes: Buffer): GraphPayload | undefined {
  try {
    return asObject(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

export function parsed<Value>(schema: z.ZodType<Value>, value: unknown): GraphResult<Value> {
  const result = schema.safeParse(value);
  return result.success ? { outcome: 'ok', value: result.data } : unreadable(z.prettifyError(result.error), 200);
}

export function succeeded(result: GraphResult<GraphPayload>): GraphResult<void> {
  if (result.outcome !== 'ok') return result;
  return result.value.success === true ? { outcome: 'ok', value: undefined } : unreadable('the answer does not say success');
}

export function unreadable(detail: string, httpStatus?: number): Unknown {
  return { outcome: 'unknown', reason: 'answer_not_readable', detail, ...(httpStatus === undefined ? {} : { httpStatus }) };
}

export function notValid(detail: string): NotSent {
  return { outcome: 'not_sent', reason: 'request_not_valid', detail };
}
