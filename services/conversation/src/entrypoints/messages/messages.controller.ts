import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiIdempotencyKey, IdempotencyKey, Allow, Caller, TenantId, type Identity } from '#service-kit';
import { SendAgentMessageHandler } from '../../handlers/messages/send-agent-message.handler.js';
import { ConversationPath } from '../threads/conversations.dto.js';
import { MessageDto } from '../threads/messages.dto.js';
import { SendAgentMessageBody } from './send-message.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations/:id/messages')
export class MessagesController {
  constructor(private readonly sendAgentMessage: SendAgentMessageHandler) {}

  @Post()
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    operationId: 'Conversations_send',
    summary: 'Send a message to the customer as an agent',
    description:
      'Takes the conversation over from the bot. Refused with `window_closed` (422) when the 24-hour window is over: only templates leave then. A reaction takes nothing over.',
  })
  @ApiIdempotencyKey('sends', '7 days', 'window_closed, or idempotency_key_reused for another message')
  @ApiCreatedResponse({ type: MessageDto })
  async send(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: SendAgentMessageBody,
    @IdempotencyKey() key?: string,
  ): Promise<MessageDto> {
    return MessageDto.of(await this.sendAgentMessage.execute(tenantId, path.id, caller, body, key));
  }
}
