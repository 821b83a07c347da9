import { Controller } from '@nestjs/common';
import { messageRecorded, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { RecordRepliesHandler } from '../../handlers/campaigns/record-replies.handler.js';
import { TakeMessagesHandler } from '../../handlers/flows/take-messages.handler.js';
import { LeaveDripsHandler } from '../../handlers/drips/leave-drips.handler.js';

/** What is said in conversations. A batch is never empty and of one tenant. */
@Controller()
export class MessageRecordedConsumer {
  constructor(
    private readonly replies: RecordRepliesHandler,
    private readonly leaveDrips: LeaveDripsHandler,
    private readonly takeMessages: TakeMessagesHandler,
  ) {}

  @ConsumesBatch(messageRecorded, { batch: 100, waitMs: 50 })
  async onMessageRecorded(events: EventOf<typeof messageRecorded>[]): Promise<void> {
    await this.replies.execute(events);
    await this.leaveDrips.execute(events);
    await this.takeMessages.execute(events);
  }
}
