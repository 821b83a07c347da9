import { Injectable } from '@nestjs/common';
import { sendingsErased, statusChanged, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';

/**
 * Everything that was sent, or was to be sent, to a customer who is forgotten. What waits is never sent. A request that is under way is
 * answered to nobody; what WhatsApp reports of it later is recognised by the message's id and not kept.
 */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly erased: ErasedRepository,
    private readonly billing: BillingRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    const { erasureId, conversationIds, phones, userIds } = event.data;
    const contact = { conversationIds, phones, userIds, until: event.occurredAt };
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await this.erased.close(tx, conversationIds);
      const { ids, toGroups } = await this.erased.findMessages(tx, contact);
      const { messages, statuses, unsent } = await this.erased.deleteMessages(tx, ids);
      await this.billing.release(tx, unsent);
      const ofParticipant = await this.erased.deleteStatusesOfParticipant(tx, toGroups, contact);
      const foreign = await this.erased.deleteForeignStatuses(tx, contact);
      await this.erased.deleteLimits(tx, contact);
      // One that nobody has been told yet and others count by stays; it has no words, and no longer names them.
      const events = await this.outbox.redact(tx, ids, (told, isPublished) => {
        const isTheirs = ids.includes((told.data as { messageId?: string }).messageId ?? '');
        if (!isTheirs) return told;
        if (isPublished || told.subject !== statusChanged.subject) return undefined;
        const { recipient: _, ...data } = told.data as EventOf<typeof statusChanged>['data'];
        return { ...told, data };
      });
      await this.erased.add(tx, ids);
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, sendingsErased, {
        erasureId,
        counts: { messages, statuses: statuses + ofParticipant + foreign, events },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
