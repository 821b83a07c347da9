import { tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { documentsThatDiffer } from './migrations/0008-documents-that-differ.js';
import { partsOfWords } from './migrations/0009-parts-of-words.js';
import { largeDocuments } from './migrations/0030-large-documents.js';
import { webSources } from './migrations/0019-web-sources.js';
import { replacements } from './migrations/0018-replacements.js';
import { howSure } from './migrations/0014-how-sure.js';
import { readingWarnings } from './migrations/0013-reading-warnings.js';
import { pages } from './migrations/0021-pages.js';
import { vectorsElsewhere } from './migrations/0020-vectors-elsewhere.js';
import { vectors } from './migrations/0015-vectors.js';
import { companyEnd } from './migrations/0007-company-end.js';
import { suggestionDecisions } from './migrations/0017-suggestion-decisions.js';
import { goldenSources } from './migrations/0041-golden-sources.js';
import { goldenQuestions } from './migrations/0016-golden-questions.js';
import { documentsOfPlan } from './migrations/0012-documents-of-plan.js';

export const migrations: SchemaMigrations = {
  schema: 'knowledge',
  migrations: [
    { name: '0001-messaging', sql: messagingTables('knowledge') },
    {
      name: '0002-knowledge',
      sql: `
-- Edit distance, by which a mistyped word of a question finds its neighbour.
create extension if not exists fuzzystrmatch with schema public;

create table knowledge.knowledge_bases (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null,
  language text not null,
  -- Text search configuration that stems the words of this base; follows from the language.
  search_configuration text not null,
  published_version integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
${tenantTable('knowledge', 'knowledge_bases', { tenant: ['select', 'insert', 'update'] })}

-- What a document says never changes: a version is a set of documents, and nothing else.
create table knowledge.documents (
  tenant_id uuid not null,
  id uuid not null,
  base_id uuid not null,
  title text not null,
  content_type text not null,
  status text not null check (status in ('queued', 'processing', 'ready', 'failed')),
  error_code text,
  error_detail text,
  bytes integer not null,
  sha256 text not null,
  -- Kept for reading it again; erased with the document.
  source bytea,
  chunks integer not null default 0,
  -- Sum of the lengths of its chunks in words: the average length of a passage follows without looking at them.
  words integer not null default 0,
  attempts integer not null default 0,
  available_at timestamptz not null default now(),
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  processed_at timestamptz,
  deleted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, base_id) references knowledge.knowledge_bases (tenant_id, id)
);
create index documents_of_base on knowledge.documents (tenant_id, base_id, id) where deleted_at is null;
-- The same file under the same title is one document, however often it is sent.
create unique index documents_once on knowledge.documents (tenant_id, base_id, sha256, md5(title)) where deleted_at is null;
create index documents_waiting on knowledge.documents (available_at) where status in ('queued', 'processing') and deleted_at is null;
${tenantTable('knowledge', 'documents', { tenant: ['select', 'insert', 'update'], system: ['select', 'update'] })}

create table knowledge.chunks (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  position integer not null,
  heading text[] not null,
  text text not null,
  primary key (tenant_id, id),
  unique (tenant_id, document_id, position),
  foreign key (tenant_id, document_id) references knowledge.documents (tenant_id, id)
);
${tenantTable('knowledge', 'chunks', { tenant: ['select', 'insert', 'delete'] })}

-- The inverted index. A table and not a GIN index over tsvector: the operators that GIN serves are not leakproof, so under row-level
-- security Postgres would not use it, whereas equality on (tenant_id, term) is. No foreign key to chunks: it would be checked once a word.
create table knowledge.postings (
  tenant_id uuid not null,
  term text collate "C" not null,
  chunk_id uuid not null,
  document_id uuid not null,
  -- Occurrences in the passage, those in its headings and the document's title counted more.
  frequency smallint not null,
  -- Words of the passage, repeated here so that ranking reads nothing but the index.
  length smallint not null,
  primary key (tenant_id, term, chunk_id) include (document_id, frequency, length)
);
create index postings_of_document on knowledge.postings (tenant_id, document_id);
${tenantTable('knowledge', 'postings', { tenant: ['select', 'insert', 'delete'] })}

create table knowledge.base_versions (
  tenant_id uuid not null,
  base_id uuid not null,
  version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, base_id, version),
  foreign key (tenant_id, base_id) references knowledge.knowledge_bases (tenant_id, id)
);
${tenantTable('knowledge', 'base_versions', { tenant: ['select', 'insert'] })}

create table knowledge.version_documents (
  tenant_id uuid not null,
  base_id uuid not null,
  version integer not null,
  document_id uuid not null,
  primary key (tenant_id, base_id, version, document_id),
  foreign key (tenant_id, base_id, version) references knowledge.base_versions (tenant_id, base_id, version),
  foreign key (tenant_id, document_id) references knowledge.documents (tenant_id, id)
);
${tenantTable('knowledge', 'version_documents', { tenant: ['select', 'insert'] })}
`,
    },
    {
      name: '0003-documents-in-turns',
      sql: `
-- Whether it is read beside others, in one thread for all. False for what wants a thread of its own, and for all that waited before.
alter table knowledge.documents add column is_quick boolean not null default false;
drop index knowledge.documents_waiting;
-- From tenant to tenant, and of each the oldest first.
create index documents_queued on knowledge.documents (is_quick, tenant_id, available_at, id) where status = 'queued' and deleted_at is null;
create index documents_leased on knowledge.documents (lease_until) where status = 'processing' and deleted_at is null;
`,
    },
    { name: '0004-messaging-partitions', sql: messagingPartitions('knowledge') },
    {
      name: '0005-documents-with-status',
      sql: `
-- A base tells how many of its documents are in which state: counted without looking at them.
drop index knowledge.documents_of_base;
create index documents_of_base on knowledge.documents (tenant_id, base_id, id) include (status) where deleted_at is null;
`,
    },
    { name: '0006-messaging-turns', sql: messagingTurns('knowledge') },
    documentsThatDiffer,
    companyEnd,
    partsOfWords,
    documentsOfPlan,
    readingWarnings,
    howSure,
    vectors,
    goldenQuestions,
    replacements,
    suggestionDecisions,
    webSources,
    vectorsElsewhere,
    largeDocuments,
    pages,
    goldenSources,
  ],
};
