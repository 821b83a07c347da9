import { tenantTable } from '#database';

/** What happened to a conversation beside its messages, as lines in its thread. */
export const activities = {
  name: '0022-activities',
  sql: `
create table conversation.activities (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- Where in the thread it stands: behind this message.
  after_seq integer not null,
  kind text not null,
  author text not null check (author in ('customer', 'bot', 'agent', 'api', 'system')),
  actor_id text,
  detail jsonb not null default '{}',
  -- Of what can be undone: the epoch that it led to, and what stood before.
  epoch integer,
  before jsonb,
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversation.conversations (tenant_id, id)
);
create index activities_conversation on conversation.activities (tenant_id, conversation_id, after_seq, id);
${tenantTable('conversation', 'activities', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
