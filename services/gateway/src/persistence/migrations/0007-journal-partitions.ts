import { timePartitions } from '#database';
import { LEDGER_TRIGGERS } from './0006-ledger-counts.js';

/** Partitions hold the weeks by which the ledger counts. */
const PARTITIONS = { key: 'id', step: '7 days', ahead: 2, keep: '30 days', leastKeep: '1 day' } as const;

const OPEN = `i.outcome in ('pending', 'parked', 'dead') and i.kind in ('message', 'status', 'account', 'body')`;

export const JOURNAL_PARTITIONS = `
-- Both tables by time, and dropped whole when their time is over; what waits for somebody stays. An item's id is made of that of its entry
-- and its place in it (domain/webhooks/item-id.ts): the primary key says that a piece has one item, and the items of an entry stand
-- together in the partition of their entry.
${['insert', 'update', 'delete']
  .flatMap((operation) => ['items', 'journal'].map((table) => `drop trigger count_${operation} on gateway.webhook_${table};`))
  .join('\n')}
alter table gateway.webhook_items drop constraint webhook_items_journal_id_index_key;
-- Nobody needs them: the kind says the subject, and the piece its account.
alter table gateway.webhook_items drop column subject, drop column waba_id;
${timePartitions('gateway', 'webhook_items', {
  ...PARTITIONS,
  arrived: 'created_at',
  waits: ['pending', 'parked', 'dead'].map((outcome) => `t.outcome = '${outcome}'`),
  storage: 'autovacuum_vacuum_scale_factor = 0.02',
})}
${timePartitions('gateway', 'webhook_journal', {
  ...PARTITIONS,
  arrived: 'received_at',
  waits: [
    't.split_at is null',
    // Bodies are dropped when they are a day old at least: the items that came since wait for none of them.
    `t.split_at is not null and t.id in (select i.journal_id from gateway.webhook_items i where ${OPEN} and i.id < (select uuidv7(interval '-12 hours')))`,
  ],
  storage: 'autovacuum_vacuum_scale_factor = 0.02',
})}
${LEDGER_TRIGGERS}
revoke delete on gateway.webhook_items, gateway.webhook_journal from chasqui_gateway_system;

-- Beside the counts of weeks, under the week of no time, those of all: they are what is read.
lock table gateway.ledger_counts in share row exclusive mode;
insert into gateway.ledger_counts (tenant_id, scope, period, received, processed, parked, dead, pending)
select tenant_id, scope, '-infinity', sum(received), sum(processed), sum(parked), sum(dead), sum(pending)
from gateway.ledger_counts group by tenant_id, scope;

-- Items of before: their ids say nothing of their entry. They are found by it, in the partition that they are in and in the default one.
-- A new installation has none.
create index webhook_items_default_journal_id on gateway.webhook_items_default (journal_id);
do $$
begin
  if to_regclass('gateway.webhook_items_before') is null then
    create function gateway.items_of_before_end() returns uuid language sql immutable parallel safe
    return '00000000-0000-0000-0000-000000000000'::uuid;
  else
    create index webhook_items_before_journal_id on gateway.webhook_items_before (journal_id);
    execute format('create function gateway.items_of_before_end() returns uuid language sql immutable parallel safe return %L::uuid',
      gateway.ledger_first_id(gateway.ledger_period(uuidv7()) + 7));
  end if;
end $$;
`;
