import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Enough } from '../../domain/golden/calibrate.js';
import type { Asked, AskedWord, Found, Passage } from '../../domain/search/passage.js';
import type { Meant, Near } from '../../domain/vectors/vector-index.js';

/** All ready documents of one base, published or not, without those whose place others take. */
const DRAFT = `
    select d.id, d.chunks, d.words, d.parts, d.embedded_model, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.documents d on d.tenant_id = $5 and d.base_id = b.id and d.status = 'ready' and d.deleted_at is null and d.replaced_at is null
    where b.tenant_id = $5 and b.deleted_at is null and b.id = $3::uuid`;

/** The documents to search, each with the configuration that stemmed it. `$3` is the base, if any. */
const SCOPES = {
  /** The published versions of all bases, which answer customers. */
  allPublished: `
    select d.id, d.chunks, d.words, d.parts, d.embedded_model, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.version_documents v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
    join knowledge.documents d on d.tenant_id = $5 and d.id = v.document_id and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and $3::uuid is null`,
  published: `
    select d.id, d.chunks, d.words, d.parts, d.embedded_model, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.version_documents v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
    join knowledge.documents d on d.tenant_id = $5 and d.id = v.document_id and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and b.id = $3::uuid`,
  draft: DRAFT,
  /** The published versions of all bases, and of one its draft in place of that: what customers would be answered from. */
  tried: `
    select d.id, d.chunks, d.words, d.parts, d.embedded_model, b.search_configuration as configuration
    from knowledge.knowledge_bases b
    join knowledge.version_documents v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
    join knowledge.documents d on d.tenant_id = $5 and d.id = v.document_id and d.deleted_at is null
    where b.tenant_id = $5 and b.deleted_at is null and b.id <> $3::uuid
    union all${DRAFT}`,
} as const;

export type SearchScope = keyof typeof SCOPES;

/**
 * Okapi BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75, the idf that stays positive) over exactly the documents in scope, in one
 * statement, over two fields: words, and parts of words (see `search-parts.ts`). `$1` is a list of questions, each its words and parts by
 * configuration, `$2` the number of passages for each.
 *
 * - A word that occurs nowhere in scope is taken for a mistyped or inflected neighbour, when there is one that begins alike and is one
 *   edit away (two from ten letters on), or that is its beginning; the neighbour counts for less than an exact find (`$4`). `$5` is the tenant.
 * - A part that more than `$6` passages hold tells little and is left out, so that a question costs the same however much is stored.
 * - The fields are fused: the sum of each one's score by the best score that it gave. (Reciprocal ranks were worse in all twelve languages of
 *   XQuAD but one: with two lists they throw away by how much the first is ahead.) While any document in scope has no parts yet, the words
 *   decide alone.
 * - `$7` to `$11`: passages near to a question by what they mean, of any document of the tenant; those in scope are a third field. They count `$12`
 *   of the score, by how they stand between the farthest of them and the nearest (`nearness`, 0 to 1). A document without vectors of the model
 *   (`$13`: of a language that it does not know, or not made yet) is scored by its words alone; without a model all are.
 * - coverage: the idf of the asked words that the passage holds, by that of all asked words; of the parts where that is more. A word found
 *   nowhere weighs as much as one that is found once, so a question about something else covers little of any passage.
 *
 * Its shape keeps the plan the same whatever the planner believes about a fresh or a mixed table, and the time proportional to the
 * postings of the asked words: `lateral ... offset 0` is one index scan a word, `(... in ...) is true` a hashed look-up and never a
 * join, and the weights are looked up in arrays by the number of the word.
 */
const statement = (scope: string): string => `
with scope as materialized (${scope}),
corpus as materialized (
  select sum(chunks)::float8 as passages, sum(words)::float8 / greatest(sum(chunks), 1) as words,
    sum(parts)::float8 / greatest(sum(chunks) filter (where parts > 0), 1) as parts, count(*) = count(parts) as "hasParts"
  from scope),
asked as materialized (
  select row_number() over () as number, t.* from (
    select q.question, c.configuration, l.lexeme as term, false as "isPart"
    from jsonb_array_elements($1::jsonb) with ordinality as q (asked, question), (select distinct configuration from scope) as c,
      unnest(to_tsvector(c.configuration::regconfig, coalesce(q.asked->'words'->>c.configuration, q.asked->'words'->>'simple'))) as l
    union all
    select q.question, c.configuration, p.part, true
    from jsonb_array_elements($1::jsonb) with ordinality as q (asked, question), (select distinct configuration from scope) as c,
      jsonb_array_elements_text(coalesce(q.asked->'parts'->c.configuration, q.asked->'parts'->'others')) as p (part)
    where (select "hasParts" from corpus)) as t),
exact as materialized (
  select a.number, a.question, a."isPart", p.chunk_id, p.document_id, p.frequency, p.length, 1::float8 as nearness
  from asked a
  cross join lateral (
    select * from knowledge.postings where tenant_id = $5 and term = a.term limit case when a."isPart" then $6::integer + 1 end offset 0) as p
  where ((p.document_id, a.configuration) in (select id, configuration from scope)) is true),
near as materialized (
  select distinct on (a.number) a.number, a.question, a.configuration, n.term
  from asked a
  cross join lateral (
    select distinct term from knowledge.postings
    where tenant_id = $5 and term >= left(a.term, 2) and term < left(a.term, 2) || U&'\\+10FFFF' and abs(length(term) - length(a.term)) <= 4 offset 0) as n
  cross join lateral (select public.levenshtein_less_equal(left(n.term, 60), left(a.term, 60), 2) as edits) as e
  where not a."isPart" and length(a.term) >= 4 and a.term ~ '[^0-9]' and (a.number in (select number from exact)) is false
    and ((length(a.term) >= 5 and e.edits <= case when length(a.term) >= 10 then 2 else 1 end)
      or (length(n.term) >= 4 and length(a.term) > length(n.term) and starts_with(a.term, n.term)))
    and exists (
      select from knowledge.postings p
      where p.tenant_id = $5 and p.term = n.term and ((p.document_id, a.configuration) in (select id, configuration from scope)) is true)
  order by a.number, e.edits, n.term),
hits as materialized (
  select * from exact
  union all
  select n.number, n.question, false, p.chunk_id, p.document_id, p.frequency, p.length, $4::float8
  from near n
  cross join lateral (select * from knowledge.postings where tenant_id = $5 and term = n.term offset 0) as p
  where ((p.document_id, n.configuration) in (select id, configuration from scope)) is true),
weights as materialized (
  select a.number, a.question, a.configuration, a."isPart", coalesce(n.term, a.term) as term,
    case when a."isPart" and f.found > $6 then 0 else ln(1 + (c.passages - f.found + 0.5) / (f.found + 0.5)) end as idf
  from asked a
  cross join corpus c
  left join near n on n.number = a.number
  left join (select number, count(*) as held from hits group by number) as h on h.number = a.number
  cross join lateral (select coalesce(h.held, 1) as found) as f),
lookup as materialized (
  select array_agg(idf order by number) as idfs, array_agg(greatest(total, 1e-9) order by number) as totals
  from (select number, idf, sum(idf) over (partition by question, configuration, "isPart") as total from weights) as w),
scored as materialized (
  select question, chunk_id, document_id,
    coalesce(sum(s.score) filter (where not "isPart"), 0) as words, coalesce(sum(s.score) filter (where "isPart"), 0) as parts,
    least(1, greatest(sum(s.share) filter (where not "isPart"), sum(s.share) filter (where "isPart"))) as coverage
  from hits
  cross join lateral (select
    (select idfs from lookup)[number] * nearness * frequency * 2.2
      / (frequency + 1.2 * (0.25 + 0.75 * length / (select case when "isPart" then parts else words end from corpus))) as score,
    (select idfs from lookup)[number] * nearness / (select totals from lookup)[number] as share) as s
  group by question, chunk_id, document_id),
bests as materialized (select question, max(words) as words, max(parts) as parts from scored group by question),
lexical as materialized (
  select s.question, s.chunk_id, s.document_id, s.coverage,
    (s.words / greatest(m.words, 1e-9) + case when m.parts > 0 and d.parts > 0 then s.parts / m.parts else s.words / greatest(m.words, 1e-9) end)
      / 2 as share
  from scored s
  join bests m on m.question = s.question
  join scope d on d.id = s.document_id),
meant as materialized (
  select * from unnest($7::bigint[], $8::uuid[], $9::uuid[], $10::float8[], $11::float8[]) as n (question, chunk_id, document_id, similarity, nearness)
  where (document_id in (select id from scope)) is true),
fused as materialized (
  select t.question, t.chunk_id, t.document_id, t.coverage, t.similarity, d.configuration,
    case when d.embedded_model = $13 then (1 - $12::float8) * t.share + $12 * t.nearness else t.share end
      * coalesce(case when m.words > 0 then m.words else m.parts end, 1) as score
  from (
    select coalesce(l.question, n.question) as question, coalesce(l.chunk_id, n.chunk_id) as chunk_id,
      coalesce(l.document_id, n.document_id) as document_id, coalesce(l.coverage, 0) as coverage, coalesce(l.share, 0) as share,
      n.similarity, coalesce(n.nearness, 0) as nearness
    from lexical l full join meant n on n.question = l.question and n.chunk_id = l.chunk_id) as t
  join scope d on d.id = t.document_id
  left join bests m on m.question = t.question),
ranked as materialized (
  select * from (select *, row_number() over (partition by question order by score desc, chunk_id) as rank from fused) as s
  where rank <= ($2::integer[])[question])
select r.question::integer - 1 as question, d.base_id as "baseId", d.id as "documentId", k.id as "chunkId", d.title, k.heading, k.text, k.page, r.score,
  r.coverage, r.similarity, case when r.rank = 1 then (
    select json_agg(json_build_object('word', w.term, 'weight', w.idf))
    from weights w where w.question = r.question and w.configuration = r.configuration and not w."isPart") end as asked,
  (select passages from corpus)::integer as searched,
  (select b.answering from knowledge.knowledge_bases b where b.tenant_id = $5 and b.id = d.base_id) as answering,
  (select case b.answering when 'sure' then v.enough_sure else v.enough_more end
   from knowledge.knowledge_bases b
   join knowledge.base_versions v on v.tenant_id = $5 and v.base_id = b.id and v.version = b.published_version
   where b.tenant_id = $5 and b.id = d.base_id) as enough
from ranked r
cross join lateral (select * from knowledge.chunks where tenant_id = $5 and id = r.chunk_id limit 1) as k
cross join lateral (select * from knowledge.documents where tenant_id = $5 and id = r.document_id limit 1) as d
order by r.question, r.rank`;

const STATEMENTS: Readonly<Record<SearchScope, string>> = {
  allPublished: statement(SCOPES.allPublished),
  published: statement(SCOPES.published),
  draft: statement(SCOPES.draft),
  tried: statement(SCOPES.tried),
};

/** The weight of a word that only resembles the asked one. */
const NEARNESS = 0.7;
/** What counts of a passage's score by what it means, and not by its words. Measured with `npm run bench retrieval`. */
const WEIGHT_OF_MEANING = 0.5;
/** A part of a word that more passages hold is left out. */
const MOST_OF_A_PART = 2_000;

interface Row extends Omit<Passage, 'enough'> {
  question: number;
  asked: AskedWord[] | null;
  searched: number;
  enough: number | null;
}

@Injectable()
export class PassagesRepository {
  /**
   * @param questions the words and parts of each, by text search configuration, and how many passages it wants
   * @param meant what is near to the questions by its meaning, where vectors are compared
   * @returns for each question the passages that fit best, the best first, and what its words weigh
   */
  async search(
    tx: Transaction,
    scope: { kind: 'allPublished' } | { kind: 'published' | 'draft' | 'tried'; baseId: string; enough?: Enough | undefined },
    questions: readonly Asked[],
    meant?: Meant,
  ): Promise<Found[]> {
    const near = (meant?.near ?? []).flatMap((all, index) => withNearness(all).map((each) => ({ question: index + 1, ...each })));
    const rows = await tx.query<Row>(STATEMENTS[scope.kind], [
      JSON.stringify(questions.map(({ words, parts }) => ({ words, parts }))),
      questions.map(({ limit }) => limit),
      'baseId' in scope ? scope.baseId : null,
      NEARNESS,
      tx.tenantId,
      MOST_OF_A_PART,
      near.map(({ question }) => question),
      near.map(({ chunkId }) => chunkId),
      near.map(({ documentId }) => documentId),
      near.map(({ similarity }) => similarity),
      near.map(({ nearness }) => nearness),
      WEIGHT_OF_MEANING,
      meant?.mark ?? null,
    ]);
    const found = questions.map((): Found => ({ passages: [], asked: [], searched: 0 }));
    for (const { question, asked, searched, enough: measured, ...passage } of rows) {
      const tried = 'enough' in scope && passage.baseId === scope.baseId ? scope.enough : undefined;
      const enough = tried?.[passage.answering] ?? measured;
      found[question]!.passages.push({ ...passage, ...(enough === null ? {} : { enough }) });
      found[question]!.searched = searched;
      found[question]!.asked.push(...(asked ?? []));
    }
    return found;
  }
}

/** Places similarities between the farthest of what was found and the nearest: what a cosine is worth differs by model and by question. */
function withNearness(near: readonly Near[]): (Near & { nearness: number })[] {
  const [nearest, farthest] = [near[0]?.similarity ?? 0, near.at(-1)?.similarity ?? 0];
  return near.map((each) => ({ ...each, nearness: nearest > farthest ? (each.similarity - farthest) / (nearest - farthest) : 1 }));
}
