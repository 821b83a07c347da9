import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** How many contacts there are; triggers on `contacts` record the changes. */
@Injectable()
export class ContactCountsRepository {
  /** Those of the tenant, also of this transaction. */
  async read(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ amount: number }>(`select amount from conversation.contact_totals_v1 where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row?.amount ?? 0;
  }

  /** Adds up changes of all tenants. System role. @returns how many changes there were; of two who do it at once one finds none */
  async fold(tx: Transaction, limit: number): Promise<number> {
    const [lock] = await tx.query<{ isAlone: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('contact counts', 0)) as "isAlone"`,
    );
    if (!lock!.isAlone) return 0;
    const [row] = await tx.query<{ folded: number }>(
      `with taken as (
         delete from conversation.contact_count_changes t
         using (select tenant_id, id from conversation.contact_count_changes order by tenant_id, id limit $1) oldest
         where t.tenant_id = oldest.tenant_id and t.id = oldest.id returning t.*
       ), added as (
         insert into conversation.contact_counts as c (tenant_id, amount)
         select tenant_id, sum(amount) from taken group by 1 order by 1
         on conflict (tenant_id) do update set amount = c.amount + excluded.amount
       )
       select count(*) as folded from taken`,
      [limit],
    );
    return row!.folded;
  }
}
