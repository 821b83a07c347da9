import { Controller } from '@nestjs/common';
import { answerTried, messageRecorded, replyGenerated, statusChanged, textsEmbedded, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { CountMessageCostsHandler } from '../../handlers/costs/count-message-costs.handler.js';
import { CountChargesHandler } from '../../handlers/usage/count-charges.handler.js';
import { CountEmbeddingsHandler } from '../../handlers/usage/count-embeddings.handler.js';
import { CountMessagesHandler } from '../../handlers/usage/count-messages.handler.js';
import { SettleMessagesHandler } from '../../handlers/reservations/settle-messages.handler.js';
import { CountRepliesHandler } from '../../handlers/usage/count-replies.handler.js';

/** Counters may lag, so events are gathered into large batches. */
const WAITING = { batch: 250, waitMs: 100 };

/** Each batch has at least one event, and all its events are of one tenant. */
@Controller()
export class UsageConsumer {
  constructor(
    private readonly countMessages: CountMessagesHandler,
    private readonly countReplies: CountRepliesHandler,
    private readonly countCharges: CountChargesHandler,
    private readonly settleMessages: SettleMessagesHandler,
    private readonly countMessageCosts: CountMessageCostsHandler,
    private readonly countEmbeddings: CountEmbeddingsHandler,
  ) {}

  @ConsumesBatch(messageRecorded, WAITING)
  async onMessageRecorded(events: EventOf<typeof messageRecorded>[]): Promise<void> {
    await this.countMessages.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(replyGenerated, WAITING)
  async onReplyGenerated(events: EventOf<typeof replyGenerated>[]): Promise<void> {
    await this.countReplies.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(answerTried, WAITING)
  async onAnswerTried(events: EventOf<typeof answerTried>[]): Promise<void> {
    await this.countReplies.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(textsEmbedded, WAITING)
  async onTextsEmbedded(events: EventOf<typeof textsEmbedded>[]): Promise<void> {
    await this.countEmbeddings.execute(events[0]!.tenantId, events);
  }

  @ConsumesBatch(statusChanged, WAITING)
  async onStatusChanged(events: EventOf<typeof statusChanged>[]): Promise<void> {
    const { tenantId } = events[0]!;
    await this.settleMessages.execute(tenantId, events);
    await Promise.all([this.countCharges.execute(tenantId, events), this.countMessageCosts.execute(tenantId, events)]);
  }
}
