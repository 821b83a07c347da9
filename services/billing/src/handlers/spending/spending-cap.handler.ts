import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { SpendingCapsRepository, type Spending } from '../../persistence/spending/spending-caps.repository.js';
import { Audit } from '../audit/audit.step.js';

export type { Spending };

/** How much of its deposit a tenant lets be spent a day. */
@Injectable()
export class SpendingCapHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly caps: SpendingCapsRepository,
    private readonly audit: Audit,
  ) {}

  async read(tenantId: string): Promise<Spending> {
    return this.database.forTenant(tenantId, (tx) => this.caps.find(tx));
  }

  /** Holds from its commit on; what was spent today before counts. @param dailyMinor null takes the cap away */
  async change(tenantId: string, dailyMinor: number | null, by: Actor): Promise<Spending> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.caps.find(tx);
      if (before.dailyMinor === dailyMinor) return before;
      await this.caps.save(tx, dailyMinor);
      this.audit.append(tx, by, 'capped', { type: 'deposit', id: tenantId }, { dailyMinor: before.dailyMinor }, { dailyMinor });
      return this.caps.find(tx);
    });
  }
}
