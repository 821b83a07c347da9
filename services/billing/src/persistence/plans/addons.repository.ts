import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Addons, Meter } from '../../domain/plans/plan.js';

@Injectable()
export class AddonsRepository {
  async find(tx: Transaction): Promise<Addons> {
    const rows = await tx.query<{ meter: Meter; amount: number }>(
      `select meter, amount from billing.quota_addons where tenant_id = $1 order by meter`,
      [tx.tenantId],
    );
    return Object.fromEntries(rows.map(({ meter, amount }) => [meter, amount]));
  }

  /** In place of those that there were. @param addons amounts above 0 */
  async replace(tx: Transaction, addons: Addons): Promise<void> {
    const meters = Object.keys(addons);
    await tx.execute(`delete from billing.quota_addons where tenant_id = $1 and meter <> all($2::text[])`, [tx.tenantId, meters]);
    await tx.execute(
      `insert into billing.quota_addons (tenant_id, meter, amount) select $1, * from unnest($2::text[], $3::bigint[])
       on conflict (tenant_id, meter) do update set amount = excluded.amount`,
      [tx.tenantId, meters, Object.values(addons)],
    );
  }
}
