import { Injectable } from '@nestjs/common';
import { messageReceived, messageSubmitted, replyGenerated, statusChanged, type EventOf } from '#contracts';
import { Consumes, ConsumesBatch } from '#messaging';
import { AcceptReplyHandler } from '../handlers/accept-reply.handler.js';
import { ApplyStatusesHandler } from '../handlers/apply-statuses.handler.js';
import { RecordInboundMessageHandler } from '../handlers/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../handlers/record-submitted-message.handler.js';

@Injectable()
export class ConversationEventsConsumer {
  constructor(
    private readonly recordInboundMessage: RecordInboundMessageHandler,
    private readonly acceptReply: AcceptReplyHandler,
    private readonly applyStatuses: ApplyStatusesHandler,
    private readonly recordSubmittedMessage: RecordSubmittedMessageHandler,
  ) {}

  @Consumes(messageReceived)
  onMessageReceived(event: EventOf<typeof messageReceived>): Promise<void> {
    return this.recordInboundMessage.execute(event);
  }

  @Consumes(replyGenerated)
  onReplyGenerated(event: EventOf<typeof replyGenerated>): Promise<void> {
    return this.acceptReply.execute(event);
  }

  @ConsumesBatch(statusChanged)
  onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    return this.applyStatuses.execute(events);
  }

  @Consumes(messageSubmitted)
  onMessageSubmitted(event: EventOf<typeof messageSubmitted>): Promise<void> {
    return this.recordSubmittedMessage.execute(event);
  }
}
