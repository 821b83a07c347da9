import { tenantTable, timePartitions, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { companyEnd } from './migrations/0005-company-end.js';

export const migrations: SchemaMigrations = {
  schema: 'analytics',
  migrations: [
    {
      name: '0001-counts',
      sql: `
${messagingTables('analytics')}
-- Days are sums of hours: one truth, in UTC.
create table analytics.hourly_counts (
  tenant_id uuid not null,
  hour timestamptz not null,
  outlet_id uuid not null,
  metric text not null,
  label text not null default '',
  value bigint not null default 0,
  primary key (tenant_id, hour, outlet_id, metric, label)
);
create index hourly_counts_metric on analytics.hourly_counts (tenant_id, metric, hour);
${tenantTable('analytics', 'hourly_counts', { tenant: ['select', 'insert', 'update'] })}

-- Which stages of its delivery a message was counted in: statuses skip stages and repeat themselves.
create table analytics.message_stages (
  tenant_id uuid not null,
  message_id uuid not null,
  stage text not null,
  primary key (tenant_id, message_id, stage)
);
${tenantTable('analytics', 'message_stages', { tenant: ['select', 'insert'] })}

create table analytics.response_clocks (
  tenant_id uuid not null,
  conversation_id uuid not null,
  waiting_since timestamptz,
  waiting_seq integer,
  answered_seq integer not null default 0,
  primary key (tenant_id, conversation_id)
);
${tenantTable('analytics', 'response_clocks', { tenant: ['select', 'insert', 'update'] })}
`,
    },
    { name: '0002-messaging-partitions', sql: messagingPartitions('analytics') },
    {
      name: '0003-message-stages-partitions',
      sql: `
-- WhatsApp reports for 30 days, and a dead letter can be replayed for 90: until then a message is known again, and no longer.
alter table analytics.message_stages add column counted_at timestamptz not null default now();
${timePartitions('analytics', 'message_stages', { key: 'message_id', step: '20 days', ahead: 1, keep: '100 days', arrived: 'counted_at' })}
`,
    },
    { name: '0004-messaging-turns', sql: messagingTurns('analytics') },
    companyEnd,
  ],
};
