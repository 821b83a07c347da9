import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, TenantId, type Identity } from '#service-kit';
import { CountConversationsHandler } from '../../handlers/threads/count-conversations.handler.js';
import { GetConversationHandler } from '../../handlers/threads/get-conversation.handler.js';
import { ListConversationsHandler } from '../../handlers/threads/list-conversations.handler.js';
import { ListMessagesHandler } from '../../handlers/threads/list-messages.handler.js';
import {
  ConversationCountsDto,
  ConversationDto,
  ConversationPageDto,
  ConversationPath,
  CountConversationsQuery,
  ListConversationsQuery,
} from './conversations.dto.js';
import { ListMessagesQuery, MessageDto, MessagePageDto } from './messages.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations')
export class ConversationsController {
  constructor(
    private readonly listConversations: ListConversationsHandler,
    private readonly getConversation: GetConversationHandler,
    private readonly listMessages: ListMessagesHandler,
    private readonly countConversations: CountConversationsHandler,
  ) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'List conversations, by default those with the newest messages first' })
  @ApiOkResponse({ type: ConversationPageDto })
  async list(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Query() query: ListConversationsQuery,
  ): Promise<ConversationPageDto> {
    const { assigneeId, unread, sort = 'newest', ...filter } = query;
    const { items, nextCursor } = await this.listConversations.execute(
      tenantId,
      { ...filter, ...assignedTo(assigneeId, caller), ...(unread ? { unread: true } : {}) },
      { sort, limit: query.limit, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) },
    );
    return { items: items.map(ConversationDto.of), nextCursor };
  }

  @Get('counts')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Counts of conversations that are not closed' })
  @ApiOkResponse({ type: ConversationCountsDto })
  counts(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Query() query: CountConversationsQuery,
  ): Promise<ConversationCountsDto> {
    return this.countConversations.execute(tenantId, caller.subject, query.outletId);
  }

  @Get(':id')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'One conversation' })
  @ApiOkResponse({ type: ConversationDto })
  async get(@TenantId() tenantId: string, @Param() path: ConversationPath): Promise<ConversationDto> {
    return ConversationDto.of(await this.getConversation.execute(tenantId, path.id));
  }

  @Get(':id/messages')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'The messages of a conversation, oldest first' })
  @ApiOkResponse({ type: MessagePageDto })
  async messages(
    @TenantId() tenantId: string,
    @Param() path: ConversationPath,
    @Query() query: ListMessagesQuery,
  ): Promise<MessagePageDto> {
    const { items, nextCursor } = await this.listMessages.execute(tenantId, path.id, query);
    return { items: items.map(MessageDto.of), nextCursor };
  }
}

function assignedTo(assigneeId: string | undefined, caller: Identity): { assigneeId?: string | null } {
  if (assigneeId === undefined) return {};
  if (assigneeId === 'none') return { assigneeId: null };
  return { assigneeId: assigneeId === 'me' ? caller.subject : assigneeId };
}
