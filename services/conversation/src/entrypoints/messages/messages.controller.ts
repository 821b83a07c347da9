import { Body, Controller, Headers, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Allow, Caller, Problem, ProblemDto, TenantId, type Identity } from '#service-kit';
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
