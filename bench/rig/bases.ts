import { v7 } from 'uuid';
import { Pool } from 'undici';
import { schemaPassword, TenantDatabase } from '#database';
import type { QuestionSet } from '../sets/question-set.js';
import type { Infrastructure } from './infrastructure.js';
import { asOwner, KNOWLEDGE_SECRET, startKnowledge } from './knowledge.js';
import type { Run } from './run.js';
import { until } from './until.js';

const TIMEOUT_MS = 300_000;
const CONNECTIONS = 8;

/** A published base, and which document is which. */
export interface LoadedBase {
  tenantId: string;
  id: string;
  /** The place in the set, by document id. */
  places: ReadonlyMap<string, number>;
}

/** Bases that were uploaded, read and published by the knowledge service itself, and its database. */
export class Bases {
  private constructor(
    private readonly infrastructure: Infrastructure,
    private readonly pool: Pool,
    /** As the knowledge service's own role, under row-level security. */
    readonly database: TenantDatabase,
    private readonly embeddings: 'off' | 'en',
  ) {}

  /** @param embeddings `en`: what is published in English gets vectors */
  static async start(run: Run, infrastructure: Infrastructure, embeddings: 'off' | 'en' = 'off'): Promise<Bases> {
    const server = await startKnowledge(infrastructure, { LOCAL_EMBEDDINGS: embeddings });
    run.undo(() => server.stop());
    const pool = new Pool(server.url, { connections: CONNECTIONS });
    run.undo(() => pool.destroy());
    const database = new TenantDatabase({
      databaseUrl: infrastructure.ownerUrl,
      password: schemaPassword(KNOWLEDGE_SECRET, 'knowledge'),
      schema: 'knowledge',
      poolSize: 4,
    });
    run.undo(() => database.close());
    return new Bases(infrastructure, pool, database, embeddings);
  }

  /** @param without places of documents that are left out */
  async load(set: QuestionSet, without: ReadonlySet<number> = new Set()): Promise<LoadedBase> {
    const tenantId = v7();
    const { id } = await this.#call<{ id: string }>(tenantId, '/knowledge-bases', { name: set.name, language: set.language });
    const places = new Map<string, number>();
    const waiting = set.documents.flatMap((document, place) => (without.has(place) ? [] : [{ document, place }]));
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (let next; (next = waiting.shift());) {
          // The same title for all: it tells no document from another.
          const added = await this.#call<{ id: string }>(tenantId, `/knowledge-bases/${id}/documents`, {
            title: 'Guide',
            ...next.document,
          });
          places.set(added.id, next.place);
        }
      }),
    );
    const ready = await until(async () => (await this.#waiting(tenantId)) === 0, TIMEOUT_MS, 50);
    if (ready === undefined) throw new Error(`the documents of ${set.name} are not ready after ${TIMEOUT_MS / 1_000} s`);
    await this.#call(tenantId, `/knowledge-bases/${id}/publish`, {});
    if (this.embeddings === 'en') await this.#embedded(tenantId, id, set.name);
    await this.infrastructure.owner.query('analyze knowledge.postings, knowledge.chunks, knowledge.documents');
    return { tenantId, id, places };
  }

  async #waiting(tenantId: string): Promise<number> {
    const { rows } = await this.infrastructure.owner.query<{ waiting: number; failed: number }>(
      `select count(*) filter (where status in ('queued', 'processing'))::int as waiting, count(*) filter (where status = 'failed')::int as failed
       from knowledge.documents where tenant_id = $1`,
      [tenantId],
    );
    if (rows[0]!.failed > 0) throw new Error(`${rows[0]!.failed} documents failed`);
    return rows[0]!.waiting;
  }

  async #embedded(tenantId: string, id: string, name: string): Promise<void> {
    const done = await until(
      async () =>
        (
          await this.infrastructure.owner.query(
            'select from knowledge.knowledge_bases where tenant_id = $1 and id = $2 and embedded_version = published_version',
            [tenantId, id],
          )
        ).rowCount === 1,
      TIMEOUT_MS,
      50,
    );
    if (done === undefined) throw new Error(`the vectors of ${name} are not ready after ${TIMEOUT_MS / 1_000} s`);
  }

  async #call<Answer>(tenantId: string, path: string, body: unknown): Promise<Answer> {
    const { statusCode, body: answer } = await this.pool.request({
      method: 'POST',
      path: `/api/v1${path}`,
      headers: asOwner(tenantId),
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${path} answered ${statusCode}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
