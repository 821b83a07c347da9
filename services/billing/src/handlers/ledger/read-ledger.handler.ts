import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { LedgerRepository, type StoredTransfer } from '../../persistence/ledger/ledger.repository.js';

export type { StoredTransfer };

@Injectable()
export class ReadLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: LedgerRepository,
  ) {}

  /** @returns one more than the limit where there are more */
  async execute(tenantId: string, page: { before: string | undefined; limit: number }): Promise<StoredTransfer[]> {
    return this.database.forTenant(tenantId, (tx) => this.ledger.list(tx, page.before, page.limit + 1));
  }
}
