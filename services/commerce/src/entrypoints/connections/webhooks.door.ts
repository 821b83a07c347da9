import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId, Logger, Problem, problemBody, toProblem } from '#service-kit';
import { PLATFORMS, type Platform } from '../../domain/connections/platforms.js';
import { ReceiveWebhookHandler } from '../../handlers/connections/receive-webhook.handler.js';

/** Orders of many lines have some 100 KB; nobody sends more than this. The gateway has the same bound. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Where the gateway brings what shops tell: the bytes as they came, since a signature covers bytes. */
@Injectable()
export class WebhooksDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly receive: ReceiveWebhookHandler,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // In a context of its own: the parsers of the API stay as they are.
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, parsed) => parsed(null, body));
      scope.post('/webhooks/:platform/:connectionId', { bodyLimit: MAX_BODY_BYTES }, (request, reply) => this.#take(request, reply));
      done();
    });
  }

  async #take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { platform, connectionId } = request.params as { platform: string; connectionId: string };
    try {
      if (!(PLATFORMS as readonly string[]).includes(platform) || !isId(connectionId)) throw Problem.notFound('connection');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
      );
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await this.receive.execute({ platform: platform as Platform, connectionId: connectionId.toLowerCase(), headers, body });
      return reply.code(200).send();
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status >= 500) this.logger.error('a webhook of a shop was not stored; it is asked to come back', error as Error);
      return reply.code(problem.status).headers(problem.headers).type('application/problem+json').send(problemBody(problem));
    }
  }
}
