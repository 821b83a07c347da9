import { tenantTable } from '#database';

/** Actions on a conversation under a name. */
export const macros = {
  name: '0021-macros',
  sql: `
create table conversation.macros (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  -- In their order.
  actions jsonb not null,
  primary key (tenant_id, id),
  constraint macros_name unique (tenant_id, name)
);
${tenantTable('conversation', 'macros', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
