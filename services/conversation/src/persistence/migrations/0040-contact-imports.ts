import { tenantTable } from '#database';

/** Customers that come from a file: how far each import is, what it refused, and what it takes to undo it. */
export const contactImports = {
  name: '0040-contact-imports',
  sql: `
create table conversation.contact_imports (
  tenant_id uuid not null,
  id uuid not null,
  status text not null default 'running' check (status in ('running', 'done', 'failed', 'cancelled')),
  file_name text,
  size_bytes bigint not null,
  headers text[] not null,
  -- Of each column the field that it goes to; null leaves it out.
  mapping jsonb not null,
  encoding text not null,
  separator text,
  default_country text,
  consent text not null check (consent in ('unknown', 'granted', 'denied')),
  consent_source text,
  by jsonb not null,
  -- Records of the file that are done, blank ones too: a restart goes on behind them.
  position integer not null default 0,
  bytes_done bigint not null default 0,
  rows integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  rejected integer not null default 0,
  error text,
  undo text not null default 'none' check (undo in ('none', 'running', 'done')),
  undone integer not null default 0,
  -- Until when one process works on it.
  leased_until timestamptz(3) not null default 'epoch',
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  primary key (tenant_id, id)
);
create index contact_imports_at_work on conversation.contact_imports (leased_until) where status = 'running' or undo = 'running';
create index contact_imports_age on conversation.contact_imports (created_at);
${tenantTable('conversation', 'contact_imports', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

-- Files in the object store: the row is there before the file and until after it, so that none is left that nobody knows of.
create table conversation.contact_import_files (
  tenant_id uuid not null,
  import_id uuid not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, import_id)
);
create index contact_import_files_age on conversation.contact_import_files (created_at);
${tenantTable('conversation', 'contact_import_files', { tenant: ['select', 'insert', 'delete'], system: ['select'] })}

create table conversation.contact_import_errors (
  tenant_id uuid not null,
  import_id uuid not null,
  line integer not null,
  field text not null,
  message text not null,
  primary key (tenant_id, import_id, line),
  foreign key (tenant_id, import_id) references conversation.contact_imports (tenant_id, id) on delete cascade
);
${tenantTable('conversation', 'contact_import_errors', { tenant: ['select', 'insert', 'delete'] })}

-- What an import did to each contact. Who is forgotten leaves it with their contact.
create table conversation.contact_import_changes (
  tenant_id uuid not null,
  import_id uuid not null,
  contact_id uuid not null,
  -- What was known before; null of a contact that the import made.
  before jsonb,
  -- Of the contact after it: whoever has changed since is not undone.
  version integer not null,
  primary key (tenant_id, import_id, contact_id),
  foreign key (tenant_id, import_id) references conversation.contact_imports (tenant_id, id) on delete cascade,
  foreign key (tenant_id, contact_id) references conversation.contacts (tenant_id, id) on delete cascade
);
create index contact_import_changes_contact on conversation.contact_import_changes (tenant_id, contact_id);
${tenantTable('conversation', 'contact_import_changes', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
