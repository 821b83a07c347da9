import { roleName, tenantTable } from '#database';

/**
 * The inverted index of messages. A table and not a GIN index over tsvector: the operators that GIN serves are not leakproof, so under
 * row-level security Postgres would not use it, whereas comparisons of text and uuid are. No foreign key to messages: it would be
 * checked once a word.
 */
export const search = {
  name: '0007-search',
  sql: `
create table conversation.message_terms (
  tenant_id uuid not null,
  term text collate "C" not null,
  -- UUIDv7: under a term the newest message is the last.
  message_id uuid not null,
  primary key (tenant_id, term, message_id)
);
create index message_terms_message on conversation.message_terms (tenant_id, message_id);
${tenantTable('conversation', 'message_terms', { tenant: ['select', 'insert', 'delete'] })}

-- Up to where of its live log an inbox is indexed. Whoever indexes, or takes messages away, holds the row.
create table conversation.search_positions (
  tenant_id uuid not null,
  outlet_id uuid not null,
  seq bigint not null default 0,
  primary key (tenant_id, outlet_id)
) with (fillfactor = 50);
${tenantTable('conversation', 'search_positions', { tenant: ['select', 'insert', 'update'], system: ['select'] })}
create policy system_access_conversation on conversation.inbox_positions to ${roleName('conversation', 'system')} using (true) with check (true);
grant select on conversation.inbox_positions to ${roleName('conversation', 'system')};
`,
};
