import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

const KEEP_DAYS = 30;

/** Addresses from which people have signed in within {@link KEEP_DAYS} days, under the system role. */
@Injectable()
export class KnownAddressesRepository {
  /** @param email normalised */
  async knows(system: Transaction, email: string, block: string): Promise<boolean> {
    const rows = await system.query(
      `select from tenant.users u join tenant.known_addresses k on k.user_id = u.id
       where u.email = $1 and k.block = $2 and k.last_at > now() - make_interval(days => $3)`,
      [email, block, KEEP_DAYS],
    );
    return rows.length > 0;
  }

  /** Writes at most once a day. */
  async note(system: Transaction, userId: string, block: string): Promise<void> {
    await system.execute(
      `insert into tenant.known_addresses as k (user_id, block) values ($1, $2)
       on conflict (user_id, block) do update set last_at = now() where k.last_at < now() - interval '1 day'`,
      [userId, block],
    );
  }

  /** @param block null forgets all */
  async keepOnly(system: Transaction, userId: string, block: string | null): Promise<void> {
    await system.execute('delete from tenant.known_addresses where user_id = $1 and block is distinct from $2', [userId, block]);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select user_id, block from tenant.known_addresses where last_at < now() - make_interval(days => $1) order by last_at limit $2
       )
       delete from tenant.known_addresses k using old where k.user_id = old.user_id and k.block = old.block`,
      [KEEP_DAYS, limit],
    );
  }
}
