import { Controller } from '@nestjs/common';
import { messageRecorded, ownerChanged, replyGenerated, statusChanged, surveyChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { CountDeliveriesHandler } from '../../handlers/figures/count-deliveries.handler.js';
import { CountMessagesHandler } from '../../handlers/figures/count-messages.handler.js';
import { CountOwnerChangesHandler } from '../../handlers/figures/count-owner-changes.handler.js';
import { CountRepliesHandler } from '../../handlers/figures/count-replies.handler.js';
import { CountSurveysHandler } from '../../handlers/figures/count-surveys.handler.js';

/** Counters may lag, so events are gathered into large batches. */
const WAITING = { batch: 250, waitMs: 100 };

/** Each batch has at least one event, and all its events are of one tenant. */
@Controller()
export class CountingConsumer {
  constructor(
    private readonly countMessages: CountMessagesHandler,
    private readonly countReplies: CountRepliesHandler,
    private readonly countOwnerChanges: CountOwnerChangesHandler,
    private readonly countDeliveries: CountDeliveriesHandler,
    private readonly countSurveys: CountSurveysHandler,
  ) {}

  @ConsumesBatch(messageRecorded, WAITING)
  async onMessageRecorded(events: EventOf<typeof messageRecorded>[]): Promise<void> {
    await this.countMessages.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(replyGenerated, WAITING)
  async onReplyGenerated(events: EventOf<typeof replyGenerated>[]): Promise<void> {
    await this.countReplies.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(ownerChanged, WAITING)
  async onOwnerChanged(events: EventOf<typeof ownerChanged>[]): Promise<void> {
    await this.countOwnerChanges.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(statusChanged, WAITING)
  async onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    await this.countDeliveries.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(surveyChanged, WAITING)
  async onSurveyChanged(events: EventOf<typeof surveyChanged>[]): Promise<void> {
    await this.countSurveys.execute(events[0]!.tenantId, events);
  }
}
