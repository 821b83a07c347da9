import { Injectable } from '@nestjs/common';
import type { EventOf, textsEmbedded } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { OF_KNOWLEDGE } from '../../domain/costs/model-cost.js';
import { CountModelCosts } from '../costs/count-model-costs.step.js';

@Injectable()
export class CountEmbeddingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly costs: CountModelCosts,
  ) {}

  /** Counts what encoders cost; skips events that were counted before. They are no answers, and no plan limits them. */
  async execute(tenantId: string, events: readonly EventOf<typeof textsEmbedded>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      await this.costs.execute(
        tx,
        fresh.map(({ occurredAt, data: { model, texts, tokens } }) => ({
          at: occurredAt,
          outletId: OF_KNOWLEDGE,
          model,
          promptTokens: tokens,
          completionTokens: 0,
          quantity: texts,
        })),
      );
    });
  }
}
