import multipart from '@fastify/multipart';
import { Controller, Get, HttpCode, Param, Post, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Allow, readFormFile, TenantId } from '#service-kit';
import { LARGEST_MEDIA_BYTES } from '#whatsapp';
import { GetMediaHandler } from '../../handlers/media/get-media.handler.js';
import { LinkMediaHandler } from '../../handlers/media/link-media.handler.js';
import { RetryMediaHandler } from '../../handlers/media/retry-media.handler.js';
import { UploadMediaHandler } from '../../handlers/media/upload-media.handler.js';
import { MediaDto, MediaLinkDto, MediaPath } from './media.dto.js';

/** One byte more than may be kept: the store then refuses the file. At the exact limit the parser would silently cut it off. */
const LARGEST_FORM_FILE = LARGEST_MEDIA_BYTES + 1;

@ApiTags('Media')
@Controller('api/v1/media')
export class MediaController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly uploadMedia: UploadMediaHandler,
    private readonly getMedia: GetMediaHandler,
    private readonly linkMedia: LinkMediaHandler,
    private readonly retryMedia: RetryMediaHandler,
  ) {}

  /** The parser of forms belongs to the server. */
  onModuleInit(): void {
    // Not awaited: Fastify would settle the routes that are there with its own error handler, before Nest puts in ours.
    void this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .register(multipart, { limits: { fileSize: LARGEST_FORM_FILE, files: 1, fields: 10, fieldSize: 10_000 } });
  }

  @Post()
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Upload a file to send',
    description:
      'Pictures (JPEG, PNG; 5 MB), stickers (WebP; 500 KB), recordings and films (16 MB), documents (PDF, text, Office; 100 MB), as WhatsApp takes them. What a file is, its bytes say.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } })
  @ApiCreatedResponse({ type: MediaDto })
  async upload(@TenantId() tenantId: string, @Req() request: FastifyRequest): Promise<MediaDto> {
    return readFormFile(request, async (file) => MediaDto.of(await this.uploadMedia.execute(tenantId, file)));
  }

  @Get(':id')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'One file' })
  @ApiOkResponse({ type: MediaDto })
  async get(@TenantId() tenantId: string, @Param() path: MediaPath): Promise<MediaDto> {
    return MediaDto.of(await this.getMedia.execute(tenantId, path.id.toLowerCase()));
  }

  @Post(':id/link')
  @HttpCode(200)
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Create a link to the file that works for five minutes' })
  @ApiOkResponse({ type: MediaLinkDto })
  async link(@TenantId() tenantId: string, @Param() path: MediaPath): Promise<MediaLinkDto> {
    return this.linkMedia.execute(tenantId, path.id.toLowerCase());
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Retry fetching a customer’s file. WhatsApp keeps files for seven days.' })
  @ApiAcceptedResponse({ type: MediaDto })
  async retry(@TenantId() tenantId: string, @Param() path: MediaPath): Promise<MediaDto> {
    return MediaDto.of(await this.retryMedia.execute(tenantId, path.id.toLowerCase()));
  }
}
