import { Controller } from '@nestjs/common';
import { replyGenerated, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { AcceptReplyHandler } from '../../handlers/bot/accept-reply.handler.js';

@Controller()
export class RepliesConsumer {
  constructor(private readonly acceptReply: AcceptReplyHandler) {}

  /** A customer waits: whatever is there is taken, and nothing waits for more. */
  @ConsumesBatch(replyGenerated, { batch: 100, waitMs: 0 })
  onReplyGenerated(events: EventOf<typeof replyGenerated>[]): Promise<void> {
    return this.acceptReply.execute(events);
  }
}
