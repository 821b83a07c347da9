import { Injectable } from '@nestjs/common';
import { knowledgeErased, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { GoldenQuestionsRepository } from '../../persistence/golden/golden-questions.repository.js';

/** Deletes the golden questions that were made from what a forgotten customer wrote. All else here is the company's own. */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly golden: GoldenQuestionsRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    const { erasureId, conversationIds } = event.data;
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const goldenQuestions = await this.golden.deleteFrom(tx, conversationIds);
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, knowledgeErased, {
        erasureId,
        counts: { goldenQuestions },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
