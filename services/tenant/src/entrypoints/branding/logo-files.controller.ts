import { Controller, Get, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { OpenLogoHandler } from '../../handlers/branding/open-logo.handler.js';

/** The bytes of logos, for the gateway. They are on sign-in pages, so that anybody may read them. */
@ApiExcludeController()
@Public()
@Controller('logos')
export class LogoFilesController {
  constructor(private readonly openLogo: OpenLogoHandler) {}

  @Get(':tenantId/:id')
  async read(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { type, sizeBytes, body } = await this.openLogo.execute(tenantId.toLowerCase(), id.toLowerCase());
    void reply
      .headers({
        'content-type': type,
        'content-length': String(sizeBytes),
        // Another logo has another address.
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': `default-src 'none'; sandbox`,
        'cross-origin-resource-policy': 'cross-origin',
      })
      .send(body);
  }
}
