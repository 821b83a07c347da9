import { Injectable } from '@nestjs/common';
import { replyRequested, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { MarkReadHandler } from '../handlers/mark-read.handler.js';

@Injectable()
export class ReplyRequestedConsumer {
  constructor(private readonly markRead: MarkReadHandler) {}

  @Consumes(replyRequested)
  async onReplyRequested(event: EventOf<typeof replyRequested>): Promise<void> {
    this.markRead.execute(event);
  }
}
