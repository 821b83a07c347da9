import { Injectable } from '@nestjs/common';
import { contactKey } from '../../domain/phone/identity.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { PlayGroupStatusesHandler } from '../webhooks/play-group-statuses.handler.js';
import { PlayStatusesHandler } from '../webhooks/play-statuses.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

/** The customer opens a thread, or a group that they are in: all messages that were sent or delivered become read, in a group by them. */
@Injectable()
export class ReadAsCustomerHandler {
  constructor(
    private readonly findNumber: FindNumberHandler,
    private readonly threads: ThreadLog,
    private readonly play: PlayStatusesHandler,
    private readonly groups: PlayGroupStatusesHandler,
  ) {}

  /** @returns how many messages became read */
  execute(input: { phoneNumberId: string; contact: string; groupId?: string }): { read: number } {
    this.findNumber.execute(input.phoneNumberId);
    const key = contactKey(input.contact) ?? input.contact;
    if (input.groupId !== undefined) {
      const group = this.threads.group(input.phoneNumberId, input.groupId);
      return { read: group?.members.includes(key) ? this.groups.read(group, key) : 0 };
    }
    let read = 0;
    for (const message of this.threads.thread(input.phoneNumberId, key)) {
      if (message.direction !== 'outbound' || (message.status !== 'sent' && message.status !== 'delivered') || message.type === 'reaction')
        continue;
      this.play.become(message, 'read');
      read += 1;
    }
    return { read };
  }
}
