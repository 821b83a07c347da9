/**
 * What the dispatcher looks for, in indexes that a message leaves for good when WhatsApp has it: the states after that are written into the
 * same page and touch no index.
 */
export const openMessages = {
  name: '0006-open-messages',
  sql: `
alter table message_sender.messages add column open_state text
  generated always as (case when state in ('queued', 'sending', 'unknown') then state end) stored;
-- Room for the later states of a message beside it.
alter table message_sender.messages set (fillfactor = 80);

drop index message_sender.messages_queue, message_sender.messages_lane_queued, message_sender.messages_lane_open, message_sender.messages_open;
-- The dispatcher: classes first, then by outlet and template, then by the time at which a message may leave.
create index messages_ready on message_sender.messages (priority, tenant_id, outlet_id, (coalesce(template, '')), next_attempt_at, id)
  where open_state = 'queued';
create index messages_lane_queued on message_sender.messages (tenant_id, lane, id) where open_state = 'queued';
create index messages_lane_open on message_sender.messages (tenant_id, lane) where open_state in ('sending', 'unknown');
create index messages_sending on message_sender.messages (attempted_at) include (outlet_id) where open_state = 'sending';
create index messages_unknown on message_sender.messages (attempted_at) where open_state = 'unknown';
`,
};
