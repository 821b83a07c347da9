import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { SCHEMAS } from './schemas.js';
import { service } from '../src/service.js';
import { hostilePdfs } from './hostile.js';

const MB = 1024 * 1024;

describe('hostile documents', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: SCHEMAS });
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  async function queue(contents: readonly [contentType: string, content: Buffer][]): Promise<string> {
    const [tenantId, baseId] = [v7(), v7()];
    await infra.rows(
      `insert into knowledge.knowledge_bases (tenant_id, id, name, description, language, search_configuration) values ($1, $2, 'Guide', '', 'en', 'english')`,
      [tenantId, baseId],
    );
    await infra.rows(
      `insert into knowledge.documents (tenant_id, id, base_id, title, content_type, is_quick, status, bytes, sha256, source)
       select $1, id, $2, 'Document ' || n, type, false, 'queued', length(source), id::text, source
       from unnest($3::uuid[], $4::text[], $5::bytea[]) with ordinality as d (id, type, source, n)`,
      [tenantId, baseId, contents.map(() => v7()), contents.map(([type]) => type), contents.map(([, content]) => content)],
    );
    return baseId;
  }

  interface Row {
    status: string;
    code: string | null;
    attempts: number;
    processed_at: Date | null;
  }
  const rowsOf = (baseId: string): Promise<Row[]> =>
    infra.rows<Row>('select status, error_code as code, attempts, processed_at from knowledge.documents where base_id = $1 order by id', [
      baseId,
    ]);
  const settled = (baseId: string): Promise<Row[]> =>
    eventually(
      async () => {
        const rows = await rowsOf(baseId);
        expect(rows.filter(({ status }) => status === 'queued' || status === 'processing')).toEqual([]);
        return rows;
      },
      { timeoutMs: 120_000, everyMs: 100 },
    );

  it('of one tenant fail once each, in bounded time and memory, and hold up no honest one of another', async () => {
    const bombs = [
      'a page that unfolds twice',
      'a page of ten million saved states',
      'a million pages',
      'a page of 300 MB of blanks',
      'a million pages',
    ];
    const files = bombs.map((name) => hostilePdfs[name]!());
    const hostile = await queue(Array.from({ length: 10 }, (_, n): [string, Buffer] => ['application/pdf', files[n % files.length]!]));
    const honest = await queue([['text/markdown', Buffer.from(`# Hours\n\n${'We are open from 9 to 18 on all days.\n\n'.repeat(3_000)}`)]]);
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    running = await startService(infra, service, { DOCUMENT_TIMEOUT_MS: '5000', DOCUMENT_LEASE_MS: '1500', DOCUMENT_SWEEP_MS: '100' });
    const failed = await settled(hostile);
    clearInterval(watch);
    const [ready] = await settled(honest);
    expect(ready).toMatchObject({ status: 'ready', attempts: 1 });
    expect(failed).toHaveLength(10);
    // Which of its bounds a file meets first is the machine's affair.
    for (const row of failed) {
      expect(row).toMatchObject({
        status: 'failed',
        code: expect.stringMatching(/^(document_timeout|document_too_long|document_unreadable|pdf_no_text)$/),
        attempts: 1,
      });
    }
    // Beside those of the other tenant, and not behind them.
    expect(failed.filter(({ processed_at: at }) => at! < ready!.processed_at!).length).toBeLessThan(5);
    // What a file unfolds to is in the memory of its own process.
    expect((peak - before) / MB).toBeLessThan(250);
    // None comes back.
    expect((await rowsOf(hostile)).map(({ attempts }) => attempts)).toEqual(Array(10).fill(1));
  }, 180_000);
});
