import { tenantTable } from '#database';

/** Questions that a base must answer, and what a version was measured by when it was published. */
export const goldenQuestions = {
  name: '0016-golden-questions',
  sql: `
create table knowledge.golden_questions (
  tenant_id uuid not null,
  id uuid not null,
  base_id uuid not null,
  question text not null,
  -- What the customer writes before it, oldest first.
  earlier text[] not null,
  -- Facts, all of which its answer must hold.
  expected text[] not null,
  -- Hash of question and earlier: the same question is there once.
  key text not null,
  -- What the published version answered when it was last asked; empty for a handoff, null before.
  answer text,
  -- Whether that held all facts; null before.
  found boolean,
  checked_version integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, base_id) references knowledge.knowledge_bases (tenant_id, id)
);
create unique index golden_questions_once on knowledge.golden_questions (tenant_id, base_id, key);
create index golden_questions_of_base on knowledge.golden_questions (tenant_id, base_id, id);
${tenantTable('knowledge', 'golden_questions', { tenant: ['select', 'insert', 'update', 'delete'] })}

alter table knowledge.base_versions
  -- The confidence that an answer from it takes, by what the company chose; null where there were too few golden questions to measure it.
  add column enough_sure double precision,
  add column enough_more double precision,
  -- What was asked of it before it was published, and what came out.
  add column report jsonb;
`,
};
