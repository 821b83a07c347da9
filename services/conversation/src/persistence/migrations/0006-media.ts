import { publishedView, tenantTable } from '#database';

/** Files of customers and of the team, and what messages refer to: one another, and files. */
export const media = {
  name: '0006-media',
  sql: `
alter table conversation.messages
  -- The message that this one answers, by WhatsApp's id; of inbound and outbound ones alike.
  add column reply_to text generated always as (content #>> '{context,id}') stored,
  -- Of a reaction: the message that it is on. Inbound as WhatsApp names it, outbound as we do.
  add column reaction_to text generated always as (
    case when type = 'reaction' then coalesce(content #>> '{reaction,message_id}', content #>> '{reaction,wamid}') end) stored,
  -- Of an outbound message with a file of ours.
  add column media_id uuid generated always as (
    case when direction = 'outbound' and content -> type ->> 'mediaId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then (content -> type ->> 'mediaId')::uuid end) stored;
create index messages_by_wamid on conversation.messages (tenant_id, wamid) where wamid is not null;
create index messages_reaction_to on conversation.messages (tenant_id, reaction_to, seq) where reaction_to is not null;

create table conversation.media (
  tenant_id uuid not null,
  id uuid not null,
  -- Of a customer's file: the message that brought it. Null for a file of the team, and for one whose message has been erased since.
  message_id uuid,
  status text not null check (status in ('pending', 'stored', 'failed', 'expired')),
  -- What the bytes are; until they are here, what WhatsApp says.
  content_type text not null,
  filename text,
  size_bytes bigint,
  sha256 text,
  error jsonb,
  -- Of a customer's file: whose number has it, under which id, and until when.
  outlet_id uuid,
  kind text check (kind in ('image', 'video', 'audio', 'document', 'sticker')),
  graph_id text,
  declared_type text,
  declared_sha256 text,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, message_id) references conversation.messages (tenant_id, id) on delete set null (message_id)
);
create index media_message on conversation.media (tenant_id, message_id) where message_id is not null;
create index media_orphans on conversation.media (created_at) where message_id is null and graph_id is not null;
${tenantTable('conversation', 'media', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
${publishedView('conversation', 'media_v1', {
  table: 'media',
  columns: ['tenant_id', 'id', 'status', 'content_type', 'filename', 'size_bytes'],
  readers: ['message_sender'],
})}
`,
};
