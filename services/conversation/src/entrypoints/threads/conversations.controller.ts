import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Allow, Caller, Problem, ProblemDto, TenantId, type Identity } from '#service-kit';
import { CountConversationsHandler } from '../../handlers/threads/count-conversations.handler.js';
import { GetConversationHandler } from '../../handlers/threads/get-conversation.handler.js';
import { ListConversationsHandler } from '../../handlers/threads/list-conversations.handler.js';
import { ListMessagesHandler } from '../../handlers/threads/list-messages.handler.js';
import { SendAgentMessageHandler } from '../../handlers/messages/send-agent-message.handler.js';
import {
  ConversationCountsDto,
  ConversationDto,
  ConversationPageDto,
  ConversationPath,
  CountConversationsQuery,
  ListConversationsQuery,
  ListMessagesQuery,
  MessageDto,
  MessagePageDto,
  SendAgentMessageBody,
} from './conversations.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations')
export class ConversationsController {
  constructor(
    private readonly listConversations: ListConversationsHandler,
    private readonly getConversation: GetConversationHandler,
    private readonly listMessages: ListMessagesHandler,
    private readonly sendAgentMessage: SendAgentMessageHandler,
    private readonly countConversations: CountConversationsHandler,
  ) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Conversations, the one with the newest message first if nothing else is asked' })
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
  @ApiOperation({ summary: 'How many conversations that are not closed there are of each kind' })
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

  @Post(':id/messages')
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Write to the customer as an agent',
    description:
      'Takes the conversation over from the bot. Refused with `window_closed` (422) when the 24-hour window is over: only templates leave then. A reaction takes nothing over.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body sends once and gets the same answer.',
  })
  @ApiCreatedResponse({ type: MessageDto })
  @ApiUnprocessableEntityResponse({ description: 'window_closed, or idempotency_key_reused for another message', type: ProblemDto })
  async send(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: SendAgentMessageBody,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<MessageDto> {
    if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
      throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key must have 1 to 255 printable ASCII characters.');
    }
    return MessageDto.of(await this.sendAgentMessage.execute(tenantId, path.id, caller, body, key));
  }
}

function assignedTo(assigneeId: string | undefined, caller: Identity): { assigneeId?: string | null } {
  if (assigneeId === undefined) return {};
  if (assigneeId === 'none') return { assigneeId: null };
  return { assigneeId: assigneeId === 'me' ? caller.subject : assigneeId };
}
