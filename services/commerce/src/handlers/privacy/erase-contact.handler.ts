import { Injectable } from '@nestjs/common';
import { commerceErased, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { ForgettingRepository } from '../../persistence/orders/forgetting.repository.js';

/** Deletes what is here of a customer who is to be forgotten: each feature that keeps something adds its step and its count. */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly forgetting: ForgettingRepository,
    private readonly events: EventsRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { phones, contactIds = [] } = event.data;
      const orders = await this.forgetting.forget(tx, { phones, contactIds });
      const bodies = await this.events.forgetBodies(tx, orders);
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, commerceErased, {
        erasureId: event.data.erasureId,
        counts: { orders: orders.length, webhooks: bodies },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
