import { publishedView, roleName, tenantTable } from '#database';

const tenant = roleName('conversation', 'tenant');

/** How long messages are kept, and customers who are to be forgotten. */
export const erasure = {
  name: '0008-erasure',
  sql: `
grant delete on conversation.messages, conversation.idempotency_keys to ${tenant};
-- Events hold texts: those of a customer who is forgotten go with the rest.
grant update, delete on conversation.outbox to ${tenant};
create index messages_age on conversation.messages (tenant_id, at);
create index contacts_merged on conversation.contacts (tenant_id, merged_into) where merged_into is not null;

-- What went into which conversation: events, and rows of other services, still name the one that is gone.
create table conversation.merged_conversations (
  tenant_id uuid not null,
  id uuid not null,
  into_id uuid not null,
  primary key (tenant_id, id)
);
create index merged_conversations_into on conversation.merged_conversations (tenant_id, into_id);
${tenantTable('conversation', 'merged_conversations', { tenant: ['select', 'insert', 'delete'] })}

create table conversation.retention (
  tenant_id uuid primary key,
  -- Null keeps them for good.
  messages_days integer check (messages_days between 1 and 3650),
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now()
);
${tenantTable('conversation', 'retention', { tenant: ['select', 'insert', 'update'], system: ['select'] })}
${publishedView('conversation', 'retention_v1', {
  table: 'retention',
  columns: ['tenant_id', 'messages_days'],
  readers: ['message_sender', 'llm_orchestration'],
  systemReaders: ['message_sender', 'llm_orchestration'],
})}

-- Receipts. They outlive what they are about, and hold nothing of it.
create table conversation.erasures (
  tenant_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  requested_by text not null,
  requested_at timestamptz(3) not null,
  completed_at timestamptz(3),
  primary key (tenant_id, id),
  constraint erasures_contact unique (tenant_id, contact_id)
);
${tenantTable('conversation', 'erasures', { tenant: ['select', 'insert', 'update'] })}

-- A service that has not answered yet has no erased_at.
create table conversation.erasure_services (
  tenant_id uuid not null,
  erasure_id uuid not null,
  service text not null,
  erased_at timestamptz(3),
  counts jsonb not null default '{}',
  residuals jsonb not null default '[]',
  primary key (tenant_id, erasure_id, service),
  foreign key (tenant_id, erasure_id) references conversation.erasures (tenant_id, id)
);
${tenantTable('conversation', 'erasure_services', { tenant: ['select', 'insert', 'update'] })}
`,
};
