import { Injectable } from '@nestjs/common';
import type { EventEnvelope } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import type { PublicEvent } from '../../domain/events/public-events.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { EnqueueDeliveries } from '../deliveries/enqueue-deliveries.step.js';
import { Listeners } from '../endpoints/listeners.state.js';

/** What happened becomes deliveries, one for each endpoint that wants to know. */
@Injectable()
export class TakeEventsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly listeners: Listeners,
    private readonly erased: ErasedRepository,
    private readonly enqueue: EnqueueDeliveries,
  ) {}

  /** @param events of one tenant @param tell what its systems are told of each */
  async execute<E extends EventEnvelope>(events: readonly E[], tell: (event: E) => PublicEvent[]): Promise<void> {
    const tenantId = events[0]!.tenantId;
    // Most tenants have no endpoint: nothing is made for them.
    if (!(await this.listeners.hasAny(tenantId))) return;
    const types = [...new Set(events.flatMap(tell).map(({ type }) => type))];
    if (!(await this.listeners.areThere(tenantId, types))) return;
    await this.database.together(tenantId, async (tx) => {
      const fresh = (await this.inbox.claimAll(tx, events)).flatMap(tell);
      // A group stays when a member is forgotten: what is about them is told by their contact.
      const about = ({ lane, contactId }: PublicEvent): string[] => (contactId ? [lane, contactId] : [lane]);
      const erased = await this.erased.heldAmong(tx, [...new Set(fresh.flatMap(about))]);
      await this.enqueue.execute(
        tx,
        fresh.filter((event) => !about(event).some((id) => erased.has(id))),
      );
    });
  }
}
