import { Controller } from '@nestjs/common';
import { messageReceived, messageSubmitted, statusChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { ApplyStatusesHandler } from '../../handlers/messages/apply-statuses.handler.js';
import { RecordInboundMessageHandler } from '../../handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../../handlers/messages/record-submitted-message.handler.js';

/** A customer waits: whatever is there is taken, and nothing waits for more. */
const AT_ONCE = { batch: 100, waitMs: 0 };

@Controller()
export class MessagesConsumer {
  constructor(
    private readonly recordInboundMessage: RecordInboundMessageHandler,
    private readonly applyStatuses: ApplyStatusesHandler,
    private readonly recordSubmittedMessage: RecordSubmittedMessageHandler,
  ) {}

  @ConsumesBatch(messageReceived, AT_ONCE)
  onMessageReceived(events: EventOf<typeof messageReceived>[]): Promise<void> {
    return this.recordInboundMessage.execute(events);
  }

  @ConsumesBatch(statusChanged)
  onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    return this.applyStatuses.execute(events);
  }

  @ConsumesBatch(messageSubmitted, AT_ONCE)
  onMessageSubmitted(events: EventOf<typeof messageSubmitted>[]): Promise<void> {
    return this.recordSubmittedMessage.execute(events);
  }
}
