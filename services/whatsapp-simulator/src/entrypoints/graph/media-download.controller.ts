import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Headers, Query, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { FaultPlan } from '../../domain/control/faults.js';
import { LARGEST_MEDIA_BYTES, type Media } from '../../domain/graph/media.js';
import { AuthorizeCallHandler } from '../../handlers/graph/authorize-call.handler.js';
import { FindMediaHandler } from '../../handlers/graph/find-media.handler.js';
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
    private readonly faults: FaultPlan,
  ) {}

  @Get()
  async download(
    @Query() query: { mid?: string; ext?: string; hash?: string },
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const allowed = this.authorize.execute(authorization);
    const media = this.media.byUrl(query);
    const { delayMs } = this.faults.current().media;
    if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
    if (!media || !allowed.has(media.phoneNumberId) || this.faults.takeMedia('addressEnded')) {
      void reply.status(404).type('text/plain').send('Not found');
      return;
    }
    void reply
      .type(media.mimeType)
      .header('content-disposition', 'attachment')
      .header('x-content-type-options', 'nosniff')
      .send(this.bytesOf(media));
  }

  private bytesOf(media: Media): Buffer | Readable {
    if (this.faults.takeMedia('wrongHash')) return Buffer.concat([media.bytes, Buffer.from('!')]);
    return this.faults.takeMedia('oversized') ? Readable.from(endless(media.bytes)) : media.bytes;
  }
}

/** A file that goes on with zeros beyond every limit; sent without a length. */
function* endless(bytes: Buffer): Generator<Buffer> {
  yield bytes;
  const piece = Buffer.alloc(256 * 1024);
  for (let sent = 0; sent <= LARGEST_MEDIA_BYTES; sent += piece.length) yield piece;
}
