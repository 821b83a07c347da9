/** Every statement starts from an index whose leading columns it fixes, however full the tables are. */
export const indexes = {
  name: '0007-indexes',
  sql: `
-- Whether a hold was lifted since a time.
create index holds_ended on message_sender.holds (tenant_id, scope, key, kind, code, ended_at) where ended_at is not null;
-- Holds that end by themselves, of all tenants.
create index holds_waits on message_sender.holds (until) where kind = 'wait';
create index holds_auth on message_sender.holds (tenant_id, key) where kind = 'auth' and ended_at is null;

-- The oldest go first, a few at a time: what lies in the order of its age today does not once places are filled again.
drop index message_sender.idempotency_keys_age;
create index idempotency_keys_age on message_sender.idempotency_keys (created_at);
`,
};
