/** People who work on conversations: what the bot is not shown, who let a time pass, and what the jobs look for over all tenants. */
export const work = {
  name: '0009-work',
  sql: `
alter table conversation.conversations
  -- What stands before it was said with people; the bot is not shown it again.
  add column bot_from_seq integer not null default 1,
  -- Who let the response time pass.
  add column escalated_from uuid;
create index conversations_waiting on conversation.conversations (tenant_id, outlet_id) where state = 'pending' and owner = 'none';

create policy system_access_conversation on conversation.inbox_settings to chasqui_conversation_system using (true) with check (true);
grant select on conversation.inbox_settings to chasqui_conversation_system;
create policy system_access_conversation on conversation.presence to chasqui_conversation_system using (true) with check (true);
grant select on conversation.presence to chasqui_conversation_system;
`,
};
