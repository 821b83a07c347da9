import { askedOf } from '../services/knowledge/src/domain/search/asked.js';
import type { Asked } from '../services/knowledge/src/domain/search/passage.js';
import { PassagesRepository } from '../services/knowledge/src/persistence/search/passages.repository.js';
import { percentile } from './measure/statistics.js';
import { ms, renderTable } from './measure/table.js';
import { Bases, type LoadedBase } from './rig/bases.js';
import { embeddingsOf, Meanings } from './rig/meanings.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import type { QuestionSet } from './sets/question-set.js';
import { readSets } from './sets/question-sets.js';

const LIMIT = 10;

/** How a base is asked. @returns document ids, best first */
type Way = (base: LoadedBase, question: string) => Promise<string[]>;

interface Quality {
  first: number;
  firstFive: number;
  reciprocalRank: number;
  p50Ms: number;
  p95Ms: number;
}

/**
 * How well the right document is found: by words alone, by parts of words alone, by both, by plain `ts_rank` over the same passages and, in English, by
 * what sentences mean and by all together.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { numbers: {}, texts: ['data', 'only', 'dir', 'embeddings'], switches: ['keep'] });
  const only = options.only?.split(',');
  const sets = readSets(options.data).sets.filter(({ name, language }) => !only || only.includes(language) || only.includes(name));
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const embeddings = embeddingsOf(options.embeddings);
    const bases = await Bases.start(run, infrastructure, embeddings);
    const meanings = new Meanings(bases, embeddings);
    const passages = new PassagesRepository();
    const search =
      (fields: (asked: Asked) => Asked, isMeant = false): Way =>
      async (base, question) => {
        const asked = fields(askedOf(question, LIMIT));
        const meant = isMeant ? await meanings.of(base.tenantId, [question]) : undefined;
        const [found] = await bases.database.forTenant(base.tenantId, (tx) =>
          passages.search(tx, { kind: 'allPublished' }, [asked], meant),
        );
        return found!.passages.map(({ documentId }) => documentId);
      };
    const ways: Record<string, Way> = {
      ts_rank: async (base, question) => {
        const { rows } = await infrastructure.owner.query<{ id: string }>(TS_RANK, [base.tenantId, question, LIMIT]);
        return rows.map(({ id }) => id);
      },
      words: search((asked) => ({ ...asked, parts: {} })),
      parts: search((asked) => ({ ...asked, words: { simple: '' } })),
      'words and parts': search((asked) => asked),
    };
    const byMeaning: Record<string, Way> = {
      'all three (shipped)': search((asked) => asked, true),
      meaning: search(() => ({ words: { simple: '' }, parts: {}, limit: LIMIT }), true),
    };
    const rows: string[][] = [];
    for (const set of sets) {
      const isMeant = embeddings === 'en' && set.language === 'en';
      const base = await bases.load(set);
      for (const [name, way] of Object.entries({ ...ways, ...(isMeant ? byMeaning : {}) })) {
        const { first, firstFive, reciprocalRank, p50Ms, p95Ms } = await measure(way, base, set);
        rows.push([`${set.name}: ${name}`, first.toFixed(3), firstFive.toFixed(3), reciprocalRank.toFixed(3), ms(p50Ms), ms(p95Ms)]);
      }
    }
    run.print(`\n${renderTable(['', 'recall@1', 'recall@5', 'MRR', 'p50 ms', 'p95 ms'], rows)}`);
    run.print('Without --data a generated set: it shows that the benchmark works, not how good the search is.');
  });
}

/** What Postgres offers by itself: any word of the question, stemmed, by its own ranking. */
const TS_RANK = `
  select c.document_id as id from knowledge.chunks c
  join knowledge.documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
  join knowledge.knowledge_bases b on b.tenant_id = d.tenant_id and b.id = d.base_id
  cross join lateral (select to_tsvector(b.search_configuration::regconfig, array_to_string(c.heading, ' ') || ' ' || c.text) as vector,
    replace(plainto_tsquery(b.search_configuration::regconfig, $2)::text, '&', '|')::tsquery as query) as t
  where c.tenant_id = $1 and t.vector @@ t.query
  order by ts_rank(t.vector, t.query) desc, c.id limit $3`;

async function measure(way: Way, base: LoadedBase, set: QuestionSet): Promise<Quality> {
  const taken: number[] = [];
  let [first, firstFive, reciprocals] = [0, 0, 0];
  for (const { text, document } of set.questions) {
    const begin = performance.now();
    const ids = await way(base, text);
    taken.push(performance.now() - begin);
    const rank = [...new Set(ids.map((id) => base.places.get(id)))].indexOf(document);
    if (rank === 0) first++;
    if (rank >= 0 && rank < 5) firstFive++;
    if (rank >= 0) reciprocals += 1 / (rank + 1);
  }
  const sorted = Float64Array.from(taken).sort();
  const of = set.questions.length;
  return {
    first: first / of,
    firstFive: firstFive / of,
    reciprocalRank: reciprocals / of,
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
  };
}
