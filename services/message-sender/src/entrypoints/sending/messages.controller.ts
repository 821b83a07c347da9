import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiIdempotencyKey, IdempotencyKey, Allow, idOf, ProblemDto, TenantId } from '#service-kit';
import { GetMessageHandler } from '../../handlers/sending/get-message.handler.js';
import { ListMessagesHandler } from '../../handlers/sending/list-messages.handler.js';
import { SubmitMessageHandler } from '../../handlers/sending/submit-message.handler.js';
import type { MessageView } from '../../domain/queue/message-view.js';
import {
  ListMessagesQuery,
  MessageDetailDto,
  MessagePageDto,
  SubmitMessageDto,
  SubmittedMessageDto,
  type MessageDto,
} from './messages.dto.js';

@ApiTags('Messages')
@Controller('api/v1/messages')
export class MessagesController {
  constructor(
    private readonly submitMessage: SubmitMessageHandler,
    private readonly getMessage: GetMessageHandler,
    private readonly listMessages: ListMessagesHandler,
  ) {}

  @Post()
  @HttpCode(202)
  @Allow('agent', 'messages:write')
  @ApiOperation({ summary: 'Send a message' })
  @ApiIdempotencyKey('sends', '7 days', 'idempotency_key_reused: the key was used for a different message')
  @ApiAcceptedResponse({ type: SubmittedMessageDto })
  @ApiConflictResponse({ description: 'outlet_disabled, outlet_unconfirmed', type: ProblemDto })
  submit(@TenantId() tenantId: string, @Body() body: SubmitMessageDto, @IdempotencyKey() key?: string): Promise<SubmittedMessageDto> {
    const { class: sendClass = 'reply', ...submission } = body;
    return this.submitMessage.execute(tenantId, submission as typeof body, sendClass, key);
  }

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({ summary: 'Messages, newest first' })
  @ApiOkResponse({ type: MessagePageDto })
  async list(@TenantId() tenantId: string, @Query() query: ListMessagesQuery): Promise<MessagePageDto> {
    const page = await this.listMessages.execute(tenantId, query);
    return { ...page, items: page.items.map(toDto) };
  }

  @Get(':id')
  @Allow('viewer', 'messages:read')
  @ApiOperation({ summary: 'One message and its statuses' })
  @ApiOkResponse({ type: MessageDetailDto })
  async get(@TenantId() tenantId: string, @Param('id', idOf('message')) id: string): Promise<MessageDetailDto> {
    const { content, statuses, ...message } = await this.getMessage.execute(tenantId, id);
    return { ...toDto(message), content, statuses };
  }
}

function toDto({ phone, userId, ...message }: MessageView): MessageDto {
  return { ...message, to: { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) } };
}
