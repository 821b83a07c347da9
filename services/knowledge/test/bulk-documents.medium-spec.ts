import { v7 } from 'uuid';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { knowledgeAudited } from '#contracts';
import type { RunningService } from '#service-kit';
import { SCHEMAS } from './schemas.js';
import { service } from '../src/service.js';

const PATIENCE_MS = 90_000;
/** As many as are stored together at most. */
const TOGETHER = 64;

let infra: Infrastructure;
let running: RunningService | undefined;

const start = async (): Promise<void> => {
  running = await startService(infra, service, { DOCUMENT_LEASE_MS: '1500', DOCUMENT_SWEEP_MS: '100' });
};
const stop = async (): Promise<void> => {
  await running?.close();
  running = undefined;
};

beforeAll(async () => {
  infra = await startInfrastructure({ modules: SCHEMAS });
}, 120_000);
afterEach(stop, 30_000);
afterAll(async () => infra?.stop());

async function newBase(tenantId = v7()): Promise<{ tenantId: string; id: string }> {
  const id = v7();
  await infra.rows(
    `insert into knowledge.knowledge_bases (tenant_id, id, name, description, language, search_configuration) values ($1, $2, 'Guide', '', 'en', 'english')`,
    [tenantId, id],
  );
  return { tenantId, id };
}
type Base = Awaited<ReturnType<typeof newBase>>;

/** Queues documents as uploads do, all at once. @returns their ids, in their order */
async function queue(base: Base, contents: readonly (string | Buffer)[], isQuick = true): Promise<string[]> {
  const ids = contents.map(() => v7());
  await infra.rows(
    `insert into knowledge.documents (tenant_id, id, base_id, title, content_type, is_quick, status, bytes, sha256, source)
     select $1, id, $2, 'Document ' || n, 'text/markdown', $3, 'queued', length(source), id::text, source
     from unnest($4::uuid[], $5::bytea[]) with ordinality as d (id, source, n)`,
    [base.tenantId, base.id, isQuick, ids, contents.map((content) => Buffer.from(content))],
  );
  return ids;
}

interface Row {
  id: string;
  status: string;
  attempts: number;
  chunks: number;
  words: number;
  error_code: string | null;
  processed_at: Date;
}
const rowsOf = (base: Base): Promise<Row[]> =>
  infra.rows<Row>(
    `select id, status, attempts, chunks, words, error_code, processed_at from knowledge.documents where base_id = $1 order by id`,
    [base.id],
  );
const settled = (base: Base): Promise<Row[]> =>
  eventually(
    async () => {
      const rows = await rowsOf(base);
      expect(rows.filter(({ status }) => status === 'queued' || status === 'processing')).toEqual([]);
      return rows;
    },
    { timeoutMs: 60_000, everyMs: 50 },
  );

const text = (n: number): string =>
  `# Part ${n}\n\n## Price\n\nPart ${n} costs ${n} euros, taxes included.\n\n## Colour\n\nPart ${n} is blue, and the parts beside it are red.`;
const texts = (count: number): string[] => Array.from({ length: count }, (_, n) => text(n));

/** What is indexed of documents, without the ids of their passages. */
const indexed = (documentIds: readonly string[]): Promise<{ document_id: string; entries: string }[]> =>
  infra.rows(
    `select p.document_id, string_agg(concat_ws(' ', c.position, array_to_string(c.heading, '>'), p.term, p.frequency, p.length), ',' order by c.position, p.term) as entries
     from knowledge.postings p join knowledge.chunks c on c.tenant_id = p.tenant_id and c.id = p.chunk_id
     where p.document_id = any($1::uuid[]) group by p.document_id order by p.document_id`,
    [documentIds],
  );

describe('many documents', () => {
  it(
    'are stored together, and each as it would be alone',
    async () => {
      const [together, alone] = [await newBase(), await newBase()];
      await queue(together, texts(200));
      // Read apart, each is stored by itself.
      await queue(alone, texts(10), false);
      await start();
      const [many, few] = [await settled(together), await settled(alone)];
      expect(many.every(({ status, attempts, chunks }) => status === 'ready' && attempts === 1 && chunks === 2)).toBe(true);
      expect(few.map(({ status, chunks, words }) => [status, chunks, words])).toEqual(
        many.slice(0, 10).map(({ status, chunks, words }) => [status, chunks, words]),
      );
      const ids = (rows: readonly Row[]): string[] => rows.slice(0, 10).map(({ id }) => id);
      const [ofMany, ofFew] = [await indexed(ids(many)), await indexed(ids(few))];
      expect(ofMany).toHaveLength(10);
      expect(ofMany.map(({ entries }) => entries)).toEqual(ofFew.map(({ entries }) => entries));
      const transactions = await infra.rows(
        `select distinct c.xmin::text from knowledge.chunks c join knowledge.documents d on d.tenant_id = c.tenant_id and d.id = c.document_id where d.base_id = $1`,
        [together.id],
      );
      expect(transactions).toHaveLength(Math.ceil(200 / TOGETHER));
    },
    PATIENCE_MS,
  );

  it(
    'of one tenant do not hold up the one of another',
    async () => {
      const many = await newBase();
      const others = await Promise.all(Array.from({ length: 3 }, () => newBase()));
      await queue(many, texts(400));
      for (const other of others) await queue(other, [text(1)]);
      await start();
      const rows = await settled(many);
      for (const other of others) {
        const [one] = await settled(other);
        expect(one).toMatchObject({ status: 'ready', attempts: 1 });
        // At most what was begun when their turn came, and no more.
        expect(rows.filter((row) => row.processed_at < one!.processed_at).length).toBeLessThanOrEqual(TOGETHER);
      }
    },
    PATIENCE_MS,
  );

  it(
    'that take a thread each leave one to other tenants',
    async () => {
      const [many, other] = [await newBase(), await newBase()];
      await queue(many, texts(8), false);
      await queue(other, [text(1)], false);
      await start();
      const rows = await settled(many);
      const [one] = await settled(other);
      expect(rows.filter((row) => row.processed_at < one!.processed_at).length).toBeLessThan(4);
    },
    PATIENCE_MS,
  );

  it(
    'are ready but for those that fail: a hostile one, a malformed one and one that cannot be stored, each alone',
    async () => {
      const base = await newBase();
      const contents: (string | Buffer)[] = texts(40);
      // Very long to read: every bracket may open a link.
      contents[5] = '['.repeat(64_000);
      contents[15] = '<!-- nothing to say -->';
      contents[25] = `${text(25)} Poison.`;
      await infra.rows(`alter table knowledge.chunks add constraint no_poison check (text not like '%Poison%')`);
      const ids = await queue(base, contents);
      await start();
      const rows = new Map((await settled(base)).map((row) => [row.id, row]));
      const odd = [5, 15, 25];
      const good = ids.filter((_, index) => !odd.includes(index)).map((id) => rows.get(id)!);
      expect(good.map(({ status, attempts, chunks }) => [status, attempts, chunks])).toEqual(Array(37).fill(['ready', 1, 2]));
      expect(odd.map((index) => rows.get(ids[index]!)!).map(({ error_code }) => error_code)).toEqual([
        null,
        'document_empty',
        'processing_failed',
      ]);
      expect(rows.get(ids[5]!)).toMatchObject({ status: 'ready', attempts: 1 });
      expect(await infra.rows('select 1 from knowledge.postings where document_id = any($1::uuid[])', [[ids[15], ids[25]]])).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'are all ready once when Postgres is killed in the middle',
    async () => {
      const base = await newBase();
      await queue(base, texts(500));
      await start();
      await eventually(async () => expect((await rowsOf(base)).filter(({ status }) => status === 'ready').length).toBeGreaterThan(0), {
        everyMs: 5,
      });
      await infra.killPostgres();
      await infra.startPostgres();
      const rows = await settled(base);
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['ready']));
      const doubled = await infra.rows(
        `select d.id from knowledge.documents d where d.base_id = $1 and (d.chunks <> 2
           or 2 <> (select count(*) from knowledge.chunks c where c.tenant_id = d.tenant_id and c.document_id = d.id)
           or d.words <> (select sum(length) from (select distinct p.chunk_id, p.length from knowledge.postings p
             where p.tenant_id = d.tenant_id and p.document_id = d.id) as lengths))`,
        [base.id],
      );
      expect(doubled).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'uploaded at once are accepted once each, and told apart from one that is for no base',
    async () => {
      await start();
      const base = await newBase();
      const post = async (baseId: string, n: number): Promise<[number, string]> => {
        const response = await fetch(`${running!.url}/api/v1/knowledge-bases/${baseId}/documents`, {
          method: 'POST',
          headers: { ...asMember(infra, base.tenantId), 'content-type': 'application/json' },
          body: JSON.stringify({ title: `Document ${n}`, contentType: 'text/markdown', content: text(n) }),
        });
        return [response.status, ((await response.json()) as { id: string }).id];
      };
      const posts = Array.from({ length: 60 }, (_, n) => post(n === 30 ? v7() : base.id, n % 50));
      const answers = await Promise.all(posts);
      expect(answers.map(([status]) => status)).toEqual(answers.map((_, n) => (n === 30 ? 404 : 202)));
      // Ten were sent twice: the same file under the same title is one document.
      expect(new Set(answers.filter((_, n) => n !== 30).map(([, id]) => id)).size).toBe(49);
      expect(await settled(base)).toHaveLength(49);
      const told = await infra.outboxEvents(knowledgeAudited, base.tenantId);
      expect(told).toHaveLength(49);
    },
    PATIENCE_MS,
  );
});
