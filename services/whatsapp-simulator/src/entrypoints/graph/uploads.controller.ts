import { randomBytes } from 'node:crypto';
import { Controller, Headers, HttpCode, Param, Post, Query, Req, UseFilters, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Public } from '#service-kit';
import { invalidParameter } from '../../domain/graph/graph-error.js';
import { LARGEST_MEDIA_BYTES } from '../../domain/graph/media.js';
import { AuthorizeCallHandler } from '../../handlers/graph/authorize-call.handler.js';
import { GraphErrorFilter } from './graph-error.filter.js';

const SAMPLES = /^(image|video)\/|^application\/pdf/;

/** Meta's resumable uploads: how the sample of a template's header comes to it. The bytes are counted and forgotten. */
@ApiExcludeController()
@Public()
@UseFilters(GraphErrorFilter)
@Controller(':version(^v\\d+\\.\\d+$)')
export class UploadsController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authorize: AuthorizeCallHandler,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addContentTypeParser(SAMPLES, { parseAs: 'buffer', bodyLimit: LARGEST_MEDIA_BYTES }, (_request, body, done) => done(null, body));
  }

  @Post(':app/uploads')
  @HttpCode(200)
  begin(
    @Headers('authorization') authorization: string | undefined,
    @Query('file_length') length: string | undefined,
    @Query('file_type') type: string | undefined,
  ): object {
    this.authorize.execute(authorization);
    if (!Number(length) || !SAMPLES.test(type ?? '')) throw invalidParameter('file_length and file_type are required');
    const name = Buffer.from(`${length} ${type}`).toString('base64url');
    return { id: `upload:${name}?sig=${randomBytes(8).toString('hex')}` };
  }

  @Post(':id(^upload:.+$)')
  @HttpCode(200)
  upload(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Req() request: FastifyRequest): object {
    this.authorize.execute(authorization);
    const [length] = Buffer.from(id.slice('upload:'.length), 'base64url').toString().split(' ');
    const bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
    if (bytes !== Number(length)) throw invalidParameter(`the file has ${bytes} bytes; ${length} were announced`);
    return { h: `4::${randomBytes(16).toString('base64url')}` };
  }
}
