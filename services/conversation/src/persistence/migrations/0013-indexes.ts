/** Every statement starts from an index whose leading columns it fixes, however full the tables are. */
export const indexes = {
  name: '0013-indexes',
  sql: `
-- Lists of what one team has, in their order; and whether a team that is to go has any.
create index conversations_team on conversation.conversations (tenant_id, team_id, last_message_at desc, id desc) where team_id is not null;
-- Lists pass over what is closed, which is nearly everything.
create index conversations_unclosed_newest on conversation.conversations (tenant_id, last_message_at, id) where state <> 'closed';
-- Of those that are not as most are, the most urgent first.
create index conversations_priority on conversation.conversations (tenant_id, priority, last_message_at, id) where priority <> 'normal';
-- What people have in hand: how much each has, who of them is gone, and in which tenants.
create index conversations_in_hand on conversation.conversations (tenant_id, assignee_id)
  where owner = 'agent' and state = 'open' and assignee_id is not null;
-- Who waits for a person, in the order in which they are given away.
drop index conversation.conversations_waiting;
create index conversations_waiting on conversation.conversations
  (tenant_id, outlet_id, array_position(array['urgent', 'high', 'normal', 'low'], priority), response_due_at, last_inbound_at, id)
  where state = 'pending' and owner = 'none';
create index inbox_settings_giving on conversation.inbox_settings (tenant_id, outlet_id) where assignment <> 'manual';

-- The oldest go first, a few at a time: what lies in the order of its age today does not once places are filled again.
drop index conversation.idempotency_keys_age;
create index idempotency_keys_age on conversation.idempotency_keys (created_at);
`,
};
