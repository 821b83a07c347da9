import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  addressBlock,
  announcedBytes,
  CONFIG,
  IDENTITY_HEADER,
  Problem,
  SECURITY_HEADERS,
  signIdentity,
  type Identity,
} from '#service-kit';
import type { Config } from '../../config.js';
import { addressRule } from '../../domain/api/address-limits.js';
import { rateHeaders } from '../../domain/api/rate-limit.js';
import { API_PREFIX } from '../../domain/api/route-table.js';
import { tenantRule } from '../../domain/api/tenant-limits.js';
import { isWebhook } from '../../domain/webhooks/webhook-url.js';
import { ApiCatalog } from '../../handlers/api/api-catalog.state.js';
import { ChooseTenantHandler } from '../../handlers/api/choose-tenant.handler.js';
import { LimitCallsHandler } from '../../handlers/api/limit-calls.handler.js';
import { RecognizeCallerHandler } from '../../handlers/api/recognize-caller.handler.js';
import { addressOf, pathOf } from '../caller.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the API, if known. */
    caller?: Identity;
  }
}

/** Maximum of a body without credentials: enough for every public route. */
const MAX_STRANGER_BYTES = 64 * 1024;
/** These refusals hold on public routes, too. */
const UNCOUNTED = ['rate_limited', 'database_unavailable'];
const CORS_HEADERS = 'authorization, content-type, idempotency-key, if-match, x-api-key, x-tenant-id, x-request-id';
const CORS_EXPOSED =
  'x-request-id, retry-after, location, content-disposition, etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy';

/** Every request passes here first: security headers, CORS, rate limits, identity. */
@Injectable()
export class PublicDoor implements OnModuleInit {
  readonly #origins: ReadonlySet<string>;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly catalog: ApiCatalog,
    private readonly recognize: RecognizeCallerHandler,
    private readonly chooseTenant: ChooseTenantHandler,
    private readonly limitCalls: LimitCallsHandler,
  ) {
    this.#origins = new Set(config.CORS_ORIGINS);
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => this.#admit(request, reply, done));
  }

  #admit(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    // A webhook's only credential is its signature, and its answer must be fast.
    if (isWebhook(request.method, request.url)) return done();
    // Only the gateway gives identities: one from outside is forged.
    delete request.raw.headers[IDENTITY_HEADER];
    this.#secure(request, reply);
    if (this.#answerPreflight(request, reply)) return;
    if (pathOf(request).startsWith(API_PREFIX)) this.#identify(request, reply).then(() => done(), done);
    // Outside the API there are no callers and no large bodies.
    else done(largeBody(request));
  }

  #secure(request: FastifyRequest, reply: FastifyReply): void {
    reply.headers(SECURITY_HEADERS);
    // Answers are for one caller, and some are credentials (RFC 6749, section 5.1); a service may override this.
    if (pathOf(request).startsWith(API_PREFIX)) reply.header('cache-control', 'no-store');
    const proto = this.config.TRUSTED_PROXY_HOPS > 0 ? request.headers['x-forwarded-proto'] : request.protocol;
    if (proto === 'https') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }

  /** @returns whether this was a preflight, which is answered now. Source: Fetch standard, "CORS protocol". */
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

  /** Finds out who calls. Forwarding signs the identity for its service; our own routes get a signed identity as every service does. */
  async #identify(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const block = addressBlock(addressOf(request, this.config.TRUSTED_PROXY_HOPS));
    const rule = addressRule(request.method, pathOf(request), this.config.LOGIN_RATE_PER_MINUTE);
    if (rule) await this.limitCalls.ofAddress(rule, block);
    try {
      const credentials = { authorization: request.headers.authorization, apiKey: first(request.headers['x-api-key']) };
      const caller = await this.recognize.execute(credentials, block);
      if (!caller) return refuseLargeBody(request);
      if (caller.kind === 'api-key') reply.headers(rateHeaders(await this.limitCalls.ofKey(caller.key)));
      const identity = await this.chooseTenant.execute(caller, first(request.headers['x-tenant-id']));
      request.caller = identity;
      const ofTenant = tenantRule(request.method, pathOf(request));
      if (ofTenant && identity.tenantId !== undefined) await this.limitCalls.ofTenant(ofTenant, identity.tenantId);
      // Forwarding signs for the target service.
      if (request.routeOptions.config.rawBody) return;
      request.raw.headers[IDENTITY_HEADER] = signIdentity(identity, this.config.IDENTITY_KEY);
    } catch (error) {
      // Browsers send a stale token along when they sign in again: a public route does not refuse it.
      const match = this.catalog.match(request.method, pathOf(request));
      const isPublic = match.found === 'route' && match.route.public;
      if (!(isPublic && error instanceof Problem) || UNCOUNTED.includes(error.code)) throw error;
      refuseLargeBody(request);
    }
  }
}

/** Before the body is read: without credentials nobody may make us, or a service, hold megabytes. @throws {Problem} */
function refuseLargeBody(request: FastifyRequest): void {
  const problem = largeBody(request);
  if (problem) throw problem;
}

function largeBody({ raw }: FastifyRequest): Problem | undefined {
  const bytes = announcedBytes(raw);
  if (bytes <= MAX_STRANGER_BYTES) return undefined;
  if (bytes === Infinity)
    return new Problem(411, 'length_required', 'Send Content-Length, or sign in first.', undefined, { connection: 'close' });
  const detail = `Without credentials, a body may have ${MAX_STRANGER_BYTES} bytes; sign in first.`;
  return new Problem(413, 'body_too_large', detail, undefined, { connection: 'close' });
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
