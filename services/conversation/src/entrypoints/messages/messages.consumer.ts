import { Controller } from '@nestjs/common';
import { accountChanged, messageCancelled, messageReceived, messageSubmitted, statusChanged, type EventOf } from '#contracts';
import { Consumes, ConsumesBatch } from '#messaging';
import { isOfGroups } from '../../domain/groups/group-change.js';
import { toldCancelled } from '../../domain/threads/message-status.js';
import { ApplyStatusesHandler } from '../../handlers/messages/apply-statuses.handler.js';
import { RecordGroupChangeHandler } from '../../handlers/messages/record-group-change.handler.js';
import { RecordPreferencesHandler } from '../../handlers/contacts/record-preferences.handler.js';
import { RecordInboundMessageHandler } from '../../handlers/messages/record-inbound-message.handler.js';
import { RecordPhoneEchoHandler } from '../../handlers/messages/record-phone-echo.handler.js';
import { RecordSubmittedMessageHandler } from '../../handlers/messages/record-submitted-message.handler.js';

/** A customer waits: whatever is there is taken, and nothing waits for more. */
const AT_ONCE = { batch: 100, waitMs: 0 };

@Controller()
export class MessagesConsumer {
  constructor(
    private readonly recordInboundMessage: RecordInboundMessageHandler,
    private readonly applyStatuses: ApplyStatusesHandler,
    private readonly recordSubmittedMessage: RecordSubmittedMessageHandler,
    private readonly recordPhoneEcho: RecordPhoneEchoHandler,
    private readonly recordGroupChange: RecordGroupChangeHandler,
    private readonly recordPreferences: RecordPreferencesHandler,
  ) {}

  @ConsumesBatch(messageReceived, AT_ONCE)
  onMessageReceived(events: EventOf<typeof messageReceived>[]): Promise<void> {
    return this.recordInboundMessage.execute(events);
  }

  @ConsumesBatch(statusChanged)
  onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    return this.applyStatuses.execute(events);
  }

  @ConsumesBatch(messageCancelled)
  onMessageCancelled(events: EventOf<typeof messageCancelled>[]): Promise<void> {
    return this.applyStatuses.execute(events.flatMap(toldCancelled));
  }

  @ConsumesBatch(messageSubmitted, AT_ONCE)
  onMessageSubmitted(events: EventOf<typeof messageSubmitted>[]): Promise<void> {
    return this.recordSubmittedMessage.execute(events);
  }

  @Consumes(accountChanged)
  async onAccountChanged(event: EventOf<typeof accountChanged>): Promise<void> {
    if (isOfGroups(event.data)) return this.recordGroupChange.execute(event);
    await this.recordPhoneEcho.execute(event);
    await this.recordPreferences.execute(event);
  }
}
