import { roleName, tenantTable } from '#database';

const READER = roleName('engagement', 'tenant');

/** What a company keeps of its customers beside name and number, with a type each. Segments read it. */
export const contactAttributes = {
  name: '0070-contact-attributes',
  sql: `
create table conversation.contact_attributes (
  tenant_id uuid not null,
  id uuid not null,
  -- As contacts, segments and campaigns name it: attributes.<key>.
  key text not null check (key <> ''),
  name text not null check (name <> ''),
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice')),
  choices text[] not null default '{}',
  is_required boolean not null default false,
  is_in_list boolean not null default false,
  position integer not null default 0,
  primary key (tenant_id, id),
  constraint contact_attributes_key unique (tenant_id, key),
  constraint contact_attributes_choices check ((type = 'choice') = (cardinality(choices) > 0))
);
${tenantTable('conversation', 'contact_attributes', { tenant: ['select', 'insert', 'update', 'delete'] })}
create view conversation.contact_attributes_v1 with (security_invoker = on) as
  select tenant_id, key, type, choices from conversation.contact_attributes;
grant select on conversation.contact_attributes_v1 to ${READER};
grant select (tenant_id, key, type, choices) on conversation.contact_attributes to ${READER};
`,
};
