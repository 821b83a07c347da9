import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { isNothing, sumOf, type Figures } from '../../domain/ops/tally.js';
import { LedgerRepository } from '../../persistence/ops/ledger.repository.js';

export interface Ledger {
  journal: Figures;
  items: Figures;
  tenants: (Figures & { tenantId: string })[];
  unrouted: Figures;
}

/** What was received, and what became of it. Reads counts and never rows: it takes as long after a year as after a day. */
@Injectable()
export class ReadLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(): Promise<Ledger> {
    const counts = await this.database.forSystem((tx) => this.ledger.read(tx));
    const items = counts.filter((count) => count.scope === 'item');
    // Leaves out tenants of which everything was pruned.
    const tenants = items.flatMap((count) =>
      count.tenantId === null || isNothing(count) ? [] : [{ tenantId: count.tenantId, ...sumOf([count]) }],
    );
    return {
      journal: sumOf(counts.filter((count) => count.scope === 'journal')),
      items: sumOf(items),
      tenants: tenants.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1)),
      unrouted: sumOf(items.filter((count) => count.tenantId === null)),
    };
  }
}
