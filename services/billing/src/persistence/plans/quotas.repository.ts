import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { METERS, MONTHLY_METERS, type Meter, type Overage, type PlanLimits } from '../../domain/plans/plan.js';

export interface StoredQuota {
  meter: Meter;
  limit: number | null;
  used: number;
  reserved: number;
  /** The plan has no room, and the deposit does not pay for another unit. */
  isFull: boolean;
}

/** One row a tenant and meter: what services ask before they make something. */
@Injectable()
export class QuotasRepository {
  /** What binds, and what was used in this month of what is counted by month. */
  async list(tx: Transaction): Promise<StoredQuota[]> {
    return tx.query(
      `select m.meter, r.limit_amount as "limit", r.used_amount as used, r.reserved_amount as reserved, r.is_full as "isFull"
       from unnest($1::text[]) as m (meter) cross join lateral billing.room_v1(m.meter) r`,
      [MONTHLY_METERS],
    );
  }

  /** What binds, by meter; null where nothing does. */
  async limits(tx: Transaction): Promise<Map<Meter, number | null>> {
    const rows = await tx.query<{ meter: Meter; limit: number | null }>(
      `select meter, limit_amount as "limit" from billing.quotas where tenant_id = $1`,
      [tx.tenantId],
    );
    return new Map(rows.map(({ meter, limit }) => [meter, limit]));
  }

  /** How many a tenant has of what its plan counts as it stands: from views of those who keep them. */
  async standing(tx: Transaction): Promise<{ meter: Meter; used: number }[]> {
    return tx.query(
      `select meter, count(*) as used from tenant.seats_v1 where tenant_id = $1 group by meter
       union all select 'documents', count(*) from knowledge.document_keys_v1 where tenant_id = $1
       union all select 'contacts', amount from conversation.contact_totals_v1 where tenant_id = $1`,
      [tx.tenantId],
    );
  }

  /** Of a meter that counts what there is: a warning is found, if it is near its limit. */
  async noteUse(tx: Transaction, meter: Meter, used: number): Promise<void> {
    await tx.query(`select from billing.note_use_v1($1, $2, $3)`, [tx.tenantId, meter, used]);
  }

  /** What was used stays. */
  async setLimits(tx: Transaction, limits: PlanLimits, overage: Overage): Promise<void> {
    await tx.execute(
      `insert into billing.quotas (tenant_id, meter, limit_amount, overage)
       select $1, p.meter, p.limit_amount, coalesce($4::jsonb -> p.meter, '{}') from unnest($2::text[], $3::bigint[]) as p (meter, limit_amount)
       on conflict (tenant_id, meter) do update set limit_amount = excluded.limit_amount, overage = excluded.overage`,
      [tx.tenantId, METERS, METERS.map((meter) => limits[meter]), JSON.stringify(overage)],
    );
  }

  /** What the plan of the tenant lacks, in place of what the one before did. */
  async setMissing(tx: Transaction, features: readonly string[]): Promise<void> {
    await tx.execute(`delete from billing.missing_features where tenant_id = $1 and feature <> all($2::text[])`, [tx.tenantId, features]);
    await tx.execute(`insert into billing.missing_features (tenant_id, feature) select $1, unnest($2::text[]) on conflict do nothing`, [
      tx.tenantId,
      features,
    ]);
  }

  /**
   * Adds what was used in a month. Messages under a limit are not added: they were reserved, and count when they have left. A later month begins at 0; what comes late of an earlier one changes nothing here.
   *
   * @param month its first day
   */
  async grow(tx: Transaction, month: string, used: readonly { meter: Meter; amount: number }[]): Promise<void> {
    await tx.execute(
      `insert into billing.quotas as q (tenant_id, meter, period_start, used_amount)
       select $1, meter, $2, amount from unnest($3::text[], $4::bigint[]) as u (meter, amount) order by meter
       on conflict (tenant_id, meter) do update set
         used_amount = case when q.period_start > excluded.period_start then q.used_amount
           when q.period_start = excluded.period_start then q.used_amount + excluded.used_amount else excluded.used_amount end,
         reserved_amount = case when q.period_start < excluded.period_start then 0 else q.reserved_amount end,
         overage_amount = case when q.period_start < excluded.period_start then 0 else q.overage_amount end,
         period_start = greatest(q.period_start, excluded.period_start)
       where q.meter <> 'messages' or q.limit_amount is null`,
      [tx.tenantId, month, used.map(({ meter }) => meter), used.map(({ amount }) => amount)],
    );
  }
}
