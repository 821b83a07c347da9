import { PassThrough, Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { API_PREFIX } from '../../domain/api/route-table.js';
import { ForwardRequestHandler } from '../../handlers/api/forward-request.handler.js';
import { addressOf, pathOf } from '../caller.js';

/** Forwards every API request that is not the gateway's own, and streams the answer back. */
@Injectable()
export class ForwardDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly forward: ForwardRequestHandler,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: `${API_PREFIX}*`,
      config: { rawBody: true },
      handler: (request, reply) => this.#forward(request, reply),
    });
  }

  async #forward(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const body = request.body as Buffer | Readable | undefined;
    // The stream in between lets the service's connection end without ending the caller's.
    const answer = await this.forward.execute({
      id: request.id,
      method: request.method,
      path: pathOf(request),
      url: request.url,
      headers: request.headers,
      body: body instanceof Readable ? body.pipe(new PassThrough()) : body,
      clientAddress: addressOf(request, this.config.TRUSTED_PROXY_HOPS),
      identity: request.caller,
      signal: left.signal,
    });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}
