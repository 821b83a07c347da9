import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { SessionRow } from './session.entity.js';

const COLUMNS = columnsOf(SessionRow, 's');
/** Longer than a refresh token lives. */
const KEEP_DAYS = 31;
/** Of one person, in a list. */
const MOST = 100;

/** Sign-ins by the family of their refresh tokens, under the system role. */
@Injectable()
export class SessionsRepository {
  /** Notes that a sign-in began or went on, and that its person was here. */
  async note(system: Transaction, session: Pick<SessionRow, 'id' | 'userId' | 'agent' | 'address'>): Promise<void> {
    await system.execute(
      `insert into tenant.sessions as s (id, user_id, agent, address) values ($1, $2, $3, $4)
       on conflict (id) do update
       set last_used_at = now(), agent = coalesce(excluded.agent, s.agent), address = coalesce(excluded.address, s.address)`,
      [session.id, session.userId, session.agent, session.address],
    );
    await system.execute(`update tenant.users set last_seen_at = now() where id = $1`, [session.userId]);
  }

  /** Those of a person that go on, the last used first. */
  async listOf(system: Transaction, userId: string): Promise<SessionRow[]> {
    return system.query(
      `select ${COLUMNS} from tenant.sessions s
       where s.user_id = $1 and exists (
         select from tenant.refresh_tokens t
         where t.family = s.id and t.used_at is null and t.revoked_at is null and t.expires_at > now()
       )
       order by s.last_used_at desc limit $2`,
      [userId, MOST],
    );
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select id from tenant.sessions where last_used_at < now() - make_interval(days => $1) order by last_used_at limit $2
       )
       delete from tenant.sessions s using old where s.id = old.id`,
      [KEEP_DAYS, limit],
    );
  }
}
