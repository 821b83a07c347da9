import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { CannedRepliesHandler } from '../../handlers/collaboration/canned-replies.handler.js';
import { CannedReplyBody, CannedReplyDto, CannedReplyListDto } from './collaboration.dto.js';

const ID = idOf('canned reply');

@ApiTags('Inbox')
@Controller('api/v1/canned-replies')
export class CannedRepliesController {
  constructor(private readonly cannedReplies: CannedRepliesHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All canned replies' })
  @ApiOkResponse({ type: CannedReplyListDto })
  async list(@TenantId() tenantId: string): Promise<CannedReplyListDto> {
    return { items: await this.cannedReplies.list(tenantId) };
  }

  @Post()
  @Allow('agent', 'inbox:manage')
  @ApiOperation({ summary: 'Create a canned reply' })
  @ApiCreatedResponse({ type: CannedReplyDto })
  create(@TenantId() tenantId: string, @Body() body: CannedReplyBody, @By() by: Actor): Promise<CannedReplyDto> {
    return this.cannedReplies.create(tenantId, { ...body, title: body.title ?? '' }, by);
  }

  @Put(':id')
  @Allow('agent', 'inbox:manage')
  @ApiOperation({ summary: 'Change a canned reply' })
  @ApiOkResponse({ type: CannedReplyDto })
  change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: CannedReplyBody,
    @By() by: Actor,
  ): Promise<CannedReplyDto> {
    return this.cannedReplies.change(tenantId, { ...body, id, title: body.title ?? '' }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a canned reply' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.cannedReplies.delete(tenantId, id, by);
  }
}
