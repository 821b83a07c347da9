import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Longer than any access token lives. */
const KEEP_MINUTES = 60;

/** Changes of memberships and tenants cut by themselves (triggers); this is for what is a person's own. */
@Injectable()
export class AccessCutsRepository {
  /** Ends every access token of a person that was issued until now. */
  async cut(system: Transaction, userId: string): Promise<void> {
    await system.execute(
      `insert into tenant.access_cuts values ($1, clock_timestamp()) on conflict (user_id) do update set cut_at = excluded.cut_at`,
      [userId],
    );
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select user_id, cut_at from tenant.access_cuts where cut_at < now() - make_interval(mins => $1) order by cut_at limit $2
       )
       delete from tenant.access_cuts c using old where c.user_id = old.user_id and c.cut_at = old.cut_at`,
      [KEEP_MINUTES, limit],
    );
  }
}
