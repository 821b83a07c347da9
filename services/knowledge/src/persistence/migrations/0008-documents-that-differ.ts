/** Whether a base has changed since it was published is marked on its documents, so that a list of bases compares nothing. */
export const documentsThatDiffer = {
  name: '0008-documents-that-differ',
  sql: `
-- The published version does not have it as it is now: it is ready and not in there, or in there and deleted.
alter table knowledge.documents add column differs boolean not null default false;
update knowledge.documents d set differs = true
from knowledge.knowledge_bases b
where b.tenant_id = d.tenant_id and b.id = d.base_id and b.deleted_at is null
  and case when d.deleted_at is null then d.status = 'ready' else true end
  and (d.deleted_at is null) <> exists (
    select from knowledge.version_documents v
    where v.tenant_id = d.tenant_id and v.base_id = d.base_id and v.version = b.published_version and v.document_id = d.id);
create index documents_differing on knowledge.documents (tenant_id, base_id) where differs;
`,
};
