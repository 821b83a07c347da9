import { tenantTable } from '#database';

/** Groups of contacts that a tenant has named: by conditions, or as a list of their ids. */
export const segments = {
  name: '0020-segments',
  sql: `
create table engagement.segments (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('dynamic', 'static')),
  -- Of a dynamic one.
  expression jsonb,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  constraint segments_name unique (tenant_id, name),
  constraint segments_made_of check ((kind = 'dynamic') = (expression is not null))
);
${tenantTable('engagement', 'segments', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.segment_contacts (
  tenant_id uuid not null,
  segment_id uuid not null,
  contact_id uuid not null,
  primary key (tenant_id, segment_id, contact_id),
  foreign key (tenant_id, segment_id) references engagement.segments (tenant_id, id) on delete cascade
);
create index segment_contacts_contact on engagement.segment_contacts (tenant_id, contact_id);
${tenantTable('engagement', 'segment_contacts', { tenant: ['select', 'insert', 'delete'] })}
`,
};
