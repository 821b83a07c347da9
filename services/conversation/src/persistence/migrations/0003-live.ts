import { tenantTable } from '#database';

/**
 * The live log: what happened in an inbox (an outlet), in one order without gaps, so that whoever was away reads on from where they
 * stood. It refers to rows and holds no text: what is read is what is true at the time of reading.
 */
export const live = {
  name: '0003-live',
  sql: `
create table conversation.inbox_positions (
  tenant_id uuid not null,
  outlet_id uuid not null,
  seq bigint not null,
  primary key (tenant_id, outlet_id)
) with (fillfactor = 50);
${tenantTable('conversation', 'inbox_positions', { tenant: ['select', 'insert', 'update'] })}

create table conversation.inbox_log (
  tenant_id uuid not null,
  outlet_id uuid not null,
  seq bigint not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('message', 'status', 'conversation', 'merged', 'note', 'contact')),
  -- The message, note or contact that it is about; of 'merged' the conversation that took this one in.
  ref_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, outlet_id, seq)
);
create index inbox_log_age on conversation.inbox_log using brin (created_at);
${tenantTable('conversation', 'inbox_log', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}

-- How people work on a conversation.
alter table conversation.conversations
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  add column team_id uuid,
  add column snoozed_until timestamptz(3),
  -- The customer's messages that nobody of the team has looked at.
  add column unread_count integer not null default 0,
  -- A person owes the customer an answer by then.
  add column response_due_at timestamptz(3),
  add column escalated_at timestamptz(3),
  -- When the customer was last told that nobody is there.
  add column away_told_at timestamptz(3),
  add column closed_at timestamptz(3);
create index conversations_response_due on conversation.conversations (response_due_at) where response_due_at is not null;
create index conversations_snoozed on conversation.conversations (snoozed_until) where snoozed_until is not null;
create index conversations_assignee on conversation.conversations (tenant_id, assignee_id, last_message_at desc) where assignee_id is not null;

create table conversation.teams (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint teams_name unique (tenant_id, name)
);
${tenantTable('conversation', 'teams', { tenant: ['select', 'insert', 'update', 'delete'] })}
alter table conversation.conversations add foreign key (tenant_id, team_id) references conversation.teams (tenant_id, id);

create table conversation.team_members (
  tenant_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references conversation.teams (tenant_id, id) on delete cascade
);
${tenantTable('conversation', 'team_members', { tenant: ['select', 'insert', 'delete'] })}

-- How an inbox is worked on; an inbox without a row has the defaults.
create table conversation.inbox_settings (
  tenant_id uuid not null,
  outlet_id uuid not null,
  -- Who gets a conversation that waits for a person.
  assignment text not null default 'manual' check (assignment in ('manual', 'round_robin', 'least_busy')),
  -- Whose people those are; everybody who may write where it is null.
  team_id uuid,
  -- Open conversations that an agent is given at most.
  most_per_agent integer not null default 20 check (most_per_agent between 1 and 1000),
  -- Seconds in which a person is to answer; null promises nothing.
  first_response_seconds integer check (first_response_seconds between 1 and 2592000),
  next_response_seconds integer check (next_response_seconds between 1 and 2592000),
  escalation_team_id uuid,
  -- What the customer is told; null says nothing.
  escalation_message text,
  away_message text,
  version integer not null default 1,
  primary key (tenant_id, outlet_id),
  foreign key (tenant_id, team_id) references conversation.teams (tenant_id, id),
  foreign key (tenant_id, escalation_team_id) references conversation.teams (tenant_id, id)
);
${tenantTable('conversation', 'inbox_settings', { tenant: ['select', 'insert', 'update'] })}

-- Which people are there, told by the gateways that they are connected to.
create table conversation.presence (
  tenant_id uuid not null,
  user_id uuid not null,
  -- What the person has set: away is connected, and gets nothing new.
  availability text not null default 'online' check (availability in ('online', 'away')),
  seen_at timestamptz(3) not null,
  -- Round robin: the one who has waited longest is next.
  assigned_at timestamptz(3),
  primary key (tenant_id, user_id)
) with (fillfactor = 70);
${tenantTable('conversation', 'presence', { tenant: ['select', 'insert', 'update'] })}
`,
};
