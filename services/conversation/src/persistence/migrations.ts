import { publishedView, tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { live } from './migrations/0003-live.js';
import { collaboration } from './migrations/0004-collaboration.js';
import { contacts } from './migrations/0005-contacts.js';
import { contactsView } from './migrations/0030-contacts-view.js';
import { media } from './migrations/0006-media.js';
import { search } from './migrations/0007-search.js';
import { erasure } from './migrations/0008-erasure.js';
import { work } from './migrations/0009-work.js';
import { liveLogPartitions } from './migrations/0011-live-log-partitions.js';
import { indexes } from './migrations/0013-indexes.js';
import { contactCounts } from './migrations/0050-contact-counts.js';
import { counters } from './migrations/0014-counters.js';
import { terms } from './migrations/0015-terms.js';
import { mentions } from './migrations/0017-mentions.js';
import { messageChanges } from './migrations/0018-message-changes.js';
import { spellings } from './migrations/0019-spellings.js';
import { savedViews } from './migrations/0020-saved-views.js';
import { macros } from './migrations/0021-macros.js';
import { activities } from './migrations/0022-activities.js';
import { contactAttributes } from './migrations/0070-contact-attributes.js';
import { unsubscribers } from './migrations/0041-unsubscribers.js';
import { flowHolds } from './migrations/0060-flow-holds.js';
import { flowOrder } from './migrations/0061-flow-order.js';
import { languagesForCodes } from './migrations/0040-languages-for-codes.js';
import { askedQuestions } from './migrations/0039-asked-questions.js';
import { contactImports } from './migrations/0040-contact-imports.js';
import { audience } from './migrations/0036-audience.js';
import { consentSettings } from './migrations/0034-consent-settings.js';
import { erasedIdentities } from './migrations/0037-erased-identities.js';
import { erasedRefusals } from './migrations/0035-erased-refusals.js';
import { consents } from './migrations/0031-consents.js';
import { refusalsForSending } from './migrations/0032-refusals-for-sending.js';
import { messageOrder } from './migrations/0023-message-order.js';
import { groups } from './migrations/0024-groups.js';
import { surveys } from './migrations/0027-surveys.js';
import { companyEnd } from './migrations/0032-company-end.js';
import { serviceWindows } from './migrations/0033-service-windows.js';

const SCHEMA = 'conversation';

export const migrations: SchemaMigrations = {
  schema: SCHEMA,
  migrations: [
    {
      name: '0001-conversations',
      sql: `
${messagingTables(SCHEMA)}
${publishedView(SCHEMA, 'receipts_v1', { table: 'inbox', columns: ['tenant_id', 'event_id'], systemReaders: ['gateway'] })}

create table conversation.contacts (
  tenant_id uuid not null,
  id uuid not null,
  phone text check (phone <> ''),
  user_id text check (user_id <> ''),
  parent_user_id text check (parent_user_id <> ''),
  name text,
  username text,
  merged_into uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  -- NULLs are distinct: any number of contacts may lack a phone or a user id.
  constraint contacts_phone unique (tenant_id, phone),
  constraint contacts_user_id unique (tenant_id, user_id),
  foreign key (tenant_id, merged_into) references conversation.contacts (tenant_id, id),
  constraint contacts_identified check (phone is not null or user_id is not null or merged_into is not null)
);
${tenantTable(SCHEMA, 'contacts', { tenant: ['select', 'insert', 'update'] })}

create table conversation.conversations (
  tenant_id uuid not null,
  id uuid not null,
  outlet_id uuid not null,
  contact_id uuid not null,
  state text not null default 'open' check (state in ('open', 'pending', 'snoozed', 'closed')),
  owner text not null default 'bot' check (owner in ('bot', 'agent', 'none')),
  assignee_id uuid,
  handoff_reason text,
  epoch integer not null default 0,
  -- The newest epoch that the bot has answered: a turn is spoken once, however often it is generated.
  answered_epoch integer not null default -1,
  next_seq integer not null default 1,
  -- Customer messages from this seq on have not been answered.
  unanswered_from_seq integer not null default 1,
  -- Milliseconds, as they travel in cursors.
  last_message_at timestamptz(3) not null,
  last_inbound_at timestamptz(3),
  window_expires_at timestamptz(3),
  reply_due_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint conversations_thread unique (tenant_id, contact_id, outlet_id),
  foreign key (tenant_id, contact_id) references conversation.contacts (tenant_id, id)
) with (fillfactor = 80);
create index conversations_newest on conversation.conversations (tenant_id, last_message_at desc, id desc);
create index conversations_reply_due on conversation.conversations (reply_due_at) where reply_due_at is not null;
${tenantTable(SCHEMA, 'conversations', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

create table conversation.messages (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  author text not null check (author in ('customer', 'bot', 'agent', 'api', 'system')),
  author_id text,
  type text not null,
  text text,
  -- Inbound: the message as WhatsApp sent it. Outbound: the Cloud API content.
  content jsonb,
  phone_number_id text,
  wamid text,
  -- Inbound: received. Outbound: how far it got; failed stands beside it.
  status text not null,
  status_rank smallint not null default 0,
  failed boolean not null default false,
  errors jsonb not null default '[]',
  pricing jsonb,
  citations jsonb,
  epoch integer not null,
  at timestamptz(3) not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint messages_seq unique (tenant_id, conversation_id, seq),
  foreign key (tenant_id, conversation_id) references conversation.conversations (tenant_id, id)
) with (fillfactor = 85);
create unique index messages_wamid on conversation.messages (tenant_id, phone_number_id, wamid) where direction = 'inbound';
${tenantTable(SCHEMA, 'messages', { tenant: ['select', 'insert', 'update'] })}

-- Statuses that came before their message; applied and removed when it appears.
create table conversation.pending_statuses (
  tenant_id uuid not null,
  event_id uuid not null,
  message_id uuid not null,
  status text not null,
  wamid text,
  pricing jsonb,
  errors jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (tenant_id, event_id)
);
create index pending_statuses_message on conversation.pending_statuses (tenant_id, message_id);
create index pending_statuses_age on conversation.pending_statuses using brin (created_at);
${tenantTable(SCHEMA, 'pending_statuses', { tenant: ['select', 'insert', 'delete'], system: ['select', 'delete'] })}
`,
    },
    {
      name: '0002-idempotency-keys',
      sql: `
create table conversation.idempotency_keys (
  tenant_id uuid not null,
  key text not null,
  request_hash text not null,
  message_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_age on conversation.idempotency_keys using brin (created_at);
${tenantTable(SCHEMA, 'idempotency_keys', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`,
    },
    live,
    collaboration,
    contacts,
    media,
    search,
    erasure,
    work,
    { name: '0010-messaging-partitions', sql: messagingPartitions(SCHEMA) },
    liveLogPartitions,
    indexes,
    counters,
    terms,
    { name: '0016-messaging-turns', sql: messagingTurns(SCHEMA) },
    mentions,
    messageChanges,
    spellings,
    savedViews,
    macros,
    activities,
    messageOrder,
    groups,
    surveys,
    consents,
    refusalsForSending,
    contactsView,
    companyEnd,
    consentSettings,
    erasedRefusals,
    serviceWindows,
    erasedIdentities,
    askedQuestions,
    audience,
    languagesForCodes,
    contactImports,
    unsubscribers,
    contactCounts,
    contactAttributes,
    flowHolds,
    flowOrder,
  ],
};
