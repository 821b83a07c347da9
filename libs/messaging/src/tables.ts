import { tenantTable } from '#database';

/**
 * SQL for the outbox and the inbox of a service: the first migration of every service that sends or receives events.
 *
 * - outbox: what was decided and is to be told. `id` is the `Nats-Msg-Id` of its publication, `envelope` the event as it travels.
 * - inbox: the events whose effects are in this schema. A row is written in the transaction of the effect, so an event that is
 *   delivered again changes nothing, and the row is the receipt by which the ledger knows that an item was processed.
 */
export const messagingTables = (schema: string): string => `
create table ${schema}.outbox (
  tenant_id uuid not null,
  id uuid not null,
  subject text not null,
  envelope text not null,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  stream_seq bigint,
  primary key (tenant_id, id)
);
create index outbox_unpublished on ${schema}.outbox (created_at, id) where published_at is null;
create index outbox_published on ${schema}.outbox (published_at);
${tenantTable(schema, 'outbox', { tenant: ['select', 'insert'], system: ['select', 'insert', 'update', 'delete'] })}
create table ${schema}.inbox (
  tenant_id uuid not null,
  event_id uuid not null,
  processed_at timestamptz not null default now(),
  primary key (tenant_id, event_id)
);
create index inbox_processed on ${schema}.inbox using brin (processed_at);
${tenantTable(schema, 'inbox', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`;
