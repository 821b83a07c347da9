import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  addressBlock,
  announcedBytes,
  CONFIG,
  IDENTITY_HEADER,
  MAX_BODY_BYTES,
  Problem,
  problemBody,
  SECURITY_HEADERS,
  signIdentity,
  type Identity,
} from '#service-kit';
import type { Config } from '../../config.js';
import { addressRule, GUESSES, type AddressRule } from '../../domain/api/address-limits.js';
import { addressLimit, keyLimit, rateHeaders, retryAfter, type RateLimit } from '../../domain/api/rate-limit.js';
import { API_PREFIX } from '../../domain/api/route-table.js';
import { ApiCatalog } from '../../handlers/api/api-catalog.state.js';
import { ApiKeyUses } from '../../handlers/api/api-key-uses.state.js';
import { AuthenticateCallerHandler, UnknownCredentials, type Caller } from '../../handlers/api/authenticate-caller.handler.js';
import { ChooseTenantHandler } from '../../handlers/api/choose-tenant.handler.js';
import { RateLimiter } from '../../handlers/api/rate-limiter.state.js';
import { WEBHOOK_URL } from '../webhooks/webhook.door.js';
import { addressOf, pathOf } from '../caller.js';
import { Receiving } from '../receiving/receiving.door.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the API, where that is known. */
    caller?: Identity;
  }
  interface FastifyContextConfig {
    /** The route takes its body as the bytes that came. */
    rawBody?: boolean;
  }
}

/** Whoever has not signed in has little to say: enough for every body that a public route takes. */
const MAX_STRANGER_BYTES = 64 * 1024;
/** Who is over a limit, or could not be counted, is let in nowhere. */
const UNCOUNTED = ['rate_limited', 'database_unavailable'];
const CORS_HEADERS = 'authorization, content-type, idempotency-key, if-match, x-api-key, x-tenant-id, x-request-id';
const CORS_EXPOSED =
  'x-request-id, retry-after, location, content-disposition, etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy';

/** What every request passes on its way in, whoever answers it: bodies as bytes, security headers, CORS, rate limits, identity. */
@Injectable()
export class PublicDoor implements OnModuleInit {
  readonly #origins: ReadonlySet<string>;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly catalog: ApiCatalog,
    private readonly authenticate: AuthenticateCallerHandler,
    private readonly chooseTenant: ChooseTenantHandler,
    private readonly limiter: RateLimiter,
    private readonly keyUses: ApiKeyUses,
    private readonly receiving: Receiving,
  ) {
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
    fastify.addHook('preParsing', (request, reply, payload, done) => this.#receive(request, reply, () => done(null, payload), done));
    fastify.addHook('preValidation', (request, _reply, done) => done(parseOwnBody(request)));
  }

  #admit(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    // The webhook has one credential, its signature, and every microsecond counts.
    if (request.method === 'POST' && request.url === WEBHOOK_URL) return done();
    // An identity is ours to give. From outside it is a forgery, whatever it says.
    delete request.raw.headers[IDENTITY_HEADER];
    this.#secure(request, reply);
    if (this.#answerPreflight(request, reply)) return;
    if (pathOf(request).startsWith(API_PREFIX)) this.#identify(request, reply).then(() => done(), done);
    // Elsewhere nobody is known, and nothing is taken.
    else done(largeBody(request));
  }

  /** Who may send what is known by now. */
  #receive({ raw, method, url, headers }: FastifyRequest, reply: FastifyReply, take: () => void, refuse: (problem: Problem) => void): void {
    const bytes = announcedBytes(raw);
    // A webhook's has been looked at on its own.
    if (bytes === 0 || (method === 'POST' && url === WEBHOOK_URL)) return take();
    const isForm = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
    if (!isForm && Number.isFinite(bytes) && bytes > MAX_BODY_BYTES) return refuse(TOO_LARGE);
    const isAdmitted = isForm
      ? this.receiving.admitStream(raw, reply.raw)
      : this.receiving.admit(raw, reply.raw, Math.min(bytes, MAX_BODY_BYTES), this.config.BODY_TIMEOUT_MS);
    if (isAdmitted) return take();
    // Not through the problem filter, which would write a line of log for each of thousands.
    void reply.code(NO_ROOM.status).headers(NO_ROOM.headers).type('application/problem+json').send(problemBody(NO_ROOM));
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

  /** Whoever forwards the request vouches for its caller; our own routes ask for a signed identity, as every service's do. */
  async #identify(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const block = addressBlock(addressOf(request, this.config.TRUSTED_PROXY_HOPS));
    const rule = addressRule(request.method, pathOf(request), this.config.LOGIN_RATE_PER_MINUTE);
    if (rule) await this.#limitAddress(rule, block);
    try {
      const caller = await this.#recognize(request, block);
      if (!caller) return refuseLargeBody(request);
      if (caller.kind === 'api-key') await this.#limitKey(caller.key, reply);
      const identity = await this.chooseTenant.execute(caller, first(request.headers['x-tenant-id']));
      request.caller = identity;
      // What is forwarded is signed for the service that it goes to.
      if (request.routeOptions.config.rawBody) return;
      request.raw.headers[IDENTITY_HEADER] = signIdentity(identity, this.config.IDENTITY_KEY);
    } catch (error) {
      // Browsers send a stale token along when they sign in anew; where anybody may come it is no reason to refuse.
      const match = this.catalog.match(request.method, pathOf(request));
      const isPublic = match.found === 'route' && match.route.public;
      if (!(isPublic && error instanceof Problem) || UNCOUNTED.includes(error.code)) throw error;
      refuseLargeBody(request);
    }
  }

  async #recognize(request: FastifyRequest, block: string): Promise<Caller | undefined> {
    const isGuessing = this.limiter.isSpent(ofAddress(GUESSES, block));
    try {
      return await this.authenticate.execute(
        { authorization: request.headers.authorization, apiKey: first(request.headers['x-api-key']) },
        { isGuessing },
      );
    } catch (error) {
      if (error instanceof UnknownCredentials) await this.#limitAddress(GUESSES, block);
      throw error;
    }
  }

  async #limitAddress(rule: AddressRule, block: string): Promise<void> {
    const standing = await this.limiter.take(ofAddress(rule, block));
    if (standing.isGranted) return;
    const wait = retryAfter(standing);
    throw new Problem(429, 'rate_limited', `Too many requests of this kind from this address; try again in ${wait} s.`, undefined, {
      'retry-after': wait,
    });
  }

  /** Also before it is known whether the route is there or the key may call it: every call counts, as every call costs. */
  async #limitKey(key: { id: string; tenantId: string; rateLimitPerHour: number }, reply: FastifyReply): Promise<void> {
    this.keyUses.note(key);
    const standing = await this.limiter.take(keyLimit(key));
    reply.headers(rateHeaders(standing));
    if (standing.isGranted) return;
    const wait = retryAfter(standing);
    throw new Problem(
      429,
      'rate_limited',
      `This API key may call ${key.rateLimitPerHour} times an hour; there is room again in ${wait} s.`,
      undefined,
      { 'retry-after': wait },
    );
  }
}

const ofAddress = (rule: AddressRule, block: string): RateLimit => addressLimit(rule.name, block, rule.most, rule.windowMs);

/** Before the body is read: nobody without credentials may make us, and a service after us, hold megabytes. @throws {Problem} */
function refuseLargeBody(request: FastifyRequest): void {
  const problem = largeBody(request);
  if (problem) throw problem;
}

function largeBody({ raw }: FastifyRequest): Problem | undefined {
  const bytes = announcedBytes(raw);
  if (bytes <= MAX_STRANGER_BYTES) return undefined;
  if (bytes === Infinity)
    return new Problem(411, 'length_required', 'Send Content-Length, or sign in first.', undefined, { connection: 'close' });
  const detail = `Without credentials a body may have ${MAX_STRANGER_BYTES} bytes; sign in first.`;
  return new Problem(413, 'body_too_large', detail, undefined, { connection: 'close' });
}

const TOO_LARGE = new Problem(413, 'body_too_large', `A body may have ${MAX_BODY_BYTES} bytes; send files as multipart/form-data.`);
const NO_ROOM = new Problem(503, 'too_much_at_once', 'More is being received than there is room for; send it again.', undefined, {
  'retry-after': '1',
});

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
