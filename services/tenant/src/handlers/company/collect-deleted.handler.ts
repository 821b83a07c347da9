import { Injectable } from '@nestjs/common';
import type { CompanyService, companyDeletionDue, EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { CompanyDeletionsRepository } from '../../persistence/company/company-deletions.repository.js';
import { DeletionWake } from './deletion-wake.state.js';

/** A service holds nothing of a company any more. With the last of them the job goes on. */
@Injectable()
export class CollectDeletedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly deletions: CompanyDeletionsRepository,
    private readonly wake: DeletionWake,
  ) {}

  async execute(event: EventOf<typeof companyDeletionDue>, service: CompanyService): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await this.deletions.addService(tx, { ...event.data, service, at: event.occurredAt });
      tx.afterCommit(() => this.wake.wake());
    });
  }
}
