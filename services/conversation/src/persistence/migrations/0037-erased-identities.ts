import { tenantTable } from '#database';

/**
 * Who was erased when, as keyed hashes of phones and user ids: what a program wrote to them before, and is told only now, is recognised by
 * them. And which hashes of a refusal are of one customer, so that who takes the refusal back under one name takes it back under all.
 */
export const erasedIdentities = {
  name: '0037-erased-identities',
  sql: `
create table conversation.erased_identities (
  tenant_id uuid not null,
  hash text not null,
  erased_at timestamptz(3) not null,
  primary key (tenant_id, hash)
);
create index erased_identities_age on conversation.erased_identities (erased_at);
${tenantTable('conversation', 'erased_identities', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}

alter table conversation.erased_refusals add column erasure_id uuid;
create index erased_refusals_erasure on conversation.erased_refusals (tenant_id, erasure_id) where erasure_id is not null;
`,
};
