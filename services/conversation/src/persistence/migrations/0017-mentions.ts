import { tenantTable } from '#database';

/** Who is named in a note, and what each person is told of. */
export const mentions = {
  name: '0017-mentions',
  sql: `
alter table conversation.notes add column mentions uuid[] not null default '{}';

create table conversation.notifications (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  -- It says where the note is, which moves when conversations merge; with the note the notification goes, too.
  note_id uuid not null,
  created_at timestamptz(3) not null default now(),
  read_at timestamptz(3),
  primary key (tenant_id, id),
  constraint notifications_once unique (tenant_id, note_id, user_id),
  foreign key (tenant_id, note_id) references conversation.notes (tenant_id, id) on delete cascade
);
create index notifications_user on conversation.notifications (tenant_id, user_id, id);
create index notifications_unread on conversation.notifications (tenant_id, user_id, id) where read_at is null;
create index notifications_age on conversation.notifications using brin (created_at);
${tenantTable('conversation', 'notifications', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
`,
};
