import { tenantTable } from '#database';

/** Files on their way from WhatsApp, and files of ours on their way to it. What a file is stands with the conversation service. */
export const media = {
  name: '0002-media',
  sql: `
-- A queue: a row leaves when it is known what became of the file.
create table message_sender.media_fetches (
  tenant_id uuid not null,
  id uuid not null,
  outlet_id uuid not null,
  kind text not null check (kind in ('image', 'video', 'audio', 'document', 'sticker')),
  graph_id text not null,
  content_type text,
  sha256 text,
  -- Until when WhatsApp has the file.
  expires_at timestamptz not null,
  attempts integer not null default 0,
  -- While a process has it in hand: when another one may take it over.
  next_attempt_at timestamptz not null default now(),
  lease uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
alter table message_sender.media_fetches set (autovacuum_vacuum_scale_factor = 0.02);
create index media_fetches_due on message_sender.media_fetches (next_attempt_at);
${tenantTable('message_sender', 'media_fetches', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

-- Under which id WhatsApp has a file of ours, for each number that sends it.
create table message_sender.media_uploads (
  tenant_id uuid not null,
  media_id uuid not null,
  outlet_id uuid not null,
  phone_number_id text,
  graph_id text,
  -- WhatsApp keeps an upload for 30 days; ours counts for less.
  usable_until timestamptz,
  -- When a process may take it in hand; null: no message waits for it.
  next_attempt_at timestamptz,
  lease uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, media_id, outlet_id)
);
create index media_uploads_due on message_sender.media_uploads (next_attempt_at) where next_attempt_at is not null;
create index media_uploads_age on message_sender.media_uploads (usable_until);
${tenantTable('message_sender', 'media_uploads', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update', 'delete'] })}

-- Queued messages that cannot leave before their file has.
create table message_sender.media_waits (
  tenant_id uuid not null,
  media_id uuid not null,
  outlet_id uuid not null,
  message_id uuid not null,
  primary key (tenant_id, media_id, outlet_id, message_id)
);
${tenantTable('message_sender', 'media_waits', { tenant: ['select', 'insert', 'delete'] })}
`,
};
