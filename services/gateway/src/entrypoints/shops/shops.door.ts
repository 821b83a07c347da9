import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, Metrics, Problem, problemBody, SECURITY_HEADERS, toProblem } from '#service-kit';
import type { Config } from '../../config.js';
import { isWebhook, SHOP_WEBHOOK_URL } from '../../domain/webhooks/webhook-url.js';
import { ForwardRequestHandler } from '../../handlers/api/forward-request.handler.js';
import { Receiving } from '../receiving/receiving.door.js';
import { addressOf } from '../caller.js';

/** As commerce, which checks the signature, has it. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** Of what carries no signature: WooCommerce's ping has some twenty. */
const MAX_UNSIGNED_BYTES = 1_024;
const SIGNATURES = ['x-shopify-hmac-sha256', 'x-wc-webhook-signature', 'stripe-signature', 'x-signature-256'];
const NOTHING = Buffer.alloc(0);

/**
 * The door of shops, beside Meta's: it takes the bytes as they came to commerce, which has the secrets of the connection, and answers with its word.
 * Nothing is read here.
 */
@Injectable()
export class ShopsDoor implements OnModuleInit {
  readonly #refused;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly forward: ForwardRequestHandler,
    private readonly receiving: Receiving,
    metrics: Metrics,
  ) {
    this.#refused = metrics.counter({
      name: 'chasqui_shop_webhooks_refused_total',
      help: 'Webhooks of shops that were not kept',
      labelNames: ['reason'],
    });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.post(SHOP_WEBHOOK_URL, {
      bodyLimit: MAX_BODY_BYTES,
      config: { rawBody: true },
      onRequest: (request, reply, done) => {
        // Others look at bodies by the same rule: what it leaves out is nobody's.
        if (!isWebhook(request.method, request.url)) return void this.#refuse(reply, Problem.notFound('connection'));
        // Before the body is read: without a signature nobody may make us hold megabytes.
        const size = Number(request.headers['content-length'] ?? MAX_BODY_BYTES);
        if (size > MAX_BODY_BYTES) return void this.#refuse(reply, TOO_LARGE);
        if (size > MAX_UNSIGNED_BYTES && SIGNATURES.every((name) => request.headers[name] === undefined)) {
          return void this.#refuse(reply, UNSIGNED);
        }
        if (!this.receiving.admit(request.raw, reply.raw, size, this.config.WEBHOOK_TIMEOUT_MS)) return void this.#refuse(reply, AWAY);
        // Only the bytes count; Fastify would refuse an unreadable content type.
        request.raw.headers['content-type'] = 'application/octet-stream';
        done();
      },
      handler: (request, reply) => this.#bring(request, reply),
    });
  }

  async #bring(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    try {
      const answer = await this.forward.to('commerce', {
        id: request.id,
        method: 'POST',
        path: request.url,
        url: request.url,
        headers: request.headers,
        body: (request.body as Buffer | undefined) ?? NOTHING,
        clientAddress: addressOf(request, this.config.TRUSTED_PROXY_HOPS),
        identity: undefined,
        signal: left.signal,
      });
      if (answer.status >= 400) this.#refused.inc({ reason: String(answer.status) });
      return reply
        .code(answer.status)
        .headers({ ...answer.headers, ...SECURITY_HEADERS })
        .send(answer.body);
    } catch (error) {
      return this.#refuse(reply, toProblem(error));
    }
  }

  #refuse(reply: FastifyReply, problem: Problem): FastifyReply {
    this.#refused.inc({ reason: problem.code });
    const headers = { ...SECURITY_HEADERS, ...problem.headers };
    return reply.code(problem.status).headers(headers).type('application/problem+json').send(problemBody(problem));
  }
}

const TOO_LARGE = new Problem(413, 'body_too_large', `A webhook may have ${MAX_BODY_BYTES} bytes.`, undefined, { connection: 'close' });
const UNSIGNED = new Problem(
  401,
  'invalid_signature',
  'The signature does not fit the body under any secret of the connection.',
  undefined,
  {
    connection: 'close',
  },
);
const AWAY = new Problem(503, 'journal_unavailable', 'The webhook could not be stored; send it again.', undefined, { 'retry-after': '1' });
