import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Assignment } from '../domain/inbox-settings.js';
import { PRESENCE_LIFE_SECONDS } from '../domain/presence.js';
import type { WaitingInbox } from '../domain/waits.js';

const IS_THERE = `p.availability = 'online' and p.seen_at > clock_timestamp() - interval '${PRESENCE_LIFE_SECONDS} seconds'`;

/**
 * SQL for an assignee who cannot answer: a member who only reads, or somebody who is no member (any more) and not connected either. A
 * superadmin is a member of no tenant, and works while connected.
 */
const IS_GONE = `coalesce(
  (select m.role not in ('agent', 'admin', 'owner') from tenant.members_v1 m where m.tenant_id = $1 and m.user_id = c.assignee_id),
  not exists (select from conversation.presence p
    where p.tenant_id = $1 and p.user_id = c.assignee_id and p.seen_at > clock_timestamp() - interval '${PRESENCE_LIFE_SECONDS} seconds'))`;
const IS_ASSIGNED = `c.owner = 'agent' and c.state = 'open' and c.assignee_id is not null`;

/** Who gets what waits. */
@Injectable()
export class AssignmentsRepository {
  /**
   * Inboxes of all tenants that give away by themselves, in which something waits while somebody is there. Any of them: in some nobody
   * has room, and these must not stand before the others for good. System role.
   */
  async findWaiting(tx: Transaction, limit: number): Promise<WaitingInbox[]> {
    return tx.query<WaitingInbox>(
      `select s.tenant_id as "tenantId", s.outlet_id as "outletId" from conversation.inbox_settings s
       where s.assignment <> 'manual'
         and exists (select from conversation.conversations c
           where c.tenant_id = s.tenant_id and c.outlet_id = s.outlet_id and c.state = 'pending' and c.owner = 'none')
         and exists (select from conversation.presence p where p.tenant_id = s.tenant_id and ${IS_THERE})
       order by random() limit $1`,
      [limit],
    );
  }

  /**
   * Until the end of the transaction nobody else gives conversations of this tenant away: only so is a turn a turn and a maximum a
   * maximum, whatever inboxes an agent works in. It takes a few statements, and what is said in conversations does not wait for it.
   */
  async lockTurn(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('assignment:' || $1::text, 0))`, [tx.tenantId]);
  }

  /**
   * The next that waits: the most urgent, of those the one that is due first. Locked; one that somebody is just working on is left to
   * them.
   *
   * @param passed teams of which nobody is free, and teams of which nobody but the one who let it escalate is: `<team>/<person>`
   */
  async nextWaiting(
    tx: Transaction,
    outletId: string,
    passed: { teams: readonly string[]; teamsWithout: readonly string[] },
    inboxTeamId: string | null,
  ): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from conversation.conversations
       where tenant_id = $1 and outlet_id = $2 and state = 'pending' and owner = 'none'
         and coalesce(coalesce(team_id, $5::uuid)::text, '') <> all($3::text[])
         and coalesce(coalesce(team_id, $5::uuid)::text, '') || '/' || coalesce(escalated_from::text, '') <> all($4::text[])
       order by array_position(array['urgent', 'high', 'normal', 'low'], priority), response_due_at nulls last, last_inbound_at nulls last, id
       limit 1 for update skip locked`,
      [tx.tenantId, outletId, passed.teams, passed.teamsWithout, inboxTeamId],
    );
    return row?.id;
  }

  /** Whose turn it is among those who are there and have room; it is their turn no longer. Under {@link lockTurn}. */
  async takeTurn(
    tx: Transaction,
    by: { assignment: Assignment; teamId: string | null; mostPerAgent: number; not: string | null },
  ): Promise<string | undefined> {
    const [row] = await tx.query<{ userId: string }>(
      `with person as (
         select p.user_id, p.assigned_at,
           (select count(*) from conversation.conversations c
            where c.tenant_id = $1 and c.assignee_id = p.user_id and c.owner = 'agent' and c.state = 'open') as load
         from conversation.presence p
         join tenant.members_v1 m on m.tenant_id = $1 and m.user_id = p.user_id and m.role in ('agent', 'admin', 'owner')
         where p.tenant_id = $1 and ${IS_THERE} and p.user_id is distinct from $5::uuid
           and ($3::uuid is null
             or exists (select from conversation.team_members t where t.tenant_id = $1 and t.team_id = $3 and t.user_id = p.user_id))
       ), next as (
         select user_id from person where load < $4::integer
         order by case when $2::text = 'least_busy' then load end, assigned_at nulls first, user_id limit 1
       )
       update conversation.presence p set
         -- Never the same instant twice: turns stay in order.
         assigned_at = greatest(clock_timestamp(),
           (select max(assigned_at) from conversation.presence where tenant_id = $1) + interval '1 millisecond')
       from next where p.tenant_id = $1 and p.user_id = next.user_id
       returning p.user_id as "userId"`,
      [tx.tenantId, by.assignment, by.teamId, by.mostPerAgent, by.not],
    );
    return row?.userId;
  }

  /** Tenants in which somebody has a conversation. System role. */
  async tenantsAtWork(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select distinct c.tenant_id as "tenantId" from conversation.conversations c where ${IS_ASSIGNED}`,
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Conversations whose people are gone. */
  async abandoned(tx: Transaction, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select c.id from conversation.conversations c where c.tenant_id = $1 and ${IS_ASSIGNED} and ${IS_GONE} limit $2`,
      [tx.tenantId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes an abandoned conversation: one that has passed on meanwhile, or that somebody is just working on, is not taken. */
  async lockAbandoned(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select from conversation.conversations c
       where c.tenant_id = $1 and c.id = $2 and ${IS_ASSIGNED} and ${IS_GONE} for update skip locked`,
      [tx.tenantId, id],
    );
    return rows.length > 0;
  }
}
