import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { ChangeCannedReplyHandler } from '../../handlers/collaboration/change-canned-reply.handler.js';
import { CreateCannedReplyHandler } from '../../handlers/collaboration/create-canned-reply.handler.js';
import { DeleteCannedReplyHandler } from '../../handlers/collaboration/delete-canned-reply.handler.js';
import { ListCannedRepliesHandler } from '../../handlers/collaboration/list-canned-replies.handler.js';
import { CannedReplyBody, CannedReplyDto, CannedReplyListDto } from './collaboration.dto.js';

const ID = idOf('canned reply');

@ApiTags('Inbox')
@Controller('api/v1/canned-replies')
export class CannedRepliesController {
  constructor(
    private readonly listCannedReplies: ListCannedRepliesHandler,
    private readonly createCannedReply: CreateCannedReplyHandler,
    private readonly changeCannedReply: ChangeCannedReplyHandler,
    private readonly deleteCannedReply: DeleteCannedReplyHandler,
  ) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All canned replies' })
  @ApiOkResponse({ type: CannedReplyListDto })
  async list(@TenantId() tenantId: string): Promise<CannedReplyListDto> {
    return { items: await this.listCannedReplies.execute(tenantId) };
  }

  @Post()
  @Allow('agent', 'inbox:manage')
  @ApiOperation({ summary: 'Make a canned reply' })
  @ApiCreatedResponse({ type: CannedReplyDto })
  create(@TenantId() tenantId: string, @Body() body: CannedReplyBody, @By() by: Actor): Promise<CannedReplyDto> {
    return this.createCannedReply.execute(tenantId, { ...body, title: body.title ?? '' }, by);
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
    return this.changeCannedReply.execute(tenantId, { ...body, id, title: body.title ?? '' }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a canned reply' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.deleteCannedReply.execute(tenantId, id, by);
  }
}
