import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, Logger, Metrics, Problem, problemBody, SECURITY_HEADERS } from '#service-kit';
import type { Config } from '../../config.js';
import { readStripeNotice } from '../../domain/payments/stripe-notice.js';
import { verifyStripeSignature } from '../../domain/payments/stripe-signature.js';
import { STRIPE_WEBHOOK_URL } from '../../domain/webhooks/webhook-url.js';
import { TakePaymentNoticeHandler } from '../../handlers/payments/take-payment-notice.handler.js';
import { Receiving } from '../receiving/receiving.door.js';

/** Stripe names no bound; an invoice of many lines has some 100 KB. */
const MAX_BODY_BYTES = 512 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Stripe's door, beside Meta's: a signature and a commit decide the answer. What has no 2xx Stripe sends again, for three days.
 * Source: Stripe, "Receive Stripe events in your webhook endpoint".
 */
@Injectable()
export class StripeDoor implements OnModuleInit {
  readonly #refused;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly take: TakePaymentNoticeHandler,
    private readonly receiving: Receiving,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#refused = metrics.counter({
      name: 'chasqui_payment_notices_refused_total',
      help: 'Notices of the payment provider that were not kept',
      labelNames: ['reason'],
    });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.post(STRIPE_WEBHOOK_URL, {
      bodyLimit: MAX_BODY_BYTES,
      config: { rawBody: true },
      onRequest: (request, reply, done) => {
        // Before the body is read: without a signature nobody may make us hold it.
        const size = Number(request.headers['content-length'] ?? MAX_BODY_BYTES);
        if (!this.config.STRIPE_WEBHOOK_SECRET) return void this.#refuse(reply, PAYMENTS_OFF);
        if (size > MAX_BODY_BYTES) return void this.#refuse(reply, TOO_LARGE);
        if (request.headers['stripe-signature'] === undefined) return void this.#refuse(reply, BAD_SIGNATURE);
        if (!this.receiving.admit(request.raw, reply.raw, size, this.config.WEBHOOK_TIMEOUT_MS)) return void this.#refuse(reply, AWAY);
        // Only the bytes count; Fastify would refuse an unreadable content type.
        request.raw.headers['content-type'] = 'application/octet-stream';
        done();
      },
      handler: (request, reply) => this.#receive(request, reply),
    });
  }

  #receive(request: FastifyRequest, reply: FastifyReply): void {
    const body = (request.body as Buffer | undefined) ?? NOTHING;
    const signature = String(request.headers['stripe-signature']);
    const nowSeconds = Math.floor(Date.now() / 1_000);
    if (!verifyStripeSignature(body, signature, this.config.STRIPE_WEBHOOK_SECRET!, nowSeconds)) return this.#refuse(reply, BAD_SIGNATURE);
    const notice = readStripeNotice(body);
    // Stripe's own, and about nothing that is kept: sent again it would be the same.
    if (!notice) return void reply.send();
    this.take.execute(notice).then(
      () => void reply.send(),
      (error: unknown) => {
        this.logger.error('a notice of the payment provider was not stored; it is asked to come back', error);
        this.#refuse(reply, AWAY);
      },
    );
  }

  #refuse(reply: FastifyReply, problem: Problem): void {
    this.#refused.inc({ reason: problem.code });
    const headers = { ...SECURITY_HEADERS, ...problem.headers };
    void reply.code(problem.status).headers(headers).type('application/problem+json').send(problemBody(problem));
  }
}

const PAYMENTS_OFF = new Problem(404, 'payments_off', 'This installation takes no notices of Stripe: STRIPE_WEBHOOK_SECRET is not set.');
const TOO_LARGE = new Problem(413, 'body_too_large', `A notice may have ${MAX_BODY_BYTES} bytes.`, undefined, { connection: 'close' });
const BAD_SIGNATURE = new Problem(
  401,
  'invalid_signature',
  'Stripe-Signature must be "t=<seconds>,v1=<hex HMAC-SHA256>" of the body under the secret of the endpoint, at most 300 seconds old.',
);
const AWAY = new Problem(503, 'journal_unavailable', 'The notice could not be stored; send it again.', undefined, { 'retry-after': '1' });
