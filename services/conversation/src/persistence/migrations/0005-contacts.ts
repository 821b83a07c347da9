import { roleName } from '#database';

export const contacts = {
  name: '0005-contacts',
  sql: `
alter table conversation.contacts
  -- The name that the tenant's people gave; the profile name is the customer's own and changes with it.
  add column alias text check (alias <> ''),
  add column email text,
  add column language text,
  add column attributes jsonb not null default '{}',
  add column tags text[] not null default '{}',
  add column marketing_consent text not null default 'unknown' check (marketing_consent in ('unknown', 'granted', 'denied')),
  add column consent_at timestamptz(3),
  add column consent_source text,
  add column version integer not null default 1,
  add column updated_at timestamptz(3) not null default now();
grant delete on conversation.contacts to ${roleName('conversation', 'tenant')};
`,
};
