import type { Infrastructure } from '#testing';

const FIGURES = ['open', 'pending', 'snoozed', 'unassigned', 'unread', 'escalated'] as const;

/** Counters that are not what counting the rows says, as text; of all tenants that have conversations or counters. */
export async function wrongCounters(infra: Infrastructure): Promise<string[]> {
  const rows = await infra.rows<{ key: string; kept: string; counted: string }>(
    `
    with counted as (
      select c.tenant_id, p.person_id, c.outlet_id, count(*) filter (where state = 'open') as open,
        count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'snoozed') as snoozed,
        count(*) filter (where state = 'pending' and assignee_id is null) as unassigned,
        count(*) filter (where unread_count > 0) as unread, count(*) filter (where escalated_at is not null) as escalated
      from conversation.conversations c
      cross join lateral (select uuid_nil as person_id union all select assignee_id where assignee_id is not null) p
      where state <> 'closed' group by 1, 2, 3
    ), change as (
      select c.*, p.person_id, case when assignee_id is null then pending else 0 end as unassigned from conversation.count_changes c
      cross join lateral (select uuid_nil as person_id union all select assignee_id where assignee_id is not null) p
    ), kept as (
      select tenant_id, person_id, outlet_id, ${FIGURES.map((figure) => `sum(${figure}) as ${figure}`).join(', ')} from (
        select tenant_id, person_id, outlet_id, ${FIGURES.join(', ')} from conversation.counts
        union all select tenant_id, person_id, outlet_id, ${FIGURES.join(', ')} from change) parts
      group by 1, 2, 3
    )
    select concat_ws('/', tenant_id, person_id, outlet_id) as key,
      ${(['kept', 'counted'] as const).map((side) => `concat_ws(' ', ${FIGURES.map((figure) => `coalesce(${side}.${figure}, 0)`).join(', ')}) as ${side}`).join(', ')}
    from kept full join counted using (tenant_id, person_id, outlet_id)`.replaceAll(
      'uuid_nil',
      `'00000000-0000-0000-0000-000000000000'::uuid`,
    ),
  );
  return rows.filter(({ kept, counted }) => kept !== counted).map(({ key, kept, counted }) => `${key}: ${kept} instead of ${counted}`);
}
