import { tenantTable } from '#database';

/** What customers think of the help they got: asked after closing, where the tenant wants that. */
export const surveys = {
  name: '0027-surveys',
  sql: `
create table conversation.survey_settings (
  tenant_id uuid primary key,
  enabled boolean not null,
  served_by text not null check (served_by in ('people', 'bot', 'both')),
  wait_minutes integer not null,
  every_days integer not null,
  asks_comment boolean not null,
  -- By language: the tenant's own words.
  texts jsonb not null,
  version integer not null default 1
);
${tenantTable('conversation', 'survey_settings', { tenant: ['select', 'insert', 'update'] })}

create table conversation.surveys (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  outlet_id uuid not null,
  -- Who had the conversation; null: the bot.
  agent_id uuid,
  -- Of the conversation once it was closed: anything that has happened since ends the plan.
  epoch integer not null,
  due_at timestamptz(3) not null,
  asked_at timestamptz(3),
  rating smallint check (rating between 1 and 5),
  rated_at timestamptz(3),
  -- Messages in which the customer said why.
  comment_ids uuid[] not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversation.conversations (tenant_id, id)
);
create unique index surveys_planned on conversation.surveys (tenant_id, conversation_id) where asked_at is null;
create index surveys_conversation on conversation.surveys (tenant_id, conversation_id, id);
create index surveys_due on conversation.surveys (due_at) where asked_at is null;
${tenantTable('conversation', 'surveys', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

alter table conversation.conversations
  -- What the survey waits for; looked at only while the conversation is closed.
  add column survey_awaits text check (survey_awaits in ('rating', 'rating_then_comment', 'comment')),
  -- Until when a message in words counts as that.
  add column survey_until timestamptz(3);
`,
};
