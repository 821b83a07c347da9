import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { WebhookItemsRepository, type Count } from '../../persistence/webhook-items.repository.js';

/** `received` is always the sum of the others. */
export interface Figures {
  received: number;
  processed: number;
  parked: number;
  dead: number;
  pending: number;
}

export interface Ledger {
  journal: Figures;
  items: Figures;
  tenants: (Figures & { tenantId: string })[];
  unrouted: Figures;
}

/** Where everything that was ever received is now. */
@Injectable()
export class ReadLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly items: WebhookItemsRepository,
  ) {}

  async execute(): Promise<Ledger> {
    const counts = await this.database.forSystem((tx) => this.items.count(tx));
    const items = counts.filter((count) => count.scope === 'item');
    const byTenant = Map.groupBy(items, (count) => count.tenantId);
    const tenants = [...byTenant].flatMap(([tenantId, own]) => (tenantId === null ? [] : [{ tenantId, ...figures(own) }]));
    return {
      journal: figures(counts.filter((count) => count.scope === 'journal')),
      items: figures(items),
      tenants: tenants.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1)),
      unrouted: figures(byTenant.get(null) ?? []),
    };
  }
}

function figures(counts: readonly Count[]): Figures {
  const sums = { received: 0, processed: 0, parked: 0, dead: 0, pending: 0 };
  for (const { outcome, count } of counts) {
    sums[outcome] += count;
    sums.received += count;
  }
  return sums;
}
