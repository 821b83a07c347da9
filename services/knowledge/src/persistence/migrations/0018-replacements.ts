import { roleName } from '#database';

/** A document is changed by another that takes its place when it is ready; until the next publish, customers get answers from the one before. */
export const replacements = {
  name: '0018-replacements',
  sql: `
-- The document whose place it takes, or took.
alter table knowledge.documents add column replaces uuid;
-- Since when another has its place in the draft. Published versions that have it keep it.
alter table knowledge.documents add column replaced_at timestamptz;
drop index knowledge.documents_of_base;
create index documents_of_base on knowledge.documents (tenant_id, base_id, id) include (status) where deleted_at is null and replaced_at is null;
create index documents_replaced on knowledge.documents (tenant_id, base_id, replaced_at) where replaced_at is not null and deleted_at is null;
create index documents_replacing on knowledge.documents (tenant_id, replaces) where replaces is not null and deleted_at is null;
drop index knowledge.documents_once;
create unique index documents_once on knowledge.documents (tenant_id, base_id, sha256, md5(title)) where deleted_at is null and replaced_at is null;
create or replace view knowledge.document_keys_v1 with (security_invoker = on) as
  select tenant_id, id from knowledge.documents where deleted_at is null and replaced_at is null;
grant select (replaced_at) on knowledge.documents to ${roleName('billing', 'tenant')};
`,
};
