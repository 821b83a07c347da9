import { Injectable } from '@nestjs/common';
import { answersErased, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';

/** Deletes the answers to a forgotten customer. An answer that is still being made is neither stored nor published. */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly erased: ErasedRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    const { erasureId, conversationIds } = event.data;
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await this.erased.close(tx, conversationIds);
      const answers = await this.erased.deleteAnswers(tx, conversationIds);
      const events = await this.outbox.redact(tx, conversationIds, () => undefined);
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, answersErased, {
        erasureId,
        counts: { answers, events },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
