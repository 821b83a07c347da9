/**
 * Messages that wait for their time, those that were taken back, and those that were sent again. `due_at` is set only while a message
 * waits, so that the indexes hold what waits and nothing else, and what becomes of a message later touches neither.
 */
export const schedule = {
  name: '0019-schedule',
  sql: `
alter table message_sender.messages
  -- The time it was scheduled for; it stays.
  add column send_at timestamptz,
  add column due_at timestamptz,
  -- The failed message in place of which it was sent.
  add column retry_of uuid;
alter table message_sender.messages drop constraint messages_state_check;
-- What stands there was checked by a stricter rule.
alter table message_sender.messages add constraint messages_state_check check (state in
  ('scheduled', 'queued', 'sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read', 'played', 'cancelled')) not valid;

create index messages_due on message_sender.messages (due_at) include (tenant_id) where due_at is not null;
create index messages_scheduled on message_sender.messages (tenant_id, due_at, id) where due_at is not null;
create unique index messages_retry on message_sender.messages (tenant_id, retry_of) where retry_of is not null;
create index messages_failed on message_sender.messages (tenant_id, id) where failed;
`,
};
