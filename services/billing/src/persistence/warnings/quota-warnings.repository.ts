import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Meter } from '../../domain/plans/plan.js';
import type { WarningLevel } from '../../domain/warnings/warning.js';

export interface FoundWarning {
  meter: Meter;
  level: WarningLevel;
  limit: number;
  /** When it was found. */
  used: number;
  /** `YYYY-MM-DD` */
  month: string;
  at: string;
}

/** Kept to compare a month with the same one of the year before. */
const KEPT_MONTHS = 13;

@Injectable()
export class QuotaWarningsRepository {
  /** Under the system role. @returns tenants of warnings that nobody was told of, those first that wait longest */
  async waiting(tx: Transaction, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from billing.quota_warnings where told_at is null order by at limit $1`,
      [limit],
    );
    return [...new Set(rows.map(({ tenantId }) => tenantId))];
  }

  /** Those that were not told, each to one of those who ask at once. */
  async take(tx: Transaction): Promise<FoundWarning[]> {
    return tx.query(
      `update billing.quota_warnings set told_at = now() where tenant_id = $1 and told_at is null
       returning meter, level, limit_amount as "limit", used_amount as used, period_start::text as month, at`,
      [tx.tenantId],
    );
  }

  async forget(tx: Transaction): Promise<void> {
    await tx.execute(
      `delete from billing.quota_warnings
       where tenant_id = $1 and period_start < (date_trunc('month', now() at time zone 'utc') - make_interval(months => $2))::date`,
      [tx.tenantId, KEPT_MONTHS],
    );
  }

  /** Of a month, under the limits that hold now. @param month its first day */
  async metersOf(tx: Transaction, month: string): Promise<Meter[]> {
    const rows = await tx.query<{ meter: Meter }>(
      `select distinct w.meter from billing.quota_warnings w
       join billing.quotas q on q.tenant_id = w.tenant_id and q.meter = w.meter and q.limit_amount = w.limit_amount
       where w.tenant_id = $1 and w.period_start = $2`,
      [tx.tenantId, month],
    );
    return rows.map(({ meter }) => meter);
  }
}
