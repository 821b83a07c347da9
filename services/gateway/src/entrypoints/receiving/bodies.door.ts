import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { announcedBytes, CONFIG, MAX_BODY_BYTES, Problem, problemBody } from '#service-kit';
import type { Config } from '../../config.js';
import { isWebhook } from '../../domain/webhooks/webhook-url.js';
import { Receiving } from './receiving.door.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes its body as the bytes that came. */
    rawBody?: boolean;
  }
}

/** Receives bodies as bytes while there is room, and files as streams. Only our own routes read JSON. */
@Injectable()
export class Bodies implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly receiving: Receiving,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Replaces Nest's parsers: a signature covers bytes, and forwarded bodies are for the service to read.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // Files may be large: they pass through, and the service that stores them limits them.
    fastify.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));
    fastify.addHook('preParsing', (request, reply, payload, done) => this.#receive(request, reply, () => done(null, payload), done));
    fastify.addHook('preValidation', (request, _reply, done) => done(parseOwnBody(request)));
  }

  #receive({ raw, method, url, headers }: FastifyRequest, reply: FastifyReply, take: () => void, refuse: (problem: Problem) => void): void {
    const bytes = announcedBytes(raw);
    // The webhook doors check their own bodies.
    if (bytes === 0 || isWebhook(method, url)) return take();
    const isForm = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
    if (!isForm && Number.isFinite(bytes) && bytes > MAX_BODY_BYTES) return refuse(TOO_LARGE);
    const isAdmitted = isForm
      ? this.receiving.admitStream(raw, reply.raw)
      : this.receiving.admit(raw, reply.raw, Math.min(bytes, MAX_BODY_BYTES), this.config.BODY_TIMEOUT_MS);
    if (isAdmitted) return take();
    // Bypasses the problem filter, which would log each of thousands of refusals.
    void reply.code(NO_ROOM.status).headers(NO_ROOM.headers).type('application/problem+json').send(problemBody(NO_ROOM));
  }
}

const TOO_LARGE = new Problem(413, 'body_too_large', `A body may have ${MAX_BODY_BYTES} bytes; send files as multipart/form-data.`);
const NO_ROOM = new Problem(503, 'too_much_at_once', 'The gateway is receiving too much at the moment; send it again.', undefined, {
  'retry-after': '1',
});
const NOT_JSON = new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');

/** @returns the problem with the body of one of our own routes, if there is one */
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
