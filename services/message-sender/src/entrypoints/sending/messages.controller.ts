import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiIdempotencyKey, IdempotencyKey, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { GetMessageHandler } from '../../handlers/sending/get-message.handler.js';
import { ListMessagesHandler } from '../../handlers/sending/list-messages.handler.js';
import { RetryMessageHandler } from '../../handlers/sending/retry-message.handler.js';
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
    private readonly retryMessage: RetryMessageHandler,
  ) {}

  @Post()
  @HttpCode(202)
  @Allow('agent', 'messages:write')
  @ApiOperation({ summary: 'Send a message' })
  @ApiIdempotencyKey(
    'sends',
    '7 days',
    'idempotency_key_reused: the key was used for a different message; template_not_found, template_not_approved, opted_out',
  )
  @ApiAcceptedResponse({ type: SubmittedMessageDto })
  @ApiConflictResponse({ description: 'outlet_disabled, outlet_unconfirmed', type: ProblemDto })
  submit(@TenantId() tenantId: string, @Body() body: SubmitMessageDto, @IdempotencyKey() key?: string): Promise<SubmittedMessageDto> {
    const { class: sendClass = 'reply', ...submission } = body;
    return this.submitMessage.execute(tenantId, submission as typeof body, sendClass, { idempotencyKey: key });
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Allow('agent', 'messages:write')
  @ApiOperation({
    summary: 'Send a failed message again',
    description:
      'As a new message, which is checked like any other; it says in `retryOf` in place of which one it was sent. Asked once more, the answer is the same new message.',
  })
  @ApiAcceptedResponse({ type: SubmittedMessageDto })
  @ApiConflictResponse({ description: 'message_not_failed, message_of_group, outlet_disabled, outlet_unconfirmed', type: ProblemDto })
  retry(@TenantId() tenantId: string, @Param('id', idOf('message')) id: string, @By() by: Actor): Promise<SubmittedMessageDto> {
    return this.retryMessage.execute(tenantId, id, by);
  }

  @Get()
  @Allow('viewer', 'messages:read')
  @ApiOperation({
    summary: 'Messages, newest first',
    description:
      'With `scheduled=true` those that wait for their time, the next first. Under filters a page looks at so many messages: it may be short, even empty, and have a next one.',
  })
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
    const { content, contextWamid, price, statuses, ...message } = await this.getMessage.execute(tenantId, id);
    return { ...toDto(message), content, contextWamid, price, statuses };
  }
}

function toDto({ phone, userId, groupId, ...message }: MessageView): MessageDto {
  return { ...message, to: { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}), ...(groupId ? { groupId } : {}) } };
}
