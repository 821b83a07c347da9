import { publishedView, tenantTable } from '#database';

/** Who refused promotions before they were erased. Nothing of them can be read from it: keyed hashes of phones and user ids. */
export const erasedRefusals = {
  name: '0035-erased-refusals',
  sql: `
create table conversation.erased_refusals (
  tenant_id uuid not null,
  hash text not null,
  at timestamptz(3) not null,
  primary key (tenant_id, hash)
);
${tenantTable('conversation', 'erased_refusals', { tenant: ['select', 'insert', 'update', 'delete'] })}
${publishedView('conversation', 'erased_refusals_v1', {
  table: 'erased_refusals',
  columns: ['tenant_id', 'hash'],
  readers: ['message_sender'],
})}
`,
};
