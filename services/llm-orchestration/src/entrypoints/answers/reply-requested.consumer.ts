import { Controller } from '@nestjs/common';
import { replyRequested, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { GenerateReplyHandler } from '../../handlers/answers/generate-reply.handler.js';

@Controller()
export class ReplyRequestedConsumer {
  constructor(private readonly generateReply: GenerateReplyHandler) {}

  @Consumes(replyRequested)
  async onReplyRequested(event: EventOf<typeof replyRequested>): Promise<void> {
    await this.generateReply.execute(event);
  }
}
