import { connect } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { Pool } from 'undici';
import { knowledgeSearch } from '#contracts';
import { documentOf, questionOf } from './load/texts.js';
import { OtherWork, treeCpuMs } from './measure/processes.js';
import { median, pairedRatios, percentile } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { startInfrastructure, type Infrastructure } from './rig/infrastructure.js';
import { asOwner, startKnowledge } from './rig/knowledge.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { until } from './rig/until.js';

const TIMEOUT_MS = 300_000;

interface Round {
  /** From the first upload until every document was ready. */
  readyMs: number;
  uploadedMs: number;
  /** A single document of another tenant, uploaded while the many wait. */
  singleMs: number;
  rawMs: number;
  /** CPU of the service and of Postgres, the questions' share included. */
  serviceCpuMs: number;
  postgresCpuMs: number;
  idleP95Ms: number;
  loadedP95Ms: number;
  searches: number;
}

/**
 * Many documents at once: how long until all are ready, against the same rows entered by the owner in one statement a table; and what
 * the answers of another tenant take meanwhile, against the same questions when nothing is loaded.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      documents: { default: 1_000, least: 10 },
      bytes: { default: 1_024, least: 100 },
      connections: { default: 8, least: 1 },
      rate: { default: 50, least: 1 },
      seconds: { default: 5, least: 1 },
    },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const server = await startKnowledge(infrastructure);
    run.undo(() => server.stop());
    const pool = new Pool(server.url, { connections: options.connections + 2 });
    run.undo(() => pool.destroy());
    const connection = await connect({ servers: new URL(infrastructure.natsUrl).host });
    run.undo(() => connection.close());
    const bench = new Documents(infrastructure, server.pid, pool, async (tenantId, query) => {
      const answer = await connection.request(knowledgeSearch.subject, JSON.stringify({ tenantId, request: { query, limit: 5 } }), {
        timeout: 5_000,
      });
      if (!answer.json<{ ok: boolean }>().ok) throw new Error(`a question was not answered: ${answer.string()}`);
    });

    const asker = await bench.newBase();
    await bench.upload(asker, { count: 200, bytes: options.bytes, connections: options.connections, from: 1_000_000 });
    await bench.allReady(asker);
    await bench.publish(asker);
    await bench.ask(asker.tenantId, { rate: options.rate, until: after(2_000) });

    run.print(
      `\n${options.documents} documents of ${options.bytes} bytes over ${options.connections} connections; ${options.rate} questions/s of another tenant with 200 published documents; ${options.rounds} rounds`,
    );
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    const others = new OtherWork();
    const rounds: Round[] = [];
    for (let index = 0; index < options.rounds; index++) rounds.push(await bench.round(asker, index, options));
    const of = (name: keyof Round): number[] => rounds.map((round) => round[name]);
    run.print(
      renderTable(
        ['', ...rounds.map((_, index) => `round ${index + 1}`)],
        [
          ['all ready, ms', ...of('readyMs').map(whole)],
          ['all uploaded, ms', ...of('uploadedMs').map(whole)],
          ['the same rows in plain statements, ms', ...of('rawMs').map(whole)],
          ['one document of another tenant meanwhile, ms', ...of('singleMs').map(whole)],
          ['CPU of the service, ms', ...of('serviceCpuMs').map(whole)],
          ['CPU of Postgres, ms', ...of('postgresCpuMs').map(whole)],
          ['questions meanwhile, p95 ms', ...of('loadedP95Ms').map(ms)],
          ['questions before, p95 ms', ...of('idleP95Ms').map(ms)],
          ['questions meanwhile', ...of('searches').map(whole)],
        ],
      ),
    );
    const answers = pairedRatios(of('loadedP95Ms'), of('idleP95Ms'));
    run.print(
      `ready after ${verdict(median(of('readyMs')) / 1_000, { atMost: 10 })} s; ready / plain statements ${spread(pairedRatios(of('readyMs'), of('rawMs')))}; ` +
        `p95 of questions meanwhile / before ${spread(answers)}: ${verdict(answers?.median, { atMost: 2 })}; others took ${(others.share() * 100).toFixed(0)} % of the CPU`,
    );
  });
}

const after = (timeMs: number): (() => boolean) => {
  const end = performance.now() + timeMs;
  return () => performance.now() >= end;
};

interface Base {
  tenantId: string;
  id: string;
}

class Documents {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly servicePid: number,
    private readonly pool: Pool,
    private readonly search: (tenantId: string, query: string) => Promise<void>,
  ) {}

  async round(
    asker: Base,
    index: number,
    options: { documents: number; bytes: number; connections: number; rate: number; seconds: number },
  ): Promise<Round> {
    const idle = await this.ask(asker.tenantId, { rate: options.rate, until: after(options.seconds * 1_000) });
    const [many, one] = [await this.newBase(), await this.newBase()];
    let isReady = false;
    const begin = performance.now();
    const [serviceCpu, postgresCpu] = [treeCpuMs(this.servicePid), treeCpuMs(this.infrastructure.postgresPid)];
    const asking = this.ask(asker.tenantId, { rate: options.rate, until: () => isReady });
    const uploading = this.upload(many, {
      count: options.documents,
      bytes: options.bytes,
      connections: options.connections,
      from: index * options.documents,
    });
    const single = (async () => {
      await until(async () => (await this.statuses(many)).waiting > 50, TIMEOUT_MS, 10);
      const asked = performance.now();
      await this.upload(one, { count: 1, bytes: options.bytes, connections: 1, from: 2_000_000 });
      await this.allReady(one);
      return performance.now() - asked;
    })();
    await uploading;
    const uploadedMs = performance.now() - begin;
    await this.allReady(many);
    const readyMs = performance.now() - begin;
    const [serviceCpuMs, postgresCpuMs] = [
      treeCpuMs(this.servicePid) - serviceCpu,
      treeCpuMs(this.infrastructure.postgresPid) - postgresCpu,
    ];
    isReady = true;
    const loaded = await asking;
    const singleMs = await single;
    return {
      readyMs,
      uploadedMs,
      singleMs,
      rawMs: await this.raw(many),
      serviceCpuMs,
      postgresCpuMs,
      idleP95Ms: percentile(idle, 0.95),
      loadedP95Ms: percentile(loaded, 0.95),
      searches: loaded.length,
    };
  }

  async newBase(): Promise<Base> {
    const tenantId = v7();
    const { id } = await this.#call<{ id: string }>(tenantId, '/knowledge-bases', { name: 'Guide', language: 'en' });
    return { tenantId, id };
  }

  async publish(base: Base): Promise<void> {
    await this.#call(base.tenantId, `/knowledge-bases/${base.id}/publish`, undefined);
  }

  async upload(base: Base, options: { count: number; bytes: number; connections: number; from: number }): Promise<void> {
    let next = 0;
    await Promise.all(
      Array.from({ length: options.connections }, async () => {
        while (next < options.count) {
          const seed = options.from + next++;
          const body = { title: `Document ${seed}`, contentType: 'text/markdown', content: documentOf(seed, options.bytes) };
          await this.#call(base.tenantId, `/knowledge-bases/${base.id}/documents`, body);
        }
      }),
    );
  }

  async allReady(base: Base): Promise<void> {
    const took = await until(async () => (await this.statuses(base)).waiting === 0, TIMEOUT_MS, 20);
    const { ready, failed } = await this.statuses(base);
    if (took === undefined || failed > 0) throw new Error(`${ready} documents are ready, ${failed} have failed`);
  }

  async statuses(base: Base): Promise<{ waiting: number; ready: number; failed: number }> {
    const { rows } = await this.infrastructure.owner.query<{ waiting: number; ready: number; failed: number }>(
      `select count(*) filter (where status in ('queued', 'processing'))::int as waiting, count(*) filter (where status = 'ready')::int as ready,
         count(*) filter (where status = 'failed')::int as failed
       from knowledge.documents where tenant_id = $1 and base_id = $2 and deleted_at is null`,
      [base.tenantId, base.id],
    );
    return rows[0]!;
  }

  /** Open loop: a question is due every so often, whether the last one is answered or not. @returns how long each took, sorted */
  async ask(tenantId: string, options: { rate: number; until: () => boolean }): Promise<Float64Array> {
    const taken: number[] = [];
    const asked: Promise<void>[] = [];
    const begin = performance.now();
    for (let turn = 0; !options.until(); turn++) {
      const due = begin + (turn * 1_000) / options.rate;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      // One that is not answered in time counts as what was waited for it, and does not end the run.
      asked.push(
        this.search(tenantId, questionOf(turn))
          .catch((error: Error) => {
            if (error.name !== 'TimeoutError') throw error;
          })
          .then(() => void taken.push(performance.now() - due)),
      );
    }
    await Promise.all(asked);
    return Float64Array.from(taken).sort();
  }

  /** The rows that the documents of a base became, entered into tables with the same columns and indexes. @returns ms */
  async raw(base: Base): Promise<number> {
    const owner = await this.infrastructure.owner.connect();
    try {
      await owner.query(`create schema if not exists bench`);
      for (const table of ['documents', 'chunks', 'postings'])
        await owner.query(`create table if not exists bench.${table} (like knowledge.${table} including all)`);
      const begin = performance.now();
      await owner.query('begin');
      const ofBase = `select id from knowledge.documents where tenant_id = $1 and base_id = $2`;
      await owner.query(`insert into bench.documents select * from knowledge.documents where tenant_id = $1 and base_id = $2`, [
        base.tenantId,
        base.id,
      ]);
      for (const table of ['chunks', 'postings']) {
        await owner.query(
          `insert into bench.${table} select * from knowledge.${table} where tenant_id = $1 and document_id in (${ofBase})`,
          [base.tenantId, base.id],
        );
      }
      await owner.query('commit');
      return performance.now() - begin;
    } finally {
      owner.release();
    }
  }

  async #call<Answer>(tenantId: string, path: string, body: unknown): Promise<Answer> {
    const { statusCode, body: answer } = await this.pool.request({
      method: 'POST',
      path: `/api/v1${path}`,
      headers: asOwner(tenantId),
      body: JSON.stringify(body ?? {}),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${path} answered ${statusCode}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
