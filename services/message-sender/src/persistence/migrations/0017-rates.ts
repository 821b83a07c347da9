import { tenantTable } from '#database';

/** How much of WhatsApp's rates is used, shared by all processes that send (`domain/rates/rates.ts`). */
export const rates = {
  name: '0017-rates',
  sql: `
create table message_sender.number_rates (
  tenant_id uuid not null,
  outlet_id uuid not null,
  -- When everything that was spent is paid back: the theoretical arrival time of the generic cell rate algorithm.
  spent_until timestamptz not null default now(),
  -- Part of the allowed rate after WhatsApp said that it was too much; it grows again from then on.
  share double precision not null default 1,
  lowered_at timestamptz,
  -- What went in the last second in which anything did, and in the one before it.
  second timestamptz not null default now(),
  in_second integer not null default 0,
  before_second integer not null default 0,
  primary key (tenant_id, outlet_id)
);
-- A few rows that change all the time: room for their versions in the same page.
alter table message_sender.number_rates set (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
${tenantTable('message_sender', 'number_rates', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'insert', 'update'] })}

-- Lanes that were written to in the last minutes, by a hash: no phone stands here.
create table message_sender.pair_rates (
  tenant_id uuid not null,
  lane_hash bigint not null,
  spent_until timestamptz not null,
  primary key (tenant_id, lane_hash)
);
create index pair_rates_over on message_sender.pair_rates (spent_until);
alter table message_sender.pair_rates set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_threshold = 1000);
${tenantTable('message_sender', 'pair_rates', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'insert', 'update', 'delete'] })}
`,
};
