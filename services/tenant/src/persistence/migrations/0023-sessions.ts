import { systemTable } from './system-table.js';

/** What a person may know of their sign-ins, and when somebody was here last. */
export const sessions = {
  name: '0023-sessions',
  sql: `
create table tenant.sessions (
  -- The family of its refresh tokens.
  id uuid primary key,
  user_id uuid not null references tenant.users (id),
  agent text,
  address text,
  began_at timestamptz not null default now(),
  last_used_at timestamptz not null default now()
);
create index sessions_user on tenant.sessions (user_id, last_used_at);
create index sessions_age on tenant.sessions (last_used_at);
${systemTable('sessions', 'select, insert, update, delete')}
insert into tenant.sessions (id, user_id, began_at, last_used_at)
select family, user_id, min(created_at), max(created_at) from tenant.refresh_tokens where revoked_at is null group by family, user_id;

alter table tenant.users add column last_seen_at timestamptz;
`,
};
