import { Injectable } from '@nestjs/common';
import { contactErasureRequested, type EventOf, type sendingsErased, type ServiceName } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { isDone } from '../../domain/privacy/erasure.js';
import { ErasuresRepository } from '../../persistence/privacy/erasures.repository.js';

/** A service has erased what it had: the receipt says so, and is complete with the last of them. */
@Injectable()
export class CollectErasureHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly erasures: ErasuresRepository,
  ) {}

  async execute(
    event: Pick<EventOf<typeof sendingsErased>, 'id' | 'subject' | 'tenantId' | 'occurredAt' | 'data'>,
    service: ServiceName,
  ): Promise<void> {
    const { erasureId, counts, residuals } = event.data;
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const services = await this.erasures.record(tx, erasureId, { service, at: event.occurredAt, counts, residuals });
      if (!isDone(services)) return;
      await this.erasures.complete(tx, erasureId, new Date().toISOString());
      // The request named the customer: once everybody has it, it goes too.
      await this.outbox.redact(tx, [erasureId], (told) => (told.subject === contactErasureRequested.subject ? undefined : told));
    });
  }
}
