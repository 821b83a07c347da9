import { tenantTable } from '#database';

/** Customers edit and take back what they wrote; and messages that come after newer ones are shown where they belong. */
export const messageChanges = {
  name: '0018-message-changes',
  sql: `
alter table conversation.messages
  -- All that an edited message said, oldest first; the last is what it says now.
  add column edits jsonb,
  -- The customer took it back; what it said is gone.
  add column deleted_at timestamptz(3);

-- Changes that came before their message; applied and removed when it appears.
create table conversation.pending_changes (
  tenant_id uuid not null,
  event_id uuid not null,
  phone_number_id text not null,
  target_wamid text not null,
  kind text not null check (kind in ('edit', 'revoke')),
  wamid text not null,
  text text not null,
  at timestamptz(3) not null,
  -- Whose it is: nothing else says so before its message is there.
  phone text,
  user_id text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, event_id)
);
create index pending_changes_target on conversation.pending_changes (tenant_id, phone_number_id, target_wamid);
create index pending_changes_age on conversation.pending_changes (created_at);
${tenantTable('conversation', 'pending_changes', { tenant: ['select', 'insert', 'delete'], system: ['select', 'delete'] })}
`,
};
