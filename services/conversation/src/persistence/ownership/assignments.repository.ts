import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Assignment } from '../../domain/settings/inbox-settings.js';
import { PRESENCE_LIFE_SECONDS } from '../../domain/ownership/presence.js';
import type { WaitingInbox } from '../../domain/ownership/waits.js';

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
   * Of the inboxes of all tenants that give away by themselves, those behind `after`, `limit` of them: each with whether something waits
   * in it while somebody is there. System role.
   */
  async inboxesBehind(tx: Transaction, after: WaitingInbox, limit: number): Promise<(WaitingInbox & { isWaiting: boolean })[]> {
    return tx.query(
      `select s.tenant_id as "tenantId", s.outlet_id as "outletId",
         exists (select from conversation.conversations c
           where c.tenant_id = s.tenant_id and c.outlet_id = s.outlet_id and c.state = 'pending' and c.owner = 'none')
         and exists (select from conversation.presence p where p.tenant_id = s.tenant_id and ${IS_THERE}) as "isWaiting"
       from conversation.inbox_settings s
       where s.assignment <> 'manual' and (s.tenant_id, s.outlet_id) > ($1::uuid, $2::uuid)
       order by s.tenant_id, s.outlet_id limit $3`,
      [after.tenantId, after.outletId, limit],
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
           (select count(*) from (
              select from conversation.conversations c
              where c.tenant_id = $1 and c.assignee_id = p.user_id and c.owner = 'agent' and c.state = 'open' limit $4::integer) few) as load
         from conversation.presence p
         cross join lateral (
           select from tenant.members_v1 where tenant_id = $1 and user_id = p.user_id and role in ('agent', 'admin', 'owner') limit 1) m
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

  /** Tenants behind `after` in which somebody has a conversation, from one to the next, whatever they have. System role. */
  async tenantsAtWork(tx: Transaction, after: string, limit: number): Promise<string[]> {
    const next = (tenant: string): string =>
      `(select c.tenant_id from conversation.conversations c where c.tenant_id > ${tenant} and ${IS_ASSIGNED} order by c.tenant_id limit 1)`;
    const rows = await tx.query<{ tenantId: string }>(
      `with recursive tenant as (
         select ${next('$1::uuid')} as id
         union all
         select ${next('t.id')} from tenant t where t.id is not null
       )
       select id as "tenantId" from tenant where id is not null limit $2`,
      [after, limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Conversations whose people are gone: from one person who has any to the next, however many those have who are there. */
  async abandoned(tx: Transaction, limit: number): Promise<string[]> {
    const next = (person: string): string =>
      `(select c.assignee_id from conversation.conversations c
        where c.tenant_id = $1 and c.assignee_id > ${person} and ${IS_ASSIGNED} order by c.assignee_id limit 1)`;
    const rows = await tx.query<{ id: string }>(
      `with recursive person as (
         select ${next(`'00000000-0000-0000-0000-000000000000'`)} as assignee_id
         union all
         select ${next('p.assignee_id')} from person p where p.assignee_id is not null
       ), gone as materialized (select c.assignee_id from person c where c.assignee_id is not null and ${IS_GONE})
       select of.id from gone g cross join lateral (
         select c.id from conversation.conversations c where c.tenant_id = $1 and c.assignee_id = g.assignee_id and ${IS_ASSIGNED} limit $2) of
       limit $2`,
      [tx.tenantId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes an abandoned conversation: one that has passed on meanwhile, or that somebody is just working on, is not taken. */
  async lockAbandoned(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select from (
         select c.owner, c.state, c.assignee_id from conversation.conversations c
         where c.tenant_id = $1 and c.id = $2 for update skip locked offset 0) c
       where ${IS_ASSIGNED} and ${IS_GONE}`,
      [tx.tenantId, id],
    );
    return rows.length > 0;
  }
}
