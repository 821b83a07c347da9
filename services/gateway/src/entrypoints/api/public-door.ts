import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, IDENTITY_HEADER, Problem, signIdentity } from '#service-kit';
import type { Config } from '../../config.js';
import { API_PREFIX } from '../../domain/api/route-table.js';
import { SlidingWindow } from '../../domain/api/sliding-window.js';
import { ApiCatalog } from '../../handlers/api/api-catalog.js';
import { AuthenticateCallerHandler } from '../../handlers/api/authenticate-caller.handler.js';
import { addressOf, pathOf } from './caller.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes its body as the bytes that came. */
    rawBody?: boolean;
  }
}

const LOGIN = `${API_PREFIX}auth/login`;
const WEBHOOKS = '/webhooks/';
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
    // Files may be large: they pass through, and whoever keeps them sets their limits.
    fastify.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));
    fastify.addHook('onRequest', (request, reply, done) => this.#admit(request, reply, done));
    fastify.addHook('preValidation', (request, _reply, done) => done(parseOwnBody(request)));
  }

  #admit(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    // The webhook has one credential, its signature, and every microsecond counts.
    if (request.url.startsWith(WEBHOOKS)) return done();
    // An identity is ours to give. From outside it is a forgery, whatever it says.
    delete request.raw.headers[IDENTITY_HEADER];
    this.#secure(request, reply);
    if (this.#answerPreflight(request, reply)) return;
    if (!pathOf(request).startsWith(API_PREFIX)) return done();
    this.#identify(request).then(() => done(), done);
  }

  #secure(request: FastifyRequest, reply: FastifyReply): void {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'no-referrer');
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
    try {
      const identity = await this.authenticate.execute({
        authorization: request.headers.authorization,
        apiKey: first(request.headers['x-api-key']),
        tenantId: first(request.headers['x-tenant-id']),
      });
      if (identity) request.raw.headers[IDENTITY_HEADER] = signIdentity(identity, this.config.INTERNAL_SECRET);
    } catch (error) {
      // Browsers send a stale token along when they sign in anew; where anybody may come it is no reason to refuse.
      const match = this.catalog.match(request.method, pathOf(request));
      const isPublic = match.found === 'route' && match.route.public;
      if (!(isPublic && error instanceof Problem)) throw error;
    }
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

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const NOT_JSON = new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');

/** Our own routes read JSON. @returns the problem with it, if there is one */
function parseOwnBody(request: FastifyRequest): Problem | undefined {
  if (request.routeOptions.config.rawBody) return undefined;
  if (request.body instanceof Readable) {
    request.body.resume();
    request.body = undefined;
    return NOT_JSON;
  }
  if (!Buffer.isBuffer(request.body)) return undefined;
  if (request.body.length === 0) {
    request.body = undefined;
    return undefined;
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
    return NOT_JSON;
  }
  try {
    request.body = JSON.parse(request.body.toString('utf8'));
    return undefined;
  } catch {
    return new Problem(400, 'invalid_json', 'The body is not JSON.');
  }
}
