import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { OpenMediaHandler } from '../../handlers/media/open-media.handler.js';

/** The bytes of files, for the gateway. Who may read one stands in the link itself. */
@ApiExcludeController()
@Public()
@Controller('media')
export class MediaFilesController {
  constructor(private readonly openMedia: OpenMediaHandler) {}

  @Get(':token')
  async read(
    @Param('token') token: string,
    @Headers('range') range: string | undefined,
    @Headers('if-range') ifRange: string | undefined,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { status, headers, body } = await this.openMedia.execute(token, { range, ifRange, ifNoneMatch });
    void reply
      .code(status)
      .headers(headers)
      .send(body ?? null);
  }
}
