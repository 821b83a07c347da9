import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Longer than any access token lives. */
const KEEP_MINUTES = 60;

/** Cuts of everything a person has. Triggers on memberships and tenants cut access to one tenant. */
@Injectable()
export class AccessCutsRepository {
  /** Ends all access tokens of a person, in every tenant. @param keptSession the sign-in whose tokens stay valid */
  async cut(system: Transaction, userId: string, keptSession?: string): Promise<void> {
    await system.execute(
      `insert into tenant.access_cuts (user_id, cut_at, kept_session) values ($1, clock_timestamp(), $2)
       on conflict (user_id, tenant_id) do update set cut_at = excluded.cut_at, kept_session = excluded.kept_session`,
      [userId, keptSession],
    );
  }

  /** Ends all access tokens of one sign-in. Its id stands in the place of a person's: both are UUIDs of their own. */
  async cutSession(system: Transaction, sessionId: string): Promise<void> {
    await this.cut(system, sessionId);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select user_id, tenant_id, cut_at from tenant.access_cuts where cut_at < now() - make_interval(mins => $1) order by cut_at limit $2
       )
       delete from tenant.access_cuts c using old
       where c.user_id = old.user_id and c.tenant_id = old.tenant_id and c.cut_at = old.cut_at`,
      [KEEP_MINUTES, limit],
    );
  }
}
