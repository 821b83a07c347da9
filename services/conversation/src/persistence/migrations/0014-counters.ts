import { tenantTable } from '#database';

const SCHEMA = 'conversation';
const FIGURES = ['open', 'pending', 'snoozed', 'unread', 'escalated'] as const;

/**
 * The figures of conversations that are not closed, by inbox and by whose they are. A conversation without a person has none: `null`
 * cannot be part of a key, and in the counters nobody is the nil UUID.
 *
 * @param sides where rows come from, and whether they count or no longer count
 */
const figuresOf = (sides: readonly { from: string; sign: 1 | -1 }[]): string => `
  select tenant_id, outlet_id, assignee_id, sum(sign * (state = 'open')::int) as open, sum(sign * (state = 'pending')::int) as pending,
    sum(sign * (state = 'snoozed')::int) as snoozed, sum(sign * (unread_count > 0)::int) as unread,
    sum(sign * (escalated_at is not null)::int) as escalated
  from (${sides
    .map(
      ({ from, sign }) =>
        `select tenant_id, outlet_id, assignee_id, state, unread_count, escalated_at, ${sign} as sign from ${from} where state <> 'closed'`,
    )
    .join(' union all ')}) sides
  group by tenant_id, outlet_id, assignee_id`;

const record = (...sides: { from: string; sign: 1 | -1 }[]): string => `
    insert into conversation.count_changes (tenant_id, outlet_id, assignee_id, ${FIGURES.join(', ')})
    select f.* from (${figuresOf(sides)}) f where (${FIGURES.join(', ')}) <> (${FIGURES.map(() => '0').join(', ')});`;

/**
 * How many conversations are open, waiting, asleep, unread, escalated: counters, so that reading them costs the same whatever there is
 * (ADR 15). A statement on conversations adds what it changed as rows of its own, so that no transaction waits for another; a job adds
 * those up. The functions run as whoever changes a conversation, under that role's row-level security.
 */
export const counters = {
  name: '0014-counters',
  sql: `
create table conversation.counts (
  tenant_id uuid not null,
  -- Whose; everybody's under the nil UUID.
  person_id uuid not null,
  outlet_id uuid not null,
  open integer not null default 0,
  pending integer not null default 0,
  snoozed integer not null default 0,
  -- Of everybody only: what waits and is nobody's.
  unassigned integer not null default 0,
  unread integer not null default 0,
  escalated integer not null default 0,
  primary key (tenant_id, person_id, outlet_id)
) with (fillfactor = 50);
${tenantTable(SCHEMA, 'counts', { tenant: ['select'], system: ['select', 'insert', 'update'] })}

-- What has happened since: lives for seconds.
create table conversation.count_changes (
  tenant_id uuid not null,
  id bigint generated always as identity,
  outlet_id uuid not null,
  assignee_id uuid,
  open integer not null,
  pending integer not null,
  snoozed integer not null,
  unread integer not null,
  escalated integer not null,
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_scale_factor = 0);
${tenantTable(SCHEMA, 'count_changes', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}

-- When counters were last compared with the rows.
create table conversation.count_checks (
  tenant_id uuid primary key,
  checked_at timestamptz not null
) with (fillfactor = 50);
${tenantTable(SCHEMA, 'count_checks', { tenant: [], system: ['select', 'insert', 'update'] })}

create function conversation.count_inserted() returns trigger language plpgsql as $$ begin${record({ from: 'changed_to', sign: 1 })}
    return null; end $$;
create function conversation.count_updated() returns trigger language plpgsql as $$ begin${record({ from: 'changed_from', sign: -1 }, { from: 'changed_to', sign: 1 })}
    return null; end $$;
create function conversation.count_deleted() returns trigger language plpgsql as $$ begin${record({ from: 'changed_from', sign: -1 })}
    return null; end $$;
revoke all on function conversation.count_inserted(), conversation.count_updated(), conversation.count_deleted() from public;

create trigger count_inserted after insert on conversation.conversations referencing new table as changed_to
  for each statement execute function conversation.count_inserted();
create trigger count_updated after update on conversation.conversations referencing old table as changed_from new table as changed_to
  for each statement execute function conversation.count_updated();
create trigger count_deleted after delete on conversation.conversations referencing old table as changed_from
  for each statement execute function conversation.count_deleted();

-- The triggers have locked the table: nothing is counted twice, and nothing is missed.
insert into conversation.count_changes (tenant_id, outlet_id, assignee_id, ${FIGURES.join(', ')})
select * from (${figuresOf([{ from: 'conversation.conversations', sign: 1 }])}) f;
-- Nothing counts rows any more, and every change of a conversation had to keep it up.
drop index if exists conversation.conversations_unclosed;
`,
};
