import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Passage } from '../../domain/search/passage.js';

/** The documents to search, each with the configuration that stemmed it. `$3` is the base, if any. */
const SCOPES = {
  /** The published versions of all bases, which answer customers. */
  allPublished: `
    select d.id, d.chunks, d.words, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.version_documents v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
    join knowledge.documents d on d.tenant_id = $5 and d.id = v.document_id and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and $3::uuid is null`,
  published: `
    select d.id, d.chunks, d.words, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.version_documents v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
    join knowledge.documents d on d.tenant_id = $5 and d.id = v.document_id and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and b.id = $3::uuid`,
  /** All ready documents of one base, published or not. */
  draft: `
    select d.id, d.chunks, d.words, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.documents d on d.tenant_id = $5 and d.base_id = b.id and d.status = 'ready' and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and b.id = $3::uuid`,
} as const;

export type SearchScope = keyof typeof SCOPES;

/**
 * Okapi BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75, the idf that stays positive) over exactly the documents in scope, in one
 * statement. `$1` is a list of questions, each its words by configuration, `$2` the number of passages for each.
 *
 * - A word that occurs nowhere in scope is taken for a mistyped or inflected neighbour, when there is one that begins alike and is one
 *   edit away (two from ten letters on), or that is its beginning; the neighbour counts for less than an exact find (`$4`). `$5` is the tenant.
 * - coverage: the idf of the asked words that the passage holds, by that of all asked words. A word found nowhere weighs as much as one
 *   that is found once, so a question about something else covers little of any passage.
 *
 * Its shape keeps the plan the same whatever the planner believes about a fresh or a mixed table, and the time proportional to the
 * postings of the asked words: `lateral ... offset 0` is one index scan a word, `(... in ...) is true` a hashed look-up and never a
 * join, and the weights are looked up in arrays by the number of the word.
 */
const statement = (scope: string): string => `
with scope as materialized (${scope}),
corpus as materialized (select sum(chunks)::float8 as passages, sum(words)::float8 / greatest(sum(chunks), 1) as average from scope),
asked as materialized (
  select row_number() over () as number, q.question, c.configuration, l.lexeme as term
  from jsonb_array_elements($1::jsonb) with ordinality as q (words, question), (select distinct configuration from scope) as c,
    unnest(to_tsvector(c.configuration::regconfig, coalesce(q.words->>c.configuration, q.words->>'simple'))) as l),
exact as materialized (
  select a.number, a.question, p.chunk_id, p.document_id, p.frequency, p.length, 1::float8 as nearness
  from asked a
  cross join lateral (select * from knowledge.postings where tenant_id = $5 and term = a.term offset 0) as p
  where ((p.document_id, a.configuration) in (select id, configuration from scope)) is true),
near as materialized (
  select distinct on (a.number) a.number, a.question, a.configuration, n.term
  from asked a
  cross join lateral (
    select distinct term from knowledge.postings
    where tenant_id = $5 and term >= left(a.term, 2) and term < left(a.term, 2) || U&'\\+10FFFF' and abs(length(term) - length(a.term)) <= 4 offset 0) as n
  cross join lateral (select public.levenshtein_less_equal(left(n.term, 60), left(a.term, 60), 2) as edits) as e
  where length(a.term) >= 4 and a.term ~ '[^0-9]' and (a.number in (select number from exact)) is false
    and ((length(a.term) >= 5 and e.edits <= case when length(a.term) >= 10 then 2 else 1 end)
      or (length(n.term) >= 4 and length(a.term) > length(n.term) and starts_with(a.term, n.term)))
    and exists (
      select from knowledge.postings p
      where p.tenant_id = $5 and p.term = n.term and ((p.document_id, a.configuration) in (select id, configuration from scope)) is true)
  order by a.number, e.edits, n.term),
hits as materialized (
  select * from exact
  union all
  select n.number, n.question, p.chunk_id, p.document_id, p.frequency, p.length, $4::float8
  from near n
  cross join lateral (select * from knowledge.postings where tenant_id = $5 and term = n.term offset 0) as p
  where ((p.document_id, n.configuration) in (select id, configuration from scope)) is true),
weights as materialized (
  select a.number, a.question, a.configuration, ln(1 + (c.passages - f.found + 0.5) / (f.found + 0.5)) as idf
  from asked a
  cross join corpus c
  left join (select number, count(*) as held from hits group by number) as h on h.number = a.number
  cross join lateral (select coalesce(h.held, 1) as found) as f),
lookup as materialized (
  select array_agg(idf order by number) as idfs, array_agg(total order by number) as totals
  from (select number, idf, sum(idf) over (partition by question, configuration) as total from weights) as w),
scored as (
  select question, chunk_id, document_id,
    sum((select idfs from lookup)[number] * nearness * frequency * 2.2
      / (frequency + 1.2 * (0.25 + 0.75 * length / (select average from corpus)))) as score,
    sum((select idfs from lookup)[number] * nearness / (select totals from lookup)[number]) as coverage
  from hits
  group by question, chunk_id, document_id),
ranked as materialized (
  select * from (select *, row_number() over (partition by question order by score desc, chunk_id) as rank from scored) as s
  where rank <= ($2::integer[])[question])
select r.question::integer - 1 as question, d.base_id as "baseId", d.id as "documentId", k.id as "chunkId", d.title, k.heading, k.text, r.score,
  least(r.coverage, 1) as coverage
from ranked r
cross join lateral (select * from knowledge.chunks where tenant_id = $5 and id = r.chunk_id limit 1) as k
cross join lateral (select * from knowledge.documents where tenant_id = $5 and id = r.document_id limit 1) as d
order by r.question, r.rank`;

const STATEMENTS: Readonly<Record<SearchScope, string>> = {
  allPublished: statement(SCOPES.allPublished),
  published: statement(SCOPES.published),
  draft: statement(SCOPES.draft),
};

/** The weight of a word that only resembles the asked one. */
const NEARNESS = 0.7;

@Injectable()
export class PassagesRepository {
  /**
   * @param questions the words of each, by text search configuration, from `questionWords`, and how many passages it wants
   * @returns for each question the passages that fit best, the best first
   */
  async search(
    tx: Transaction,
    scope: { kind: 'allPublished' } | { kind: 'published' | 'draft'; baseId: string },
    questions: readonly { words: Readonly<Record<string, string>>; limit: number }[],
  ): Promise<Passage[][]> {
    const rows = await tx.query<Passage & { question: number }>(STATEMENTS[scope.kind], [
      JSON.stringify(questions.map(({ words }) => words)),
      questions.map(({ limit }) => limit),
      'baseId' in scope ? scope.baseId : null,
      NEARNESS,
      tx.tenantId,
    ]);
    const found = questions.map((): Passage[] => []);
    for (const { question, ...passage } of rows) found[question]!.push(passage);
    return found;
  }
}
