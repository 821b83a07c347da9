import { roleName, tenantTable, timePartitions } from '#database';

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

/**
 * SQL that lets the outbox and the inbox of a service age by whole partitions (ADR 11): the migration after {@link messagingTables}.
 *
 * - outbox: a day a partition. Kept for another day, as long as a consumer may be behind while its stream is lost; what is not published
 *   stays, and what was published late stays a day from then.
 * - inbox: by the id, which is the time of the event. A receipt outlives every delivery: the stream keeps an event three days from its
 *   publication. Of an event that came late the receipt stays as long from then, as does that of an event whose partition is gone.
 */
export const messagingPartitions = (schema: string): string => `
drop index ${schema}.outbox_published;
create index outbox_published on ${schema}.outbox (published_at) where published_at is not null;
revoke delete on ${schema}.inbox from ${roleName(schema, 'system')};
drop index ${schema}.inbox_processed;
create index inbox_late on ${schema}.inbox (processed_at) where processed_at - uuid_extract_timestamp(event_id) > interval '1 day';
${timePartitions(schema, 'outbox', {
  key: 'id',
  step: '1 day',
  ahead: 2,
  keep: '1 day',
  arrived: 'created_at',
  waits: ['t.published_at is null', `t.published_at > now() - interval '1 day'`],
})}
${timePartitions(schema, 'inbox', {
  key: 'event_id',
  step: '5 days',
  ahead: 1,
  keep: '15 days',
  arrived: 'processed_at',
  waits: [`t.processed_at - uuid_extract_timestamp(t.event_id) > interval '1 day' and t.processed_at > now() - interval '14 days'`],
})}`;

/** SQL for what waits in the outbox, by subject and tenant (ADR 20): the migration after {@link messagingPartitions}. */
export const messagingTurns = (schema: string): string => `
drop index ${schema}.outbox_unpublished;
create index outbox_waiting on ${schema}.outbox (subject, tenant_id, id) where published_at is null;
`;
