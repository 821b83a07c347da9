import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Allow,
  ApiIdempotencyKey,
  ApiIfMatch,
  By,
  idOf,
  IdempotencyKey,
  IfMatch,
  ProblemDto,
  tagged,
  TenantId,
  type Actor,
  type EtagReply,
} from '#service-kit';
import { SyncTemplatesHandler } from '../../handlers/templates/sync-templates.handler.js';
import { TemplatesHandler } from '../../handlers/templates/templates.handler.js';
import {
  ChangeTemplateBody,
  CreateTemplateBody,
  ListTemplatesQuery,
  newTemplateOf,
  SyncTemplatesBody,
  templateChangeOf,
  TemplateDto,
  TemplatePageDto,
  TemplateSyncDto,
  TemplateSyncListDto,
} from './templates.dto.js';

const ID = idOf('template');

@ApiTags('Templates')
@Controller('api/v1/templates')
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesHandler,
    private readonly syncs: SyncTemplatesHandler,
  ) {}

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({
    summary: 'Message templates, by name',
    description: 'All languages of all your WhatsApp accounts, as WhatsApp last told them.',
  })
  @ApiOkResponse({ type: TemplatePageDto })
  async list(@TenantId() tenantId: string, @Query() query: ListTemplatesQuery): Promise<TemplatePageDto> {
    const { items, nextCursor } = await this.templates.list(tenantId, query);
    return { items: items.map((template) => TemplateDto.of(template)), nextCursor };
  }

  @Post()
  @Allow('admin', 'templates:write')
  @ApiOperation({
    summary: 'Create a message template',
    description: 'Everything that WhatsApp would surely refuse is refused at once, field by field. Then WhatsApp reviews the template.',
  })
  @ApiIdempotencyKey('creates', '7 days', 'idempotency_key_reused; whatsapp_… where WhatsApp refuses')
  @ApiCreatedResponse({ type: TemplateDto })
  @ApiConflictResponse({ description: 'template_exists, outlet_disabled, outlet_unconfirmed', type: ProblemDto })
  async create(
    @TenantId() tenantId: string,
    @Body() body: CreateTemplateBody,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
    @IdempotencyKey() key?: string,
  ): Promise<TemplateDto> {
    return TemplateDto.of(tagged(reply, await this.templates.create(tenantId, newTemplateOf(body), by, key)));
  }

  @Get('syncs')
  @Allow('viewer', 'messages:read')
  @ApiOperation({ operationId: 'Templates_syncs', summary: 'When the templates of each WhatsApp account were last read' })
  @ApiOkResponse({ type: TemplateSyncListDto })
  async listSyncs(@TenantId() tenantId: string): Promise<TemplateSyncListDto> {
    return { items: (await this.syncs.list(tenantId)).map((sync) => TemplateSyncDto.of(sync)) };
  }

  @Post('sync')
  @HttpCode(200)
  @Allow('admin', 'templates:write')
  @ApiOperation({
    operationId: 'Templates_sync',
    summary: 'Read the templates of a WhatsApp account from WhatsApp',
    description:
      'Long lists are read on when this has answered: `state` is `running` then, and `GET /templates/syncs` tells when they are done.',
  })
  @ApiOkResponse({ type: TemplateSyncDto })
  async sync(@TenantId() tenantId: string, @Body() { outletId }: SyncTemplatesBody, @By() by: Actor): Promise<TemplateSyncDto> {
    return TemplateSyncDto.of(await this.syncs.start(tenantId, outletId, by));
  }

  @Get(':id')
  @Allow('viewer', 'messages:read')
  @ApiOperation({ summary: 'One message template' })
  @ApiOkResponse({ type: TemplateDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string, @Res({ passthrough: true }) reply: EtagReply): Promise<TemplateDto> {
    return TemplateDto.of(tagged(reply, await this.templates.get(tenantId, id)));
  }

  @Put(':id')
  @Allow('admin', 'templates:write')
  @ApiOperation({
    summary: 'Change a message template',
    description:
      'New components are reviewed by WhatsApp again, which takes one change of an approved template a day and ten in 30 days. Where values come from can be changed at any time.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: TemplateDto })
  @ApiConflictResponse({ description: 'template_being_reviewed, template_edit_limit', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeTemplateBody,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TemplateDto> {
    return TemplateDto.of(tagged(reply, await this.templates.change(tenantId, id, templateChangeOf(body), ifMatch, by)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'templates:write')
  @ApiOperation({
    summary: 'Delete a message template, here and at WhatsApp',
    description: 'One language of it. WhatsApp keeps its name from being used again in this language for 30 days.',
  })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.templates.delete(tenantId, id, by);
  }
}
