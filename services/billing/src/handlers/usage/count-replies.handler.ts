import { Injectable } from '@nestjs/common';
import type { answerTried, EventOf, replyGenerated } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { NO_OUTLET } from '../../domain/costs/model-cost.js';
import { tallyReplies } from '../../domain/usage/tally.js';
import { SettleReservations } from '../reservations/settle-reservations.step.js';
import { CountModelCosts } from '../costs/count-model-costs.step.js';
import { AddUsage } from './add-usage.step.js';

@Injectable()
export class CountRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly usage: AddUsage,
    private readonly settle: SettleReservations,
    private readonly costs: CountModelCosts,
  ) {}

  /** Counts AI replies, tokens and what they cost, of customers and of people who try the assistant; skips events that were counted before. */
  async execute(tenantId: string, events: readonly (EventOf<typeof replyGenerated> | EventOf<typeof answerTried>)[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      const isAnswer = (data: (typeof fresh)[number]['data']): boolean =>
        'answered' in data ? data.answered : data.outcome.kind === 'answer';
      const ended = (how: boolean): string[] =>
        fresh.flatMap(({ data }) => (data.requestId && isAnswer(data) === how ? [data.requestId] : []));
      await this.settle.execute(tx, 'aiReplies', { used: ended(true), returned: ended(false), isCounted: true });
      const replies = fresh.map(({ occurredAt, data }) => ({ at: occurredAt, answered: isAnswer(data), ...data.usage }));
      await this.usage.execute(tx, tallyReplies(replies));
      await this.costs.execute(
        tx,
        fresh.map(({ occurredAt, data }) => ({ at: occurredAt, outletId: 'outletId' in data ? data.outletId : NO_OUTLET, ...data.usage })),
      );
    });
  }
}
