import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#service-kit';
import { CompanyExportsHandler } from '../../handlers/company/company-exports.handler.js';

/** The bytes of an archive, for the gateway. Who may read one stands in the link itself. */
@ApiExcludeController()
@Public()
@Controller('exports')
export class CompanyArchiveController {
  constructor(private readonly exports: CompanyExportsHandler) {}

  @Get(':token')
  async read(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const { name, sizeBytes, body } = await this.exports.open(token);
    void reply
      .headers({
        'content-type': 'application/zip',
        'content-length': String(sizeBytes),
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(body);
  }
}
