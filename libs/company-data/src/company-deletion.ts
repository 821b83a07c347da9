import { Injectable } from '@nestjs/common';
import type { companyDeletionDue, EventDefinition, EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { CompanyRows } from './company-rows.js';

/** The event by which the service says that it is done: of the same shape in all services. */
export type DeletedEvent = EventDefinition<string, (typeof companyDeletionDue)['data']>;

/** Deletes what a service holds of a company that has ended, and says so. */
@Injectable()
export class CompanyDeletion {
  /** @param special what the service deletes by code of its own, before its tables; must be right when it runs again */
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly rows: CompanyRows,
    private readonly deleted: DeletedEvent,
    private readonly special: (tenantId: string) => Promise<void> = async () => undefined,
  ) {}

  /**
   * The receipts of the company go too, so that an event that comes again is answered again: whoever counts the answers must bear that.
   */
  async execute(event: EventOf<typeof companyDeletionDue>): Promise<void> {
    const { tenantId, data } = event;
    await this.special(tenantId);
    await this.rows.delete(tenantId);
    await this.database.forTenant(tenantId, async (tx) => {
      if (await this.inbox.claim(tx, event)) this.outbox.append(tx, this.deleted, data);
    });
  }
}
