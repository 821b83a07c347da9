import { Controller } from '@nestjs/common';
import { replyRequested, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { MarkReadHandler } from '../../handlers/reading/mark-read.handler.js';

@Controller()
export class ReplyRequestedConsumer {
  constructor(private readonly markRead: MarkReadHandler) {}

  @ConsumesBatch(replyRequested, { batch: 100, waitMs: 0 })
  async onReplyRequested(events: EventOf<typeof replyRequested>[]): Promise<void> {
    for (const event of events) this.markRead.execute(event);
  }
}
