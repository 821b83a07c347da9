import multipart from '@fastify/multipart';
import { Controller, Delete, HttpCode, Param, ParseUUIDPipe, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Allow, By, Caller, type EtagReply, type Identity, pathTenant, readFormFile } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { LOGO_BYTES } from '../../domain/branding/logo.js';
import { ChangeLogoHandler } from '../../handlers/branding/change-logo.handler.js';
import { viewOf } from './branding.controller.js';
import { BrandingDto } from './branding.dto.js';

@ApiTags('Branding')
@Controller('api/v1/tenants/:id/logo')
export class LogoController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly changeLogo: ChangeLogoHandler,
  ) {}

  /** The parser of forms belongs to the server. */
  onModuleInit(): void {
    // Not awaited: Fastify would settle the routes that are there with its own error handler, before Nest puts in ours.
    void this.host.httpAdapter
      .getInstance<FastifyInstance>()
      // One byte more than may be kept: at the exact limit the parser would silently cut it off.
      .register(multipart, { limits: { fileSize: LOGO_BYTES + 1, files: 1, fields: 1, fieldSize: 100 } });
  }

  @Post()
  @HttpCode(200)
  @Allow('admin', 'tenant:write')
  @ApiOperation({
    summary: 'Upload the logo; it replaces the one that is there',
    description:
      'PNG, JPEG or WebP, at most 512 KB and 2048 pixels on each side. What a file is, its bytes say. SVG is refused: it may hold scripts.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } })
  @ApiOkResponse({ type: BrandingDto })
  async put(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<BrandingDto> {
    const tenantId = pathTenant(caller, id);
    return viewOf(tenantId, reply, await readFormFile(request, ({ chunks }) => this.changeLogo.put(tenantId, chunks, by)));
  }

  @Delete()
  @HttpCode(200)
  @Allow('admin', 'tenant:write')
  @ApiOperation({ summary: 'Remove the logo; the product’s own takes its place' })
  @ApiOkResponse({ type: BrandingDto })
  async remove(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<BrandingDto> {
    const tenantId = pathTenant(caller, id);
    return viewOf(tenantId, reply, await this.changeLogo.remove(tenantId, by));
  }
}
