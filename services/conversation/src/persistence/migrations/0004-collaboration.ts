import { tenantTable } from '#database';

export const collaboration = {
  name: '0004-collaboration',
  sql: `
create table conversation.labels (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  color text not null,
  primary key (tenant_id, id),
  constraint labels_name unique (tenant_id, name)
);
${tenantTable('conversation', 'labels', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table conversation.conversation_labels (
  tenant_id uuid not null,
  conversation_id uuid not null,
  label_id uuid not null,
  primary key (tenant_id, conversation_id, label_id),
  foreign key (tenant_id, conversation_id) references conversation.conversations (tenant_id, id),
  foreign key (tenant_id, label_id) references conversation.labels (tenant_id, id) on delete cascade
);
create index conversation_labels_label on conversation.conversation_labels (tenant_id, label_id);
${tenantTable('conversation', 'conversation_labels', { tenant: ['select', 'insert', 'delete'] })}

-- What colleagues tell one another about a conversation; never leaves it.
create table conversation.notes (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  author_id uuid not null,
  text text not null,
  -- Where in the thread it stands: behind this message.
  after_seq integer not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversation.conversations (tenant_id, id)
);
create index notes_conversation on conversation.notes (tenant_id, conversation_id, id);
${tenantTable('conversation', 'notes', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table conversation.canned_replies (
  tenant_id uuid not null,
  id uuid not null,
  shortcut text not null check (shortcut <> ''),
  title text not null,
  text text not null,
  primary key (tenant_id, id),
  constraint canned_replies_shortcut unique (tenant_id, shortcut)
);
${tenantTable('conversation', 'canned_replies', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- Counting what is not closed must not read what is.
create index conversations_unclosed on conversation.conversations (tenant_id, state, owner) where state <> 'closed';
`,
};
