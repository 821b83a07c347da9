import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Team } from '../../domain/collaboration/team.js';

@Injectable()
export class TeamsRepository {
  async list(tx: Transaction): Promise<Team[]> {
    return tx.query<Team>(
      `select t.id, t.name, array(
         select m.user_id::text from conversation.team_members m where m.tenant_id = $1 and m.team_id = t.id order by m.user_id) as "memberIds"
       from conversation.teams t where t.tenant_id = $1 order by lower(t.name), t.id`,
      [tx.tenantId],
    );
  }

  async membersOf(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `select user_id as "userId" from conversation.team_members where tenant_id = $1 and team_id = $2 order by user_id`,
      [tx.tenantId, id],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Makes these the members of the team. */
  async putMembers(tx: Transaction, team: Team): Promise<void> {
    await tx.execute(`delete from conversation.team_members where tenant_id = $1 and team_id = $2 and user_id <> all($3::uuid[])`, [
      tx.tenantId,
      team.id,
      team.memberIds,
    ]);
    await tx.execute(
      `insert into conversation.team_members (tenant_id, team_id, user_id)
       select $1, $2, user_id from unnest($3::uuid[]) user_id on conflict do nothing`,
      [tx.tenantId, team.id, team.memberIds],
    );
  }

  /** Closed conversations do not hold on to a team. @returns how many, at most `limit`, have let go of it */
  async releaseClosed(tx: Transaction, id: string, limit: number): Promise<number> {
    return tx.execute(
      `update conversation.conversations set team_id = null
       where tenant_id = $1 and id = any(array(
         select id from conversation.conversations where tenant_id = $1 and team_id = $2 and state = 'closed'
         order by last_message_at desc, id desc limit $3 for update))`,
      [tx.tenantId, id, limit],
    );
  }
}
