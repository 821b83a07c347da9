import { Controller } from '@nestjs/common';
import {
  contactChanged,
  holdEnded,
  holdPlaced,
  messageCancelled,
  messageRecorded,
  orderChanged,
  ownerChanged,
  quotaWarned,
  statusChanged,
  templateChanged,
  type EventOf,
} from '#contracts';
import { ConsumesBatch } from '#messaging';
import {
  ofCancelled,
  ofContact,
  ofEndedHold,
  ofHold,
  ofMessage,
  ofOrder,
  ofOwnerChange,
  ofQuotaWarning,
  ofStatus,
  ofTemplate,
} from '../../domain/events/told.js';
import { TakeEventsHandler } from '../../handlers/events/take-events.handler.js';

/** A moment for others of the tenant to come along. */
const WAITING = { batch: 100, waitMs: 20 };

/** What happens in the system, by batches of one tenant. */
@Controller()
export class HappenedConsumer {
  constructor(private readonly takeEvents: TakeEventsHandler) {}

  @ConsumesBatch(messageRecorded, WAITING)
  onMessageRecorded(events: EventOf<typeof messageRecorded>[]): Promise<void> {
    return this.takeEvents.execute(events, ofMessage);
  }

  @ConsumesBatch(statusChanged, WAITING)
  onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    return this.takeEvents.execute(events, ofStatus);
  }

  @ConsumesBatch(messageCancelled, WAITING)
  onMessageCancelled(events: EventOf<typeof messageCancelled>[]): Promise<void> {
    return this.takeEvents.execute(events, ofCancelled);
  }

  @ConsumesBatch(ownerChanged, WAITING)
  onOwnerChanged(events: EventOf<typeof ownerChanged>[]): Promise<void> {
    return this.takeEvents.execute(events, ofOwnerChange);
  }

  @ConsumesBatch(contactChanged, WAITING)
  onContactChanged(events: EventOf<typeof contactChanged>[]): Promise<void> {
    return this.takeEvents.execute(events, ofContact);
  }

  @ConsumesBatch(orderChanged, WAITING)
  onOrderChanged(events: EventOf<typeof orderChanged>[]): Promise<void> {
    return this.takeEvents.execute(events, ofOrder);
  }

  @ConsumesBatch(holdPlaced, WAITING)
  onHoldPlaced(events: EventOf<typeof holdPlaced>[]): Promise<void> {
    return this.takeEvents.execute(events, ofHold);
  }

  @ConsumesBatch(holdEnded, WAITING)
  onHoldEnded(events: EventOf<typeof holdEnded>[]): Promise<void> {
    return this.takeEvents.execute(events, ofEndedHold);
  }

  @ConsumesBatch(templateChanged, WAITING)
  onTemplateChanged(events: EventOf<typeof templateChanged>[]): Promise<void> {
    return this.takeEvents.execute(events, ofTemplate);
  }

  @ConsumesBatch(quotaWarned, WAITING)
  onQuotaWarned(events: EventOf<typeof quotaWarned>[]): Promise<void> {
    return this.takeEvents.execute(events, ofQuotaWarning);
  }
}
