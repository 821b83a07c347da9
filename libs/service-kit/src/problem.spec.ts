import { once } from 'node:events';
import { connect } from 'node:net';
import { Controller, Module, Post, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { eventually } from '#testing';
import { z } from 'zod';
import { bootstrap, type RunningService } from './bootstrap.js';
import { Public } from './identity.js';
import { Logger } from './logger.js';
import { defineService } from './service.js';

const begun: string[] = [];

@Controller()
class UploadsController {
  @Public()
  @Post('read')
  async read(@Req() request: FastifyRequest): Promise<number> {
    begun.push('read');
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
    return bytes;
  }

  @Public()
  @Post('lose')
  async lose(@Req() request: FastifyRequest): Promise<never> {
    for await (const _ of request.raw);
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  }
}

@Module({ controllers: [UploadsController] })
class UploadsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser('a/b', (_request, _payload, done) => done(null));
  }
}

describe('what is logged of a request that fails', () => {
  let service: RunningService;
  const lines: { level: string; fields: unknown[] }[] = [];

  beforeAll(async () => {
    const definition = defineService({ name: 'tenant', summary: 'Uploads', config: z.object({}), module: UploadsModule });
    service = await bootstrap(definition, { IDENTITY_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
    const logger = service.app.get(Logger);
    for (const level of ['error', 'debug'] as const) logger[level] = (...fields: unknown[]) => void lines.push({ level, fields });
  });
  afterAll(async () => service?.close());
  beforeEach(() => {
    lines.length = 0;
  });
  const codes = (level: string): unknown[] =>
    lines.filter((line) => line.level === level).flatMap(({ fields }) => (fields.at(-1) as { code?: string }).code ?? []);

  it('is a line for those who look closely where its caller left before its end', async () => {
    const socket = connect(service.port, '127.0.0.1');
    socket.write('POST /read HTTP/1.1\r\nHost: here\r\nContent-Type: a/b\r\nContent-Length: 1000\r\n\r\nsome of it');
    await once(socket, 'connect');
    await eventually(() => expect(begun).toEqual(['read']));
    socket.destroy();
    await eventually(() => expect(codes('debug')).toEqual(['client_closed']));
    expect(codes('error')).toEqual([]);
  });

  it('is an error where the database was lost under a whole request', async () => {
    const answer = await fetch(`${service.url}/lose`, { method: 'POST', body: 'all of it', headers: { 'content-type': 'a/b' } });
    expect(answer.status).toBe(503);
    expect(codes('error')).toEqual(['database_unavailable']);
  });
});
