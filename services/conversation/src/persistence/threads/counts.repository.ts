import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ConversationCounts } from '../../domain/threads/conversation.js';

/** Whose counters are everybody's. */
const EVERYBODY = `'00000000-0000-0000-0000-000000000000'::uuid`;
const FIGURES = ['open', 'pending', 'snoozed', 'unassigned', 'unread', 'escalated'] as const;

const list = (of: (figure: (typeof FIGURES)[number]) => string): string => FIGURES.map(of).join(', ');
const ADDED = `insert into conversation.counts as c (tenant_id, person_id, outlet_id, ${FIGURES.join(', ')})`;
const TO_WHAT_STANDS = `on conflict (tenant_id, person_id, outlet_id) do update set ${list((figure) => `${figure} = c.${figure} + excluded.${figure}`)}`;

/** SQL for changes as rows of counters: of everybody, and of the person where there is one. */
const asCounters = (from: string, where: string): string => `
  select tenant_id, ${EVERYBODY} as person_id, outlet_id, open, pending, snoozed,
    case when assignee_id is null then pending else 0 end as unassigned, unread, escalated
  from ${from} where ${where}
  union all
  select tenant_id, assignee_id, outlet_id, open, pending, snoozed, 0, unread, escalated from ${from} where ${where} and assignee_id is not null`;

/** Counters of conversations that are not closed; triggers on `conversations` record their changes (ADR 15). */
@Injectable()
export class CountsRepository {
  /** Counters, and what was recorded since they were last added up. @param userId whose conversations are `mine` */
  async read(tx: Transaction, userId: string, outletId: string | undefined): Promise<ConversationCounts> {
    const [row] = await tx.query<ConversationCounts>(
      `select ${list((figure) => `coalesce(sum(${figure}), 0)::integer as ${figure}`)}, coalesce(sum(mine), 0)::integer as mine from (
         select ${FIGURES.join(', ')}, 0 as mine from conversation.counts
         where tenant_id = $1 and person_id = ${EVERYBODY} and ($3::uuid is null or outlet_id = $3)
         union all
         select ${list(() => '0')}, open + pending + snoozed from conversation.counts
         where tenant_id = $1 and person_id = $2::uuid and ($3 is null or outlet_id = $3)
         union all
         select open, pending, snoozed, case when assignee_id is null then pending else 0 end, unread, escalated,
           case when assignee_id = $2 then open + pending + snoozed else 0 end
         from conversation.count_changes where tenant_id = $1 and ($3 is null or outlet_id = $3)) figures`,
      [tx.tenantId, userId, outletId ?? null],
    );
    return row!;
  }

  /** Adds up changes of all tenants. System role. @returns how many changes there were; of two who do it at once one finds none */
  async fold(tx: Transaction, limit: number): Promise<number> {
    if (!(await this.#isAlone(tx, 'fold'))) return 0;
    const [row] = await tx.query<{ folded: number }>(
      `with taken as (
         delete from conversation.count_changes t
         using (select tenant_id, id from conversation.count_changes order by tenant_id, id limit $1) oldest
         where t.tenant_id = oldest.tenant_id and t.id = oldest.id returning t.*
       ), added as (
         ${ADDED}
         select tenant_id, person_id, outlet_id, ${list((figure) => `sum(${figure})`)}
         from (${asCounters('taken', 'true')}) rows group by 1, 2, 3 order by 1, 2, 3
         ${TO_WHAT_STANDS}
       )
       select count(*) as folded from taken`,
      [limit],
    );
    return row!.folded;
  }

  /** Tenants whose counters were not compared with their rows in the last `days`. System role. */
  async unchecked(tx: Transaction, days: number, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select distinct p.tenant_id as "tenantId" from conversation.inbox_positions p
       where not exists (
         select from conversation.count_checks c where c.tenant_id = p.tenant_id and c.checked_at > now() - make_interval(days => $1))
       limit $2`,
      [days, limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /**
   * Compares the counters of a tenant with its rows, in one statement and so as of one moment, and adds what they differ by. System role.
   *
   * @returns how many counters were wrong
   */
  async mend(tx: Transaction, tenantId: string): Promise<number> {
    if (!(await this.#isAlone(tx, `mend:${tenantId}`))) return 0;
    const [row] = await tx.query<{ mended: number }>(
      `with actual as (
         select tenant_id, outlet_id, assignee_id, count(*) filter (where state = 'open') as open,
           count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'snoozed') as snoozed,
           count(*) filter (where unread_count > 0) as unread, count(*) filter (where escalated_at is not null) as escalated
         from conversation.conversations where tenant_id = $1 and state <> 'closed' group by tenant_id, outlet_id, assignee_id
       ), kept as (
         select tenant_id, person_id, outlet_id, ${FIGURES.join(', ')} from conversation.counts where tenant_id = $1
         union all
         ${asCounters('conversation.count_changes', 'tenant_id = $1')}
       ), wrong as (
         select tenant_id, person_id, outlet_id, ${list((figure) => `sum(sign * ${figure}) as ${figure}`)}
         from (select 1 as sign, a.* from (${asCounters('actual', 'true')}) a union all select -1, k.* from kept k) rows
         group by tenant_id, person_id, outlet_id having (${list((figure) => `sum(sign * ${figure})`)}) <> (${list(() => '0')})
       ), added as (
         ${ADDED}
         select tenant_id, person_id, outlet_id, ${FIGURES.join(', ')} from wrong order by 1, 2, 3
         ${TO_WHAT_STANDS}
       ), checked as (
         insert into conversation.count_checks (tenant_id, checked_at) values ($1, now())
         on conflict (tenant_id) do update set checked_at = excluded.checked_at
       )
       select count(*) as mended from wrong`,
      [tenantId],
    );
    return row!.mended;
  }

  /** A separate statement, so that the next one sees what the previous holder has committed. */
  async #isAlone(tx: Transaction, work: string): Promise<boolean> {
    const [row] = await tx.query<{ isAlone: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('counts:' || $1::text, 0)) as "isAlone"`,
      [work],
    );
    return row!.isAlone;
  }
}
