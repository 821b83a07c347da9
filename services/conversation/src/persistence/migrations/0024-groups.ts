import { tenantTable } from '#database';

/**
 * Groups. A group is the other side of a thread, in place of a customer: a row of contacts that no phone and no user id leads to, so that
 * nothing that is for the group can be sent to anybody in private. Whoever writes there is a participant, and a contact of their own.
 */
export const groups = {
  name: '0024-groups',
  sql: `
alter table conversation.contacts add column group_id text;
-- WhatsApp's time of the report that named it.
alter table conversation.contacts add column group_named_at timestamptz(3);
alter table conversation.contacts drop constraint contacts_identified;
-- Not looked up in the rows that are there: they met the stricter one.
alter table conversation.contacts add constraint contacts_identified
  check (phone is not null or user_id is not null or group_id <> '' or merged_into is not null) not valid;
create unique index contacts_group on conversation.contacts (tenant_id, group_id) where group_id is not null;

create table conversation.group_participants (
  tenant_id uuid not null,
  -- The group, by its row of contacts.
  group_id uuid not null,
  contact_id uuid not null,
  is_member boolean not null,
  -- WhatsApp's time of what says so last: a message of theirs, or a report of who came and went.
  changed_at timestamptz(3) not null,
  primary key (tenant_id, group_id, contact_id),
  foreign key (tenant_id, group_id) references conversation.contacts (tenant_id, id),
  foreign key (tenant_id, contact_id) references conversation.contacts (tenant_id, id)
);
create index group_participants_contact on conversation.group_participants (tenant_id, contact_id);
${tenantTable('conversation', 'group_participants', { tenant: ['select', 'insert', 'update', 'delete'] })}

alter table conversation.inbox_settings add column bot_in_groups boolean not null default false;
`,
};
