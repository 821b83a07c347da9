import { tenantTable } from '#database';

/** Filters of the inbox under a name: a person's own, or everybody's. */
export const savedViews = {
  name: '0020-saved-views',
  sql: `
create table conversation.saved_views (
  tenant_id uuid not null,
  id uuid not null,
  -- Who made it: of one that is not shared, the only one who sees it.
  owner_id uuid not null,
  is_shared boolean not null,
  name text not null check (name <> ''),
  -- As the query of GET /conversations names it.
  filter jsonb not null,
  primary key (tenant_id, id)
);
create unique index saved_views_own_name on conversation.saved_views (tenant_id, owner_id, name) where not is_shared;
create unique index saved_views_shared_name on conversation.saved_views (tenant_id, name) where is_shared;
${tenantTable('conversation', 'saved_views', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
