import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { monthOf } from '../../domain/plans/month.js';
import { MONTHLY_METERS, type Meter } from '../../domain/plans/plan.js';
import { warningLevel, type WarningLevel } from '../../domain/warnings/warning.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { QuotaWarningsRepository } from '../../persistence/warnings/quota-warnings.repository.js';

export interface PresentWarning {
  meter: Meter;
  level: WarningLevel;
  limit: number;
  used: number;
  stopped: boolean;
}

@Injectable()
export class ListWarningsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly warnings: QuotaWarningsRepository,
    private readonly quotas: QuotasRepository,
  ) {}

  /** What holds now: who has removed something since, or got a larger plan, is warned no more. Most tenants have none, and cost one look. */
  async execute(tenantId: string): Promise<PresentWarning[]> {
    const { from } = monthOf(new Date().toISOString().slice(0, 10));
    return this.database.forTenant(tenantId, async (tx) => {
      const meters = await this.warnings.metersOf(tx, from);
      if (meters.length === 0) return [];
      const monthly = await this.quotas.list(tx);
      const isStanding = meters.some((meter) => !MONTHLY_METERS.some((each) => each === meter));
      const standing = isStanding ? await this.quotas.standing(tx) : [];
      const limits = await this.quotas.limits(tx);
      const found = [...monthly, ...standing.map((each) => ({ ...each, isFull: true }))];
      return found
        .filter(({ meter }) => meters.includes(meter))
        .flatMap(({ meter, used, isFull }) => {
          const limit = limits.get(meter) ?? null;
          const level = warningLevel(used, limit);
          return level === null ? [] : [{ meter, level, limit: limit!, used, stopped: level === 100 && isFull }];
        })
        .sort((a, b) => b.level - a.level);
    });
  }
}
