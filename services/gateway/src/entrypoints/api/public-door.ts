import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, IDENTITY_HEADER, Problem, SECURITY_HEADERS, signIdentity, type Identity } from '#service-kit';
import type { Config } from '../../config.js';
import { API_PREFIX } from '../../domain/api/route-table.js';
import { SlidingWindow } from '../../domain/api/sliding-window.js';
import { ApiCatalog } from '../../handlers/api/api-catalog.js';
import { AuthenticateCallerHandler } from '../../handlers/api/authenticate-caller.handler.js';
import { WEBHOOK_URL } from '../webhooks/webhook.controller.js';
import { addressOf, pathOf } from './caller.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes its body as the bytes that came. */
    rawBody?: boolean;
  }
}

/** Whoever has not signed in has little to say: enough for every body that a public route takes. */
const MOST_STRANGER_BYTES = 64 * 1024;
const LOGIN = `${API_PREFIX}auth/login`;
const CORS_HEADERS = 'authorization, content-type, idempotency-key, x-api-key, x-tenant-id, x-request-id';
const CORS_EXPOSED = 'x-request-id, retry-after, location, content-disposition';

/** What every request passes on its way in, whoever answers it: bodies as bytes, security headers, CORS, rate limit, identity. */
@Injectable()
export class PublicDoor implements OnModuleInit {
  readonly #logins: SlidingWindow;
  readonly #origins: ReadonlySet<string>;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly catalog: ApiCatalog,
    private readonly authenticate: AuthenticateCallerHandler,
  ) {
    this.#logins = new SlidingWindow(config.LOGIN_RATE_PER_MINUTE, 60_000);
    this.#origins = new Set(config.CORS_ORIGINS);
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Nest has put in its parsers by now: a signature is over bytes, and what is forwarded is for somebody else to read.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    fastify.addHook('onRequest', (request, reply, done) => this.#admit(request, reply, done));
    fastify.addHook('preValidation', (request, _reply, done) => done(parseOwnBody(request)));
  }

  #admit(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    // The webhook has one credential, its signature, and every microsecond counts.
    if (request.method === 'POST' && request.url === WEBHOOK_URL) return done();
    // An identity is ours to give. From outside it is a forgery, whatever it says.
    delete request.raw.headers[IDENTITY_HEADER];
    this.#secure(request, reply);
    if (this.#answerPreflight(request, reply)) return;
    if (!pathOf(request).startsWith(API_PREFIX)) return done();
    this.#identify(request).then(() => done(), done);
  }

  #secure(request: FastifyRequest, reply: FastifyReply): void {
    reply.headers(SECURITY_HEADERS);
    // Answers are one caller's own, and some are credentials (RFC 6749, section 5.1); a service that knows better says so.
    if (pathOf(request).startsWith(API_PREFIX)) reply.header('cache-control', 'no-store');
    const proto = this.config.TRUSTED_PROXY_HOPS > 0 ? request.headers['x-forwarded-proto'] : request.protocol;
    if (proto === 'https') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }

  /** @returns whether this was a preflight and is answered. Source: Fetch standard, "CORS protocol". */
  #answerPreflight(request: FastifyRequest, reply: FastifyReply): boolean {
    if (this.#origins.size === 0) return false;
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !this.#origins.has(origin)) return false;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', CORS_EXPOSED);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
    reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
    reply.header('access-control-allow-headers', CORS_HEADERS);
    reply.header('access-control-max-age', '600');
    void reply.code(204).send();
    return true;
  }

  /** Puts the caller's identity under our signature into the request, for our own routes and for services alike. */
  async #identify(request: FastifyRequest): Promise<void> {
    if (request.method === 'POST' && pathOf(request) === LOGIN) this.#limitLogins(request);
    const match = this.catalog.match(request.method, pathOf(request));
    const isPublic = match.found === 'route' && match.route.public;
    let identity: Identity | undefined;
    try {
      identity = await this.authenticate.execute({
        authorization: request.headers.authorization,
        apiKey: first(request.headers['x-api-key']),
        tenantId: first(request.headers['x-tenant-id']),
      });
    } catch (error) {
      // Browsers send a stale token along when they sign in anew; where anybody may come it is no reason to refuse.
      if (!(isPublic && error instanceof Problem)) throw error;
    }
    if (identity) request.raw.headers[IDENTITY_HEADER] = signIdentity(identity, this.config.INTERNAL_SECRET);
    else refuseLargeBody(request);
  }

  #limitLogins(request: FastifyRequest): void {
    const waitMs = this.#logins.take(addressOf(request, this.config.TRUSTED_PROXY_HOPS), performance.now());
    if (waitMs === 0) return;
    const seconds = String(Math.ceil(waitMs / 1_000));
    throw new Problem(429, 'too_many_logins', `Too many sign-in attempts from this address; try again in ${seconds} s.`, undefined, {
      'retry-after': seconds,
    });
  }
}

/** Before the body is read: nobody without credentials may make us, and a service after us, hold megabytes. @throws {Problem} */
function refuseLargeBody({ headers }: FastifyRequest): void {
  if (headers['transfer-encoding'] !== undefined) {
    throw new Problem(411, 'length_required', 'Send Content-Length, or sign in first.', undefined, { connection: 'close' });
  }
  if (Number(headers['content-length'] ?? 0) <= MOST_STRANGER_BYTES) return;
  const detail = `Without credentials a body may have ${MOST_STRANGER_BYTES} bytes; sign in first.`;
  throw new Problem(413, 'body_too_large', detail, undefined, { connection: 'close' });
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Our own routes read JSON. @returns the problem with it, if there is one */
function parseOwnBody(request: FastifyRequest): Problem | undefined {
  if (!Buffer.isBuffer(request.body) || request.routeOptions.config.rawBody) return undefined;
  if (request.body.length === 0) {
    request.body = undefined;
    return undefined;
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
    return new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  try {
    request.body = JSON.parse(request.body.toString('utf8'));
    return undefined;
  } catch {
    return new Problem(400, 'invalid_json', 'The body is not JSON.');
  }
}
