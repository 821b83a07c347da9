import { eventually, System } from './system.js';

const DOCUMENTS = 600;

describe('kill -9 of knowledge while it reads many documents', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ SERVICES: 'separate', DOCUMENT_LEASE_MS: '1500' });
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  it(`loses none of ${DOCUMENTS} and doubles none`, async () => {
    const acme = system.tenant('acme-corp');
    const base = (await system.api<{ id: string }>('/knowledge-bases', { as: acme, body: { name: 'Many', language: 'en' } })).body.id;
    // All at once, so that each kill falls into the middle.
    await system.query(
      `insert into knowledge.documents (tenant_id, id, base_id, title, content_type, is_quick, status, bytes, sha256, source)
       select $1, uuidv7(), $2, 'Document ' || n, 'text/markdown', true, 'queued', length(content), n::text, convert_to(content, 'UTF8')
       from generate_series(1, $3::int) n,
         lateral (select '# Part ' || n || E'\\n\\n## Price\\n\\nIt costs ' || n || E' euros.\\n\\n## Colour\\n\\nIt is blue, as number ' || n || ' is.') as c (content)`,
      [acme.id, base, DOCUMENTS],
    );
    const ready = async (): Promise<number> =>
      (
        await system.query<{ n: number }>(`select count(*)::int as n from knowledge.documents where base_id = $1 and status = 'ready'`, [
          base,
        ])
      )[0]!.n;
    for (const reached of [1, DOCUMENTS / 3]) {
      await eventually(async () => expect(await ready()).toBeGreaterThanOrEqual(reached), { timeoutMs: 60_000, everyMs: 5 });
      const pid = system.pids.knowledge!;
      process.kill(pid, 'SIGKILL');
      await eventually(() => expect(system.pids.knowledge).not.toBe(pid), { timeoutMs: 30_000 });
    }
    await eventually(async () => expect(await ready()).toBe(DOCUMENTS), { timeoutMs: 120_000, everyMs: 200 });

    // Each passage once, its words once, and what a document says of itself is so.
    expect(
      await system.query(
        `select d.title from knowledge.documents d
         where d.base_id = $1 and (d.chunks <> 2
           or d.chunks <> (select count(*) from knowledge.chunks c where c.tenant_id = d.tenant_id and c.document_id = d.id)
           or d.chunks <> (select count(distinct p.chunk_id) from knowledge.postings p where p.tenant_id = d.tenant_id and p.document_id = d.id)
           or d.words <> (select sum(length) from (select distinct p.chunk_id, p.length from knowledge.postings p
             where p.tenant_id = d.tenant_id and p.document_id = d.id) as lengths))`,
        [base],
      ),
    ).toEqual([]);
    expect((await system.api<{ documents: object }>(`/knowledge-bases/${base}`, { as: acme })).body.documents).toEqual({
      queued: 0,
      processing: 0,
      ready: DOCUMENTS,
      failed: 0,
    });
  }, 300_000);
});
