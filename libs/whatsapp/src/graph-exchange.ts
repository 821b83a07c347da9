import type { Readable } from 'node:stream';
import { errors, request } from 'undici';
import type { Dispatcher } from 'undici';
import { notValid, unreadable, type Exchange, type NotSent, type Unknown } from './graph-results.js';

export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  accessToken: string;
  /** Beside those that every call has; one of them may be replaced. */
  headers?: Record<string, string>;
  body?: Buffer | StreamedBody;
  contentType?: string;
  timeoutMs: number;
  maxBytes: number;
}

export interface StreamedBody {
  length: number;
  chunks: () => AsyncIterable<Uint8Array>;
}

/** Sends a request and reads its answer. Failures are results that say whether Meta may have it. */
export async function exchange(call: Call, dispatcher?: Dispatcher): Promise<Exchange | NotSent | Unknown> {
  // undici asks for the first piece of the body only when it has a connection to write to. As long as nobody asked, Meta cannot
  // have the whole request, whatever the error says, and a request without its body is not carried out; afterwards it may be.
  let handedOver = call.body === undefined;
  const deadline = new AbortController();
  // undici heeds the signal only once the request has a connection, so waiting for one is ended here.
  const overdue = new Promise<never>((_resolve, reject) => {
    deadline.signal.addEventListener('abort', () => reject(new Error(`no answer within ${call.timeoutMs} ms`)), { once: true });
  });
  const timer = setTimeout(() => deadline.abort(), call.timeoutMs);
  try {
    return await Promise.race([transfer(call, dispatcher, deadline.signal, () => (handedOver = true)), overdue]);
  } catch (error) {
    const detail = describe(error);
    const timedOut = deadline.signal.aborted;
    if (error instanceof errors.InvalidArgumentError) return notValid(detail);
    if (!handedOver || neverConnected(error)) {
      return { outcome: 'not_sent', reason: timedOut ? 'timeout_before_send' : 'connect_failed', detail };
    }
    return { outcome: 'unknown', reason: timedOut ? 'timeout' : 'connection_lost', detail };
  } finally {
    clearTimeout(timer);
  }
}

async function transfer(
  call: Call,
  dispatcher: Dispatcher | undefined,
  signal: AbortSignal,
  onHandOver: () => void,
): Promise<Exchange | Unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${call.accessToken}`, ...call.headers };
  if (call.body) {
    headers['content-type'] = call.contentType ?? 'application/octet-stream';
    headers['content-length'] = String(call.body.length);
  }
  const response = await request(call.url, {
    method: call.method,
    headers,
    // undici takes any iterable; only its type declaration does not say so.
    body: call.body && (handOver(call.body, signal, onHandOver) as unknown as Readable),
    dispatcher,
    signal,
    // The deadline covers all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    received += chunk.length;
    // Leaving the loop closes the connection.
    if (received > call.maxBytes) return unreadable(`the answer has more than ${call.maxBytes} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
}

async function* handOver(body: Buffer | StreamedBody, signal: AbortSignal, onHandOver: () => void): AsyncGenerator<Uint8Array> {
  // The caller may already have been told that nothing was sent; then nothing may be.
  signal.throwIfAborted();
  onHandOver();
  if (Buffer.isBuffer(body)) yield body;
  else yield* body.chunks();
}

export const isTimeout = (error: unknown): boolean =>
  error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;

/** Errors of name resolution and of connecting; with several addresses tried, of every one of them. */
export function neverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected);
  if (error instanceof errors.ConnectTimeoutError) return true;
  const { syscall } = error as { syscall?: unknown };
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `${code}: ${error.message}` : error.message;
}
