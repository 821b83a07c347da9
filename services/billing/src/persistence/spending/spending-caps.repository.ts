import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Spending {
  /** Null: all of the deposit. */
  dailyMinor: number | null;
  /** Units beyond the plan took so much of the deposit today (UTC), reserved or used. */
  spentMinor: number;
  /** Of the deposit; null where there was never any. */
  currency: string | null;
  /** When the day ends. */
  endsAt: string;
}

@Injectable()
export class SpendingCapsRepository {
  async find(tx: Transaction): Promise<Spending> {
    const [row] = await tx.query<Spending>(
      `select c.daily_minor as "dailyMinor", a.currency,
         case when a.spent_day = (now() at time zone 'utc')::date then a.spent_minor else 0 end as "spentMinor",
         ((now() at time zone 'utc')::date + 1)::timestamp at time zone 'utc' as "endsAt"
       from (select $1::uuid as tenant_id) t
       left join billing.spending_caps c on c.tenant_id = t.tenant_id
       left join billing.ledger_accounts a on a.tenant_id = t.tenant_id and a.account = 'deposit'`,
      [tx.tenantId],
    );
    return row!;
  }

  /** @param dailyMinor null takes the cap away */
  async save(tx: Transaction, dailyMinor: number | null): Promise<void> {
    if (dailyMinor === null) await tx.execute(`delete from billing.spending_caps where tenant_id = $1`, [tx.tenantId]);
    else {
      await tx.execute(
        `insert into billing.spending_caps (tenant_id, daily_minor) values ($1, $2)
         on conflict (tenant_id) do update set daily_minor = excluded.daily_minor, updated_at = now()`,
        [tx.tenantId, dailyMinor],
      );
    }
  }
}
