import { Injectable } from '@nestjs/common';
import { v5 } from 'uuid';
import { deliveriesErased, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { ofErasure } from '../../domain/events/told.js';
import { DeliveriesRepository } from '../../persistence/deliveries/deliveries.repository.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { EnqueueDeliveries } from '../deliveries/enqueue-deliveries.step.js';

/**
 * Deletes what was told, or waits to be told, of a forgotten customer, and what receivers answered. Their systems are told that the
 * contact is erased: that is the last they hear of it.
 */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly erased: ErasedRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly enqueue: EnqueueDeliveries,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    const { erasureId, conversationIds, contactIds = [], groupConversationIds = [], phones, userIds } = event.data;
    const lanes = [...conversationIds, ...contactIds];
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await this.erased.close(tx, lanes);
      const own = await this.deliveries.deleteLanes(tx, lanes);
      // A group stays, with what others wrote there.
      const ofGroups = await this.deliveries.deleteLanes(tx, groupConversationIds, [...contactIds, ...phones, ...userIds]);
      await this.enqueue.execute(
        tx,
        contactIds.map((contactId) => ofErasure(v5(contactId, event.id), event.occurredAt, contactId)),
      );
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, deliveriesErased, {
        erasureId,
        counts: { deliveries: own + ofGroups },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
