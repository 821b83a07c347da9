import { Injectable } from '@nestjs/common';
import { checkoutAbandoned, commerceErased, type contactErasureRequested, type EventOf, orderMessageRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { ShopCheckoutsRepository } from '../../persistence/connections/shop-checkouts.repository.js';
import { ShopOrdersRepository } from '../../persistence/connections/shop-orders.repository.js';
import { spellings } from '../../persistence/customers/customers.repository.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
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
    private readonly shopOrders: ShopOrdersRepository,
    private readonly checkouts: ShopCheckoutsRepository,
    private readonly invoices: InvoicesRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { phones, userIds, contactIds = [] } = event.data;
      const orders = await this.forgetting.forget(tx, { phones, contactIds });
      const invoices = await this.invoices.forget(tx, { phones, contactIds, orderIds: orders });
      const bodies = (await this.events.forgetBodies(tx, orders)) + (await this.events.forgetUnknown(tx));
      await this.shopOrders.forgetTracking(tx, orders);
      const checkouts = await this.checkouts.forget(tx, phones.flatMap(spellings));
      const references = [...orders.map((id) => `order:${id}`), ...invoices.map((id) => `invoice:${id}`)];
      const named = [...phones, ...userIds];
      // What waits is never sent.
      const events = await this.outbox.redact(tx, [...named, ...contactIds, ...references], (told) => {
        // Its link shows what they were about to buy.
        if (told.subject === checkoutAbandoned.subject) {
          return contactIds.includes((told.data as EventOf<typeof checkoutAbandoned>['data']).contactId) ? undefined : told;
        }
        if (told.subject !== orderMessageRequested.subject) return told;
        const { to, reference } = told.data as EventOf<typeof orderMessageRequested>['data'];
        return named.includes(to) || references.includes(reference) ? undefined : told;
      });
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, commerceErased, {
        erasureId: event.data.erasureId,
        counts: { orders: orders.length, invoices: invoices.length, checkouts, webhooks: bodies, events },
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}
