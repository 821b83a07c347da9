import { Injectable } from '@nestjs/common';
import { contactKey } from '../../domain/phone/identity.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { PlayStatusesHandler } from '../webhooks/play-statuses.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

/** The customer opens a thread: all messages that were sent or delivered become read. */
@Injectable()
export class ReadAsCustomerHandler {
  constructor(
    private readonly findNumber: FindNumberHandler,
    private readonly threads: ThreadLog,
    private readonly play: PlayStatusesHandler,
  ) {}

  /** @returns how many messages became read */
  execute(input: { phoneNumberId: string; contact: string }): { read: number } {
    this.findNumber.execute(input.phoneNumberId);
    let read = 0;
    for (const message of this.threads.thread(input.phoneNumberId, contactKey(input.contact) ?? input.contact)) {
      if (message.direction !== 'outbound' || (message.status !== 'sent' && message.status !== 'delivered') || message.type === 'reaction')
        continue;
      this.play.become(message, 'read');
      read += 1;
    }
    return { read };
  }
}
