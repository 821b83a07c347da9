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

  async count(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) from conversation.teams where tenant_id = $1`, [tx.tenantId]);
    return row!.count;
  }

  async insert(tx: Transaction, team: Team): Promise<void> {
    await tx.execute(`insert into conversation.teams (tenant_id, id, name) values ($1, $2, $3)`, [tx.tenantId, team.id, team.name]);
    await this.#putMembers(tx, team);
  }

  async lock(tx: Transaction, id: string): Promise<Team | undefined> {
    await tx.execute(`select from conversation.teams where tenant_id = $1 and id = $2 for no key update`, [tx.tenantId, id]);
    // A statement of its own, so that it sees the members that whoever had the lock has left.
    const [row] = await tx.query<Team>(
      `select t.id, t.name, array(
         select m.user_id::text from conversation.team_members m where m.tenant_id = $1 and m.team_id = t.id order by m.user_id) as "memberIds"
       from conversation.teams t where t.tenant_id = $1 and t.id = $2`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** @returns whether there is such a team */
  async update(tx: Transaction, team: Team): Promise<boolean> {
    const changed = await tx.execute(`update conversation.teams set name = $3 where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      team.id,
      team.name,
    ]);
    if (changed > 0) await this.#putMembers(tx, team);
    return changed > 0;
  }

  /** @returns whether there was such a team. @throws a foreign key violation while an inbox or a conversation is the team's */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.execute(`delete from conversation.teams where tenant_id = $1 and id = $2`, [tx.tenantId, id])) > 0;
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

  async #putMembers(tx: Transaction, team: Team): Promise<void> {
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
}
