import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { ForwardRequestHandler } from '../../handlers/api/forward-request.handler.js';
import { addressOf, pathOf } from '../caller.js';

/** The services that have files, or pages, behind links, by how their paths begin; each checks its own links. */
const OWNERS = {
  '/media/': 'conversation',
  '/exports/': 'tenant',
  '/logos/': 'tenant',
  '/documents/': 'commerce',
  '/pay/': 'commerce',
} as const;

/** Serves files and pages to browsers, under links that are their own credential. Buffers nothing. */
@Injectable()
export class MediaDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly forward: ForwardRequestHandler,
  ) {}

  onModuleInit(): void {
    for (const [path, owner] of Object.entries(OWNERS)) {
      this.host.httpAdapter.getInstance<FastifyInstance>().route({
        method: ['GET', 'HEAD'],
        url: `${path}*`,
        handler: (request, reply) => this.#read(owner, request, reply),
      });
    }
  }

  async #read(owner: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const answer = await this.forward.to(
      owner,
      {
        id: request.id,
        method: request.method,
        path: pathOf(request),
        url: request.url,
        headers: request.headers,
        body: undefined,
        clientAddress: addressOf(request, this.config.TRUSTED_PROXY_HOPS),
        identity: undefined,
        signal: left.signal,
      },
      { isFile: true },
    );
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}
