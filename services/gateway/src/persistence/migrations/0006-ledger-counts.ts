import { tenantTable } from '#database';

const NOBODY = `'00000000-0000-0000-0000-000000000000'::uuid`;
/** Codes that say that a whole body could not be taken apart, as they were when this was published. */
const UNREADABLE = `outcome = 'parked' and index = 0 and code in ('unparseable', 'not_an_object', 'entry_not_array', 'split_failed')`;
const FIGURES = 'received, processed, parked, dead, pending';

const sum = (where: string): string => `coalesce(sum(n) filter (where ${where}), 0)`;
/** Of rows of items, each with `n` for how many of it. */
const ITEM_SUMS = `gateway.ledger_period(id) as period, coalesce(tenant_id, ${NOBODY}) as tenant_id, sum(n) as received,
  ${['processed', 'parked', 'dead', 'pending'].map((outcome) => `${sum(`outcome = '${outcome}'`)} as ${outcome}`).join(', ')}`;
const ENTRY_SUMS = `gateway.ledger_period(id) as period, sum(n) as received, ${sum('split_at is not null')} as processed,
  0 as parked, 0 as dead, ${sum('split_at is null')} as pending`;
/** A body that could not be taken apart counts as parked instead. */
const BODY_SUMS = `gateway.ledger_period(id) as period, 0 as received, -sum(n) as processed, sum(n) as parked, 0 as dead, 0 as pending`;

const sources = (columns: string): Record<'insert' | 'update' | 'delete', { rows: string; tables: string }> => {
  const [added, removed] = [`select ${columns}, 1 as n from added`, `select ${columns}, -1 as n from removed`];
  return {
    insert: { rows: added, tables: 'new table as added' },
    update: { rows: `${added} union all ${removed}`, tables: 'new table as added old table as removed' },
    delete: { rows: removed, tables: 'old table as removed' },
  };
};

/** One row of changes for each week, from `sums` by week and tenant. */
const change = (scope: string, tenants: string, sums: string): string => `
  insert into gateway.ledger_changes (scope, period, tenant_ids, ${FIGURES})
  select '${scope}', period, array_agg(${tenants}), ${FIGURES.split(', ')
    .map((figure) => `array_agg(${figure})`)
    .join(', ')}
  from (${sums}) s where (${FIGURES}) <> (0, 0, 0, 0, 0) group by period;`;

const COUNTED = Object.entries(sources('id, tenant_id, outcome, index, code')).map(([operation, { rows, tables }]) => ({
  operation,
  tables,
  items: `${change('item', 'tenant_id', `select ${ITEM_SUMS} from (${rows}) c group by 1, 2`)}
  ${change('journal', NOBODY, `select ${BODY_SUMS} from (${rows}) c where ${UNREADABLE} group by 1`)}`,
  journal: change('journal', NOBODY, `select ${ENTRY_SUMS} from (${sources('id, split_at')[operation as 'insert'].rows}) c group by 1`),
}));

const counter = (name: string, body: string): string => `
create function gateway.${name}() returns trigger language plpgsql as $$
begin${body}
  return null;
end $$;`;

/** Statements, for a table that is made anew needs its triggers again. */
export const LEDGER_TRIGGERS = COUNTED.flatMap(({ operation, tables }) =>
  ['items', 'journal'].map(
    (table) => `
create trigger count_${operation} after ${operation} on gateway.webhook_${table} referencing ${tables}
  for each statement execute function gateway.count_${table}_${operation}();`,
  ),
).join('');

export const LEDGER_COUNTS = `
-- What the ledger says, kept in the transactions of the changes: entries of the journal (scope 'journal', under the nil UUID), and items by
-- tenant (those of none under the nil UUID), by the week of their ids. Each figure has a count of its own: "received" counts what came in,
-- the others where it is now; that they add up is for specs and a job to see, not for a sum to make true.
create table gateway.ledger_counts (
  tenant_id uuid not null,
  scope text not null check (scope in ('journal', 'item')),
  period date not null,
  received bigint not null,
  processed bigint not null,
  parked bigint not null,
  dead bigint not null,
  pending bigint not null,
  primary key (tenant_id, scope, period)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
create index ledger_counts_period on gateway.ledger_counts (period, scope);
${tenantTable('gateway', 'ledger_counts', { tenant: [], system: ['select', 'insert', 'update', 'delete'] })}
-- By what a statement changed them: one row a statement and week, whatever the number of tenants, so that nobody who writes waits for
-- another who does. A job adds them to the counts.
create table gateway.ledger_changes (
  id bigint generated always as identity primary key,
  scope text not null,
  period date not null,
  tenant_ids uuid[] not null,
  received bigint[] not null,
  processed bigint[] not null,
  parked bigint[] not null,
  dead bigint[] not null,
  pending bigint[] not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table gateway.ledger_changes enable row level security;
alter table gateway.ledger_changes force row level security;
create policy system_access on gateway.ledger_changes to chasqui_gateway_system using (true) with check (true);
grant select, insert, delete on gateway.ledger_changes to chasqui_gateway_system;
-- Who stores a body counts it.
create policy ingest on gateway.ledger_changes for insert to chasqui_gateway_ingest with check (scope = 'journal');
grant insert on gateway.ledger_changes to chasqui_gateway_ingest;

-- The first day of the week of an id: weeks are those of the epoch, as those of partitions are.
create function gateway.ledger_period(id uuid) returns date language sql immutable parallel safe
return date_bin('7 days', coalesce(uuid_extract_timestamp(id) at time zone 'UTC', timestamp '1970-01-01'), timestamp '1970-01-01')::date;
create function gateway.ledger_first_id(day date) returns uuid language sql immutable parallel safe
return (lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
${COUNTED.map(({ operation, items, journal }) => counter(`count_items_${operation}`, items) + counter(`count_journal_${operation}`, journal)).join('\n')}

-- What is there already, of one moment.
lock table gateway.webhook_journal, gateway.webhook_items in share row exclusive mode;
insert into gateway.ledger_counts (tenant_id, scope, period, ${FIGURES})
select ${NOBODY}, 'journal', period, sum(received), sum(processed), sum(parked), sum(dead), sum(pending)
from (select ${ENTRY_SUMS} from (select id, split_at, 1 as n from gateway.webhook_journal) c group by 1
      union all select ${BODY_SUMS} from (select id, 1 as n from gateway.webhook_items where ${UNREADABLE}) c group by 1) s group by period;
insert into gateway.ledger_counts (tenant_id, scope, period, ${FIGURES})
select tenant_id, 'item', period, ${FIGURES} from (
  select ${ITEM_SUMS} from (select id, tenant_id, outcome, 1 as n from gateway.webhook_items) c group by 1, 2) s;
${LEDGER_TRIGGERS}

-- Lists of one tenant.
create index webhook_items_of_tenant on gateway.webhook_items (tenant_id, outcome, id);
-- Open letters, for each way in which they are asked for.
create index dead_letters_open on gateway.dead_letters (id) where not of_item and replayed_at is null;
create index dead_letters_open_of_consumer on gateway.dead_letters (consumer, id) where not of_item and replayed_at is null;
create index dead_letters_open_of_tenant on gateway.dead_letters (tenant_id, id) where not of_item and replayed_at is null;
create index dead_letters_open_of_both on gateway.dead_letters (consumer, tenant_id, id) where not of_item and replayed_at is null;
-- All of a tenant, for an erasure; the old ones, which go.
create index dead_letters_of_tenant on gateway.dead_letters (tenant_id, id);
create index dead_letters_last_at on gateway.dead_letters (last_at);
`;
