import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { loadSecrets } from '../../deploy/embedded/src/secrets.js';
import { nameOfProcess } from '../measure/process-names.js';
import { cpuByName } from '../measure/processes.js';
import { percentile } from '../measure/statistics.js';
import type { Calls as MetaCalls } from '../outside/meta.js';
import { startCallable, type Callable } from '../rig/calls.js';
import { LedgerReader } from '../rig/ledger.js';
import { withPostgresAlone } from '../rig/postgres-alone.js';
import type { Run } from '../rig/run.js';
import { startSystem, type System } from '../rig/system.js';
import type { AgedTenant } from './aged-data.js';

const SETTLE_TIMEOUT_MS = 180_000;
const IDLE_MS = 3_000;
/** What was just stored is vacuumed and analysed first: that is no rest. Part of one processor. */
const QUIET_SHARE = 0.1;
const LONGEST_UNREST_MS = 120_000;
const READERS = 4;
const DISPLAYED = '15550100100';

interface Options {
  messages: number;
  connections: number;
  rate: number;
  seconds: number;
  requests: number;
}

interface Burst {
  settledMs: number;
  /** A message, without what the system uses at rest. */
  cpuMs: number;
  blocks: number;
  /** Messages that were not answered, or answered twice; all of them where it did not settle. */
  missing: number;
}

export interface Figures {
  newcomers: Burst;
  known: Burst;
  p50Ms: number;
}

export interface Reading {
  path: string;
  p50Ms: number;
  p95Ms: number;
}

interface Usage {
  cpuMs: number;
  blocks: number;
}

/** A system under measurement, with the world outside it. */
export class Side {
  #tenants: AgedTenant[] = [];
  /** To whom customers write now; a part of the tenants. */
  #serving: readonly AgedTenant[] = [];
  #knownOf: ((round: number) => readonly number[]) | undefined;
  #newcomers = 0;
  #bursts = 0;
  #idle: Usage = { cpuMs: 0, blocks: 0 };

  private constructor(
    private readonly run: Run,
    private readonly name: string,
    private readonly options: Options,
    private readonly meta: Callable<MetaCalls>,
    private readonly graphUrl: string,
    private system: System,
    private owner: pg.Pool,
    private ledger: LedgerReader,
  ) {}

  static async start(run: Run, name: string, options: Options): Promise<Side> {
    const meta = await startCallable<MetaCalls>('outside/meta.js');
    const { url: graphUrl } = await meta.call('listen', {});
    const { system, owner, ledger } = await open(run, name, graphUrl);
    const side = new Side(run, name, options, meta, graphUrl, system, owner, ledger);
    const tenant = side.#tenant;
    const [outlet] = tenant.outlets;
    side.#tenants = [{ id: tenant.id, outletId: outlet!.id, phoneNumberId: outlet!.phoneNumberId, wabaId: outlet!.wabaId }];
    side.#serving = side.#tenants;
    return side;
  }

  get #tenant(): System['demo']['tenants'][number] {
    return this.system.demo.tenants.find(({ slug }) => slug === 'acme-corp')!;
  }

  get tenants(): readonly AgedTenant[] {
    return this.#tenants;
  }

  addTenants(tenants: readonly AgedTenant[]): void {
    this.#tenants = [...this.#tenants, ...tenants];
    this.serve(this.#tenants);
  }

  /** @param knownOf numbers of customers who have written before, for a round; those of its other burst where it is left out */
  serve(tenants: readonly AgedTenant[], knownOf?: (round: number) => readonly number[]): void {
    this.#serving = tenants;
    this.#knownOf = knownOf;
  }

  /** Changes the database while nothing else runs in it. */
  async change(work: (owner: pg.Client, encryptionKeys: string) => Promise<void>): Promise<void> {
    await this.owner.end();
    await this.system.stop();
    const { encryptionKeys } = loadSecrets(this.system.dataDir, {});
    await withPostgresAlone(this.system, (owner) => work(owner, encryptionKeys));
    const { system, owner, ledger } = await open(this.run, this.name, this.graphUrl);
    Object.assign(this, { system, owner, ledger });
  }

  /** Connections are open, plans are made; then what it uses at rest is measured. */
  async warmUp(): Promise<void> {
    await this.meta.call('setUp', {
      gatewayUrl: this.system.url,
      appSecret: this.system.demo.whatsapp.appSecret,
      tenants: this.#serving.map(({ phoneNumberId, wabaId }) => ({ phoneNumberId, wabaId, displayPhoneNumber: DISPLAYED })),
      questions: this.#tenant.knowledgeBases.flatMap(({ examples }) => examples),
    });
    await this.#burst({});
    await sleep(1_000);
    const until = performance.now() + LONGEST_UNREST_MS;
    do this.#idle = await this.#atRest();
    while (this.#idle.cpuMs > QUIET_SHARE && performance.now() < until);
  }

  /** A millisecond. */
  async #atRest(): Promise<Usage> {
    const [before, begin] = [await this.#usage(), performance.now()];
    await sleep(IDLE_MS);
    const after = await this.#usage();
    const elapsed = performance.now() - begin;
    return { cpuMs: (after.cpuMs - before.cpuMs) / elapsed, blocks: (after.blocks - before.blocks) / elapsed };
  }

  async measure(round: number): Promise<Figures> {
    const first = this.#newcomers + 1;
    const newcomers = await this.#burst({});
    const theirs = Array.from({ length: this.options.messages }, (_, index) => first + index);
    const known = await this.#burst({ customers: this.#knownOf?.(round) ?? theirs });
    const messages = Math.ceil(this.options.rate * this.options.seconds);
    const stream = await this.meta.call('stream', {
      series: this.#series(),
      perSecond: this.options.rate,
      messages,
      connections: this.options.connections,
      timeoutMs: this.options.seconds * 1_000 + 60_000,
    });
    this.#newcomers += messages;
    await this.ledger.settled(SETTLE_TIMEOUT_MS);
    return { newcomers, known, p50Ms: stream.latency.p50Ms };
  }

  #series(): string {
    return `${this.name}${++this.#bursts}`;
  }

  async #burst({ customers }: { customers?: readonly number[] }): Promise<Burst> {
    const { messages, connections } = this.options;
    const [before, begin] = [await this.#usage(), performance.now()];
    const outcome = await this.meta.call('burst', {
      series: this.#series(),
      messages,
      connections,
      timeoutMs: SETTLE_TIMEOUT_MS,
      ...(customers ? { customers } : {}),
    });
    if (!customers) this.#newcomers += messages;
    const settled = await this.ledger.settled(SETTLE_TIMEOUT_MS, 50);
    const settledMs = performance.now() - begin;
    const cpuMs = this.#cpuMs() - before.cpuMs;
    // Connections report their statistics once they have been idle for a while.
    await sleep(1_500);
    const blocks = (await this.#blocks()) - before.blocks;
    const elapsed = performance.now() - begin;
    const missing = settled === undefined ? messages : messages - outcome.replied + outcome.doubled;
    return {
      settledMs,
      cpuMs: (cpuMs - this.#idle.cpuMs * settledMs) / messages,
      blocks: (blocks - this.#idle.blocks * elapsed) / messages,
      missing,
    };
  }

  async #usage(): Promise<Usage> {
    return { cpuMs: this.#cpuMs(), blocks: await this.#blocks() };
  }

  #cpuMs(): number {
    return [...cpuByName(this.system.pid, nameOfProcess).values()].reduce((sum, value) => sum + value, 0);
  }

  /** Pages of tables and indexes that connections have looked at, in memory or not. */
  async #blocks(): Promise<number> {
    const { rows } = await this.owner.query<{ blocks: string }>(
      `select sum(coalesce(hits, 0) + coalesce(reads, 0)) as blocks from pg_stat_io where backend_type = 'client backend' and object = 'relation'`,
    );
    return Number(rows[0]!.blocks);
  }

  /** Pages that people look at, asked for by a few at once. */
  async read(): Promise<Reading[]> {
    const { rows } = await this.owner.query<{ id: string }>(
      'select id from conversation.conversations where tenant_id = $1 order by next_seq desc limit 1',
      [this.#tenant.id],
    );
    const pages = {
      '/ops/ledger': '/ops/ledger',
      '/ops/items?outcome=dead': '/ops/items?outcome=dead',
      '/conversations/counts': '/conversations/counts',
      '/conversations': '/conversations?limit=50',
      '/conversations/{id}/messages': `/conversations/${rows[0]!.id}/messages?limit=50`,
    };
    const headers = { authorization: `Bearer ${this.ledger.token}`, 'x-tenant-id': this.#tenant.id };
    const pool = new Pool(this.system.url, { connections: READERS });
    try {
      const readings: Reading[] = [];
      for (const [path, page] of Object.entries(pages))
        readings.push({ path, ...(await readPage(pool, `/api/v1${page}`, headers, this.options.requests)) });
      return readings;
    } finally {
      await pool.destroy();
    }
  }
}

async function open(run: Run, name: string, graphUrl: string): Promise<{ system: System; owner: pg.Pool; ledger: LedgerReader }> {
  const system = await startSystem(run, { name, env: { WHATSAPP_GRAPH_URL: graphUrl, REPLY_DEBOUNCE_MS: '0', LOG_LEVEL: 'warn' } });
  const owner = new pg.Pool({ connectionString: system.ownerUrl, max: 1, application_name: 'bench:owner' });
  owner.on('error', () => undefined);
  return { system, owner, ledger: await LedgerReader.signIn(system) };
}

async function readPage(pool: Pool, path: string, headers: Record<string, string>, requests: number): Promise<Omit<Reading, 'path'>> {
  const times: number[] = [];
  let left = requests + READERS * 5;
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      while (left-- > 0) {
        const sentAt = performance.now();
        const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
        const answer = await body.text();
        if (statusCode !== 200) throw new Error(`${path} was answered ${statusCode}: ${answer.slice(0, 200)}`);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  // The first ones open connections.
  const sorted = Float64Array.from(times.slice(READERS * 5)).sort();
  return { p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95) };
}
