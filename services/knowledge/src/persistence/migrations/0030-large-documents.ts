import { tenantTable } from '#database';

/**
 * Large files lie in the object store. A row of `unused_objects` is written before an object is made and goes with the transaction in which a
 * document takes it, so that no crash leaves an object that nobody knows.
 */
export const largeDocuments = {
  name: '0030-large-documents',
  sql: `
alter table knowledge.documents add column object_id uuid;
create table knowledge.unused_objects (
  tenant_id uuid not null,
  id uuid not null,
  due_at timestamptz not null,
  primary key (tenant_id, id)
);
create index unused_objects_due on knowledge.unused_objects (due_at);
${tenantTable('knowledge', 'unused_objects', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
`,
};
