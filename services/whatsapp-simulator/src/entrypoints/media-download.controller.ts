import { Controller, Get, Headers, Query, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { AuthorizeCallHandler } from '../handlers/graph/authorize-call.handler.js';
import { FindMediaHandler } from '../handlers/graph/find-media.handler.js';
import { GraphErrorFilter } from './graph-error.filter.js';

/** The second hop of a media download: needs the bearer, lives five minutes, then 404. */
@ApiExcludeController()
@Public()
@UseFilters(GraphErrorFilter)
@Controller('whatsapp_business/attachments')
export class MediaDownloadController {
  constructor(
    private readonly authorize: AuthorizeCallHandler,
    private readonly media: FindMediaHandler,
  ) {}

  @Get()
  download(
    @Query() query: { mid?: string; ext?: string; hash?: string },
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const allowed = this.authorize.execute(authorization);
    const media = this.media.byUrl(query);
    if (!media || !allowed.has(media.phoneNumberId)) {
      void reply.status(404).type('text/plain').send('Not found');
      return;
    }
    void reply
      .type(media.mimeType)
      .header('content-disposition', 'attachment')
      .header('x-content-type-options', 'nosniff')
      .send(media.bytes);
  }
}
