import { roleName, tenantTable } from '#database';

/** Passages are found by what they mean too. A job makes the vectors of what is published; until then words decide alone. */
export const vectors = {
  name: '0015-vectors',
  sql: `
create table knowledge.chunk_vectors (
  tenant_id uuid not null,
  document_id uuid not null,
  chunk_id uuid not null,
  model text not null,
  -- Of its heading and of each sentence, one after another, a byte a dimension: see domain/vectors/packed-vectors.ts.
  vectors bytea not null,
  count smallint not null check (count > 0),
  primary key (tenant_id, document_id, chunk_id, model)
);
-- They do not compress, and are read whole.
alter table knowledge.chunk_vectors alter column vectors set storage external;
${tenantTable('knowledge', 'chunk_vectors', { tenant: ['select', 'insert', 'delete'] })}

-- What the vectors of a tenant are: whoever keeps them in memory sees by the revision that they changed.
create table knowledge.vector_sets (
  tenant_id uuid not null,
  model text not null,
  revision bigint not null,
  primary key (tenant_id, model)
);
${tenantTable('knowledge', 'vector_sets', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- The model that made the vectors of a document.
alter table knowledge.documents add column embedded_model text;
create index documents_embedded on knowledge.documents (tenant_id, base_id, id) where embedded_model is not null and deleted_at is null;
-- The published version that has vectors, and by which model; null: none.
alter table knowledge.knowledge_bases add column embedded_version integer;
alter table knowledge.knowledge_bases add column embedded_model text;
create index bases_to_embed on knowledge.knowledge_bases (tenant_id, id) where embedded_version is distinct from published_version;
grant select (tenant_id, id, language, published_version, embedded_version, embedded_model) on knowledge.knowledge_bases to ${roleName('knowledge', 'system')};
create policy system_access_knowledge on knowledge.knowledge_bases for select to ${roleName('knowledge', 'system')} using (true);

-- What encoders were used for, a row for each day and model.
create table knowledge.embedding_usage (
  tenant_id uuid not null,
  day date not null,
  model text not null,
  texts bigint not null,
  tokens bigint not null,
  primary key (tenant_id, day, model)
);
${tenantTable('knowledge', 'embedding_usage', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
