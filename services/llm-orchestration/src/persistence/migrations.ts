import { roleName, tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { ownKeys } from './migrations/0006-own-keys.js';
import { companyEnd } from './migrations/0005-company-end.js';

export const migrations: SchemaMigrations = {
  schema: 'llm_orchestration',
  migrations: [
    {
      name: '0001-answers',
      sql: `
${messagingTables('llm_orchestration')}
-- Why each turn ended as it did and what it took. Texts stay where they can be erased: the question and the answer in the
-- conversation, the passages in the knowledge.
create table llm_orchestration.answers (
  tenant_id uuid not null,
  request_id uuid not null,
  conversation_id uuid not null,
  outlet_id uuid not null,
  epoch integer not null,
  outcome text not null check (outcome in ('answer', 'handoff')),
  handoff_reason text,
  detail text,
  responder text not null check (responder in ('offline', 'model')),
  model text not null,
  prompt_tokens integer not null,
  completion_tokens integer not null,
  duration_ms integer not null,
  citations jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, request_id)
);
create index answers_conversation on llm_orchestration.answers (tenant_id, conversation_id, created_at);
${tenantTable('llm_orchestration', 'answers', { tenant: ['select', 'insert'] })}
`,
    },
    {
      name: '0002-erasure',
      sql: `
grant delete on llm_orchestration.answers, llm_orchestration.outbox to ${roleName('llm_orchestration', 'tenant')};

-- Of customers who are forgotten: an answer that is being made meanwhile is recognised by it.
create table llm_orchestration.erased_conversations (
  tenant_id uuid not null,
  conversation_id uuid not null,
  erased_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id)
);
create index erased_conversations_age on llm_orchestration.erased_conversations (erased_at);
${tenantTable('llm_orchestration', 'erased_conversations', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`,
    },
    { name: '0003-messaging-partitions', sql: messagingPartitions('llm_orchestration') },
    { name: '0004-messaging-turns', sql: messagingTurns('llm_orchestration') },
    companyEnd,
    ownKeys,
  ],
};
