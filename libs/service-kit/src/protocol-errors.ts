import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { runInContext } from './context.js';
import { Problem, problemBody } from './problem.js';

/** What every answer tells a browser. Source: OWASP REST Security Cheat Sheet, "Security headers". */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // No page asks for any of these, nor may a script that got in.
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=()',
} as const;

/**
 * Time for a whole request to come in, body included: nobody keeps a connection with a byte a minute. Node's own default, which
 * Fastify would switch off; enough for a file of 100 MB over a slow line. The gateway gives what is no file less.
 */
export const REQUEST_TIMEOUT_MS = 300_000;
export const HEADERS_TIMEOUT_MS = 15_000;
/** So often is looked whose time is over. */
export const TIMEOUTS_EVERY_MS = 1_000;
/** A connection on which nothing moves for so long is closed, unless its caller waits for us. */
export const NO_PROGRESS_MS = 30_000;

/** Who takes no byte of an answer for {@link NO_PROGRESS_MS}, or has nothing to say any more, is cut; who waits for an answer is not. */
export function endIdle(socket: Socket): void {
  const isWaiting = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
  if (!isWaiting || socket.writableLength > 0) socket.destroy();
}

/** Ends a connection whose request does not come in in time, with 408 as far as somebody still listens. */
export function cutSlowSender(socket: Socket): void {
  refuseConnection(Object.assign(new Error('the request did not come in in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  setTimeout(() => socket.destroy(), TIMEOUTS_EVERY_MS).unref();
}

/** A URL that Fastify's router cannot read has no route, so that neither hooks nor filters see it. */
export function refuseUrl(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? new Problem(414, 'url_too_long', 'A part of the path has more than 100 characters.')
      : new Problem(400, 'invalid_url', 'The path is not percent-encoded UTF-8 (RFC 3986, section 2.1).');
  const body = runInContext({ requestId: request.id }, () => problemBody(problem));
  void reply
    .code(problem.status)
    .headers({ ...SECURITY_HEADERS, 'x-request-id': request.id })
    .type('application/problem+json')
    .send(body);
}

/** What is no HTTP request: answered as far as somebody still listens, and the connection ends. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  // An answer that is on its way already must not have another in its midst.
  const underWay = (socket as Socket & { _httpMessage?: ServerResponse })._httpMessage?.headersSent;
  if (error.code === 'ECONNRESET' || !socket.writable || underWay) return void socket.destroy(error);
  const problem = connectionProblem(error.code);
  const body = JSON.stringify(problemBody(problem));
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${body}`);
}

function connectionProblem(code: string | undefined): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(
        408,
        'request_timeout',
        `The request did not come in in time: its headers have ${HEADERS_TIMEOUT_MS / 1_000} s, and what follows has to go on.`,
      );
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'headers_too_large', 'The address and the headers may have 16 KB together.');
    default:
      return new Problem(400, 'invalid_http', 'This is not an HTTP/1.1 request (RFC 9112).');
  }
}

/** Only `Expect: 100-continue` is known. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = new Problem(417, 'unknown_expectation', 'Only "Expect: 100-continue" is understood.');
  response
    .writeHead(problem.status, { ...SECURITY_HEADERS, 'content-type': 'application/problem+json; charset=utf-8', connection: 'close' })
    .end(JSON.stringify(problemBody(problem)));
}
