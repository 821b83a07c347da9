import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { IDENTITY_HEADER, identityKey, signIdentity } from '#service-kit';
import { v7 } from 'uuid';
import { loadSecrets } from '../deploy/embedded/src/secrets.js';
import { documentOf } from './load/texts.js';
import { OtherWork } from './measure/processes.js';
import { latencyOf, median, pairedRatios, type Latency } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import type { Calls as MetaCalls } from './outside/meta.js';
import { startCallable } from './rig/calls.js';
import { LedgerReader } from './rig/ledger.js';
import { readOptions, UsageError } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startSystem, type Demo, type System } from './rig/system.js';
import { until } from './rig/until.js';

const WARM_UP_MESSAGES = 200;
const WARM_UP_MS = 60_000;
/** A document that is not ready in this time is said to have taken it. */
const DOCUMENT_WITHIN_MS = 300_000;
const SENDS_A_STATEMENT = 10_000;

/** What one tenant has far too much of, and what of the other is measured beside it. */
interface Kind {
  name: string;
  amount: number;
  /** Makes the backlog; resolves when all of it is there. */
  crowd: (round: number) => Promise<unknown>;
  /** How much of it is left. */
  left: () => Promise<number>;
  /** What the quiet tenant waits for, at its rate for this time. */
  serve: (series: string, seconds: number) => Promise<Latency>;
}

interface Round {
  alone: Latency;
  beside: Latency;
  /** As the last of the quiet tenant was served. */
  left: number;
  others: number;
}

/**
 * A quiet tenant beside one who floods the system: webhooks, messages to send, documents. How long the quiet one waits, against itself alone
 * right before.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      messages: { default: 100_000, least: 100 },
      sends: { default: 100_000, least: 100 },
      documents: { default: 1_000, least: 10 },
      connections: { default: 32, least: 1 },
      rate: { default: 4, least: 0.1 },
      seconds: { default: 60, least: 1 },
    },
    texts: ['dir', 'kinds'],
    switches: ['keep', 'separate'],
  });
  await inRunFolder(options, async (run) => {
    const meta = await startCallable<MetaCalls>('outside/meta.js');
    const { url: graphUrl } = await meta.call('listen', {});
    const system = await startSystem(run, {
      env: {
        WHATSAPP_GRAPH_URL: graphUrl,
        REPLY_DEBOUNCE_MS: '0',
        LOG_LEVEL: 'warn',
        ...(options.separate ? { SERVICES: 'separate' } : {}),
      },
    });
    const owner = new pg.Pool({ connectionString: system.ownerUrl, max: 2 });
    owner.on('error', () => undefined);
    run.undo(() => owner.end());
    const [busy, quiet] = system.demo.tenants as [Tenant, Tenant];
    await meta.call('setUp', {
      gatewayUrl: system.url,
      appSecret: system.demo.whatsapp.appSecret,
      tenants: quiet.outlets,
      questions: quiet.knowledgeBases.flatMap(({ examples }) => examples),
      others: busy.outlets,
    });
    const ledger = await LedgerReader.signIn(system);
    const warmUp = await meta.call('burst', { series: 'warm', messages: WARM_UP_MESSAGES, connections: 8, timeoutMs: WARM_UP_MS });
    if (warmUp.replied < WARM_UP_MESSAGES) throw new Error(`${warmUp.replied} of ${WARM_UP_MESSAGES} messages were answered`);

    /** A message of a customer, until its reply is at Graph. */
    const answer = async (series: string, seconds: number): Promise<Latency> => {
      const messages = Math.ceil(options.rate * seconds);
      const { latency } = await meta.call('stream', {
        series,
        perSecond: options.rate,
        messages,
        connections: 4,
        timeoutMs: seconds * 1_000 + 600_000,
      });
      if (latency.count < messages) throw new Error(`${latency.count} of ${messages} messages of the quiet tenant were answered`);
      return latency;
    };
    const documents = new Documents(system, owner, busy, quiet);
    const kinds: Kind[] = [
      {
        name: 'webhooks',
        amount: options.messages,
        crowd: (round) =>
          meta.call('flood', {
            series: `crowd${round}`,
            messages: options.messages,
            connections: options.connections,
            tenant: busy.outlets[0]!,
          }),
        left: async () => {
          const { journal, items } = await ledger.read();
          return journal.pending + items.pending;
        },
        serve: answer,
      },
      {
        name: 'sends',
        amount: options.sends,
        crowd: () => queueSends(owner, busy, options.sends),
        left: () => countOf(owner, `message_sender.messages where tenant_id = $1 and open_state = 'queued'`, busy.id),
        serve: answer,
      },
      {
        name: 'documents',
        amount: options.documents,
        crowd: () => documents.crowd(options.documents, options.connections),
        left: () => countOf(owner, `knowledge.documents where tenant_id = $1 and status in ('queued', 'processing')`, busy.id),
        serve: (_, seconds) => documents.serve(seconds, options.rate),
      },
    ];
    const wanted = options.kinds?.split(',') ?? kinds.map(({ name }) => name);
    const unknown = wanted.filter((name) => !kinds.some((kind) => kind.name === name));
    if (unknown.length > 0) throw new UsageError(`--kinds: ${unknown.join(', ')}; known are ${kinds.map(({ name }) => name).join(', ')}`);
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    for (const kind of kinds.filter(({ name }) => wanted.includes(name))) {
      const rounds: Round[] = [];
      for (let round = 0; round < options.rounds; round++) {
        rounds.push(await measure(kind, round, options.seconds));
        const settled = await until(async () => (await kind.left()) === 0, 120_000 + kind.amount * 30, 500);
        if (settled === undefined) throw new Error(`${await kind.left()} ${kind.name} are left`);
      }
      print(run, kind, rounds, options);
    }
  });
}

type Tenant = Demo['tenants'][number];

async function measure(kind: Kind, round: number, seconds: number): Promise<Round> {
  const alone = await kind.serve(`alone${kind.name}${round}`, Math.min(seconds, 20));
  const others = new OtherWork();
  const crowding = kind.crowd(round);
  const there = await until(async () => (await kind.left()) > kind.amount / 20, 120_000, 20);
  if (there === undefined) throw new Error(`no crowd of ${kind.name}: they were done as fast as they came`);
  const beside = await kind.serve(`beside${kind.name}${round}`, seconds);
  const left = await kind.left();
  const othersShare = others.share();
  await crowding;
  return { alone, beside, left, others: othersShare };
}

function print(run: { print: (text: string) => void }, kind: Kind, rounds: readonly Round[], options: { rate: number }): void {
  const of = (pick: (round: Round) => number): number[] => rounds.map(pick);
  run.print(`\n${whole(kind.amount)} ${kind.name} of one tenant; another is served ${options.rate} times a second`);
  run.print(
    renderTable(
      ['', ...rounds.map((_, index) => `round ${index + 1}`)],
      [
        ['alone: p50 ms', ...of(({ alone }) => alone.p50Ms).map(ms)],
        ['alone: p99 ms', ...of(({ alone }) => alone.p99Ms).map(ms)],
        ['beside: p50 ms', ...of(({ beside }) => beside.p50Ms).map(ms)],
        ['beside: p99 ms', ...of(({ beside }) => beside.p99Ms).map(ms)],
        ['beside: longest, ms', ...of(({ beside }) => beside.maxMs).map(ms)],
        ['served beside', ...of(({ beside }) => beside.count).map(whole)],
        ['left of the crowd at the end', ...of(({ left }) => left).map(whole)],
      ],
    ),
  );
  const p99 = median(of(({ beside }) => beside.p99Ms));
  const ratios = pairedRatios(
    of(({ beside }) => beside.p99Ms),
    of(({ alone }) => alone.p99Ms),
  );
  run.print(
    `p99 beside / alone ${spread(ratios)}; p99 beside, s: ${verdict(p99 / 1_000, { atMost: 2 })}; other work used ${Math.round(median(of(({ others }) => others)) * 100)} % of the machine`,
  );
  if (rounds.some(({ left }) => left === 0)) run.print('The crowd was gone before the end: a larger one, or fewer --seconds.');
}

async function countOf(owner: pg.Pool, what: string, tenantId: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from ${what}`, [tenantId]);
  return rows[0]!.count;
}

/** As the door for programs would queue them, each to a recipient of its own. */
async function queueSends(owner: pg.Pool, { id, outlets }: Tenant, count: number): Promise<void> {
  for (let done = 0; done < count; done += SENDS_A_STATEMENT) {
    await owner.query(
      `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content)
       select $1, uuidv7(), $2::uuid, phone, $2::uuid || ':' || phone, 'broadcast', '{"type":"text","text":{"body":"News"}}'
       from (select (16660000000 + n)::text as phone from generate_series($3::integer, $4::integer) n) r`,
      [id, outlets[0]!.id, done + 1, Math.min(count, done + SENDS_A_STATEMENT)],
    );
  }
}

/** Documents, at the knowledge service's own port: how many a tenant may upload at its public door is not the question here. */
class Documents {
  readonly #url: string;
  readonly #key: string;
  readonly #bases = new Map<string, string>();
  #number = 0;

  constructor(
    system: System,
    private readonly owner: pg.Pool,
    private readonly busy: Tenant,
    private readonly quiet: Tenant,
  ) {
    const ports = JSON.parse(readFileSync(join(system.dataDir, 'ports.json'), 'utf8')) as Record<string, number>;
    this.#url = `http://127.0.0.1:${ports.knowledge}/api/v1/knowledge-bases`;
    this.#key = identityKey(loadSecrets(system.dataDir, {}).internalSecret, 'knowledge');
  }

  async crowd(count: number, connections: number): Promise<void> {
    let next = 0;
    const upload = async (): Promise<void> => {
      while (next++ < count) await this.#add(this.busy);
    };
    await Promise.all(Array.from({ length: connections }, upload));
  }

  /** Small documents at their times, each until it is ready. */
  async serve(seconds: number, rate: number): Promise<Latency> {
    const taken: Promise<number>[] = [];
    const begin = performance.now();
    for (let n = 0; n < seconds * rate; n++) {
      const due = begin + (n * 1_000) / rate;
      await sleep(Math.max(0, due - performance.now()));
      taken.push(this.#ready(due));
    }
    return latencyOf(await Promise.all(taken));
  }

  async #ready(due: number): Promise<number> {
    const id = await this.#add(this.quiet);
    await until(
      async () => {
        const { rows } = await this.owner.query('select 1 from knowledge.documents where tenant_id = $1 and id = $2 and status = $3', [
          this.quiet.id,
          id,
          'ready',
        ]);
        return rows.length > 0;
      },
      DOCUMENT_WITHIN_MS,
      20,
    );
    return performance.now() - due;
  }

  async #add(tenant: Tenant): Promise<string> {
    let base = this.#bases.get(tenant.id);
    if (base === undefined) {
      base = (await this.#call(tenant, '', { name: 'Crowd', language: 'en' })).id;
      this.#bases.set(tenant.id, base);
    }
    const seed = ++this.#number;
    const body = { title: `Document ${seed}`, contentType: 'text/markdown', content: documentOf(seed, 1_024) };
    return (await this.#call(tenant, `/${base}/documents`, body)).id;
  }

  async #call(tenant: Tenant, path: string, body: unknown): Promise<{ id: string }> {
    const identity = signIdentity({ kind: 'user', subject: v7(), superadmin: false, tenantId: tenant.id, role: 'owner' }, this.#key);
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { id: string };
  }
}
