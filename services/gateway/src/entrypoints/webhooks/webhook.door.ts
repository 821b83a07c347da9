import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifySignature } from '#whatsapp';
import { CONFIG, Metrics, problemBody, Problem, SECURITY_HEADERS } from '#service-kit';
import type { Config } from '../../config.js';
import { WEBHOOK_URL } from '../../domain/webhooks/webhook-url.js';
import { JournalWebhookHandler } from '../../handlers/webhooks/journal-webhook.handler.js';
import { Receiving } from '../receiving/receiving.door.js';

/** Meta sends up to 3 MB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Meta's door. The routes are Fastify's own, without Nest's guards and pipes: thousands of requests per second arrive here, and only a
 * signature and a commit decide the answer. Source: Meta, "Webhooks / Getting started".
 */
@Injectable()
export class WebhookDoor implements OnModuleInit {
  readonly #outcomes;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly journal: JournalWebhookHandler,
    private readonly receiving: Receiving,
    metrics: Metrics,
  ) {
    this.#outcomes = metrics.counter({ name: 'chasqui_webhooks_refused_total', help: 'Webhooks not kept', labelNames: ['reason'] });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.get(WEBHOOK_URL, (request, reply) => this.#verify(request, reply));
    fastify.post(WEBHOOK_URL, {
      bodyLimit: MAX_BODY_BYTES,
      config: { rawBody: true },
      onRequest: (request, reply, done) => {
        // Before the body is read: without a signature nobody may make us hold megabytes.
        const size = Number(request.headers['content-length'] ?? MAX_BODY_BYTES);
        if (size > MAX_BODY_BYTES) return void this.#refuse(reply, TOO_LARGE);
        if (request.headers['x-hub-signature-256'] === undefined) return void this.#refuse(reply, BAD_SIGNATURE);
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
    const signature = request.headers['x-hub-signature-256'] as string;
    if (!verifySignature(body, signature, this.config.WHATSAPP_APP_SECRET)) return this.#refuse(reply, BAD_SIGNATURE);
    this.journal.execute(body).then(
      () => void reply.send(),
      () => this.#refuse(reply, AWAY),
    );
  }

  /** Meta asks this when the address is saved, and expects the challenge back unchanged. */
  #verify(request: FastifyRequest, reply: FastifyReply): void {
    const query = request.query as Record<string, unknown>;
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
    const matches = typeof token === 'string' && sameText(token, this.config.WHATSAPP_VERIFY_TOKEN);
    if (mode !== 'subscribe' || !matches || typeof challenge !== 'string') return this.#refuse(reply, BAD_TOKEN);
    void reply.type('text/plain; charset=utf-8').send(challenge);
  }

  /** Bypasses the problem filter, which would log each of thousands of refusals. */
  #refuse(reply: FastifyReply, problem: Problem): void {
    this.#outcomes.inc({ reason: problem.code });
    const headers = { ...SECURITY_HEADERS, ...problem.headers };
    void reply.code(problem.status).headers(headers).type('application/problem+json').send(problemBody(problem));
  }
}

const TOO_LARGE = new Problem(413, 'body_too_large', `A webhook body may have ${MAX_BODY_BYTES} bytes.`, undefined, {
  connection: 'close',
});
const BAD_SIGNATURE = new Problem(
  401,
  'invalid_signature',
  'X-Hub-Signature-256 must be "sha256=" and the hex HMAC-SHA256 of the body under the app secret.',
);
const BAD_TOKEN = new Problem(
  403,
  'invalid_verify_token',
  'Expected hub.mode=subscribe, the configured hub.verify_token, and a hub.challenge.',
);
const AWAY = new Problem(503, 'journal_unavailable', 'The webhook could not be stored; send it again.', undefined, { 'retry-after': '1' });

/** Compares in constant time, for texts of any length. */
function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
