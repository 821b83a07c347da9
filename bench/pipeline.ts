import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#local-servers/ports.js';
import { ownerOf, selfTimes } from './measure/cpu-profile.js';
import { nameOfProcess } from './measure/process-names.js';
import { cpuByName, OtherWork } from './measure/processes.js';
import { median, pairedRatios } from './measure/statistics.js';
import { ms, ratio, renderTable, spread, verdict, whole } from './measure/table.js';
import type { Calls as DomainCalls } from './outside/domain-transaction.js';
import type { Calls as MetaCalls, Outcome } from './outside/meta.js';
import { startCallable, type Callable } from './rig/calls.js';
import { createDomainSchema, pgbenchRate } from './rig/domain-schema.js';
import { LedgerReader, type Figures } from './rig/ledger.js';
import { readOptions, UsageError } from './rig/options.js';
import { Profiler } from './rig/profiler.js';
import { inRunFolder, type Run } from './rig/run.js';
import { startSystem, type System } from './rig/system.js';

const DOMAIN_CONNECTIONS = 16;
const WARM_UP_MESSAGES = 300;
const IDLE_MS = 5_000;
const SETTLE_TIMEOUT_MS = 180_000;

interface Counters {
  commits: number;
  walBytes: number;
  walSyncs: number;
}

interface Burst extends Outcome {
  settledMs: number | undefined;
  cpuMs: number;
  cpu: Map<string, number>;
  counters: Counters;
  journalRows: number;
  /** 200s to webhooks of either kind, meanwhile. */
  webhooks: number;
  othersShare: number;
}

interface Baseline {
  perSecond: number;
  pgbench: number | undefined;
}

export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      messages: { default: 3_000, least: 1 },
      connections: { default: 64, least: 1 },
      rate: { default: 50, least: 1 },
      seconds: { default: 20, least: 1 },
      baseline: { default: 5, least: 1 },
    },
    texts: ['dir', 'debounce'],
    switches: ['keep', 'separate', 'statements', 'profile'],
  });
  if (options.separate && options.profile) throw new UsageError('--profile looks into one process: leave out --separate');

  await inRunFolder(options, async (run) => {
    const meta = await startCallable<MetaCalls>('outside/meta.js');
    const { url: graphUrl } = await meta.call('listen', {});
    const inspectPort = await freePort();
    const start = () =>
      startSystem(run, {
        env: {
          WHATSAPP_GRAPH_URL: graphUrl,
          REPLY_DEBOUNCE_MS: options.debounce ?? '0',
          LOG_LEVEL: 'warn',
          ...(options.separate ? { SERVICES: 'separate' } : {}),
        },
        nodeArgs: options.profile ? [`--inspect=127.0.0.1:${inspectPort}`] : [],
      });
    let system = await start();
    if (options.statements) {
      await asOwner(system, (owner) => owner.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`));
      await system.stop();
      system = await start();
    }
    const owner = new pg.Pool({ connectionString: system.ownerUrl, max: 1 });
    owner.on('error', () => undefined);
    run.undo(() => owner.end());
    if (options.statements) await owner.query('create extension pg_stat_statements');

    const tenant = system.demo.tenants.find(({ slug }) => slug === 'acme-corp')!;
    await meta.call('setUp', {
      gatewayUrl: system.url,
      appSecret: system.demo.whatsapp.appSecret,
      tenants: tenant.outlets,
      questions: tenant.knowledgeBases.flatMap(({ examples }) => examples),
    });
    const ledger = await LedgerReader.signIn(system);
    const domainUrl = await createDomainSchema(owner, system.ownerUrl);
    const domain = await startCallable<DomainCalls>('outside/domain-transaction.js');
    const profiler = options.profile ? await Profiler.attach(inspectPort) : undefined;

    const warmUp = await meta.call('burst', {
      series: 'warm',
      messages: WARM_UP_MESSAGES,
      connections: options.connections,
      timeoutMs: 60_000,
    });
    if (warmUp.replied === 0)
      throw new Error(`no message of ${WARM_UP_MESSAGES} was answered within 60 s: ${JSON.stringify(await ledger.read())}`);
    await ledger.settled(SETTLE_TIMEOUT_MS);
    const idlePerMs = await idleCpu(system);

    const bursts: Burst[] = [];
    const baselines: Baseline[] = [];
    if (options.statements) await owner.query('select pg_stat_statements_reset()');
    await profiler?.start();
    for (let round = 0; round < options.rounds; round++) {
      const common = { series: `burst${round}`, messages: options.messages, connections: options.connections, timeoutMs: 240_000 };
      bursts.push(await measureBurst(system, owner, ledger, idlePerMs, meta, common));
      const { perSecond } = await domain.call('run', {
        url: domainUrl,
        connections: DOMAIN_CONNECTIONS,
        warmUpMs: 500,
        measureMs: options.baseline * 1_000,
      });
      const pgbench = await pgbenchRate(domainUrl, run.folder, { connections: DOMAIN_CONNECTIONS, seconds: Math.ceil(options.baseline) });
      baselines.push({ perSecond, pgbench });
      process.stderr.write(
        `  round ${round + 1}: ${whole(rateOf(bursts.at(-1)!))} messages/s, D ${whole(perSecond)}/s, in pgbench ${pgbench === undefined ? '-' : whole(pgbench)}/s\n`,
      );
    }
    const profile = await profiler?.stop();
    profiler?.close();
    const statements = options.statements ? await topStatements(owner) : undefined;

    const streams: Outcome[] = [];
    const single: number[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const messages = Math.ceil(options.rate * options.seconds);
      streams.push(
        await meta.call('stream', {
          series: `stream${round}`,
          perSecond: options.rate,
          messages,
          connections: options.connections,
          timeoutMs: options.seconds * 1_000 + 60_000,
        }),
      );
      await ledger.settled(SETTLE_TIMEOUT_MS);
      single.push((await domain.call('run', { url: domainUrl, connections: 1, warmUpMs: 300, measureMs: 2_000 })).latency.p50Ms);
    }
    const { journal, items } = await ledger.read();

    printBursts(run, bursts, baselines, options);
    printStreams(run, streams, single, options);
    printBreakdown(run, bursts, idlePerMs);
    if (statements) printStatements(run, statements, options.messages * options.rounds);
    if (profile) {
      const total = options.messages * options.rounds;
      run.print(`\nCPU of the node process by where it was spent (sampled while the bursts and their baselines ran), ms a message`);
      run.print(
        renderTable(
          ['package or file', 'self ms', 'ms/message'],
          selfTimes(profile, ownerOf)
            .slice(0, 25)
            .map(({ name, ms: self }) => [name, whole(self), (self / total).toFixed(3)]),
        ),
      );
    }
    run.print(`\nLedger at the end: journal ${sentence(journal)}; items ${sentence(items)}`);
    if (options.rounds < 3) run.print('Fewer than three rounds: a trial, not a result.');
  });
}

const sentence = ({ received, processed, parked, dead, pending }: Figures): string =>
  `${whole(received)} received = ${whole(processed)} processed + ${parked} parked + ${dead} dead + ${pending} pending`;
const rateOf = (burst: Outcome): number => (burst.replied / burst.repliedMs) * 1_000;
const medianOf = <T>(rounds: readonly T[], pick: (round: T) => number): number => median(rounds.map(pick));
const sumOf = <T>(rounds: readonly T[], pick: (round: T) => number): number => rounds.reduce((sum, round) => sum + pick(round), 0);
const totalOf = (cpu: Map<string, number>): number => [...cpu.values()].reduce((sum, value) => sum + value, 0);

async function asOwner(system: System, work: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: system.ownerUrl });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** CPU that the system uses when nobody writes, in ms per ms. */
async function idleCpu(system: System): Promise<number> {
  await sleep(1_000);
  const before = totalOf(cpuByName(system.pid, nameOfProcess));
  await sleep(IDLE_MS);
  return (totalOf(cpuByName(system.pid, nameOfProcess)) - before) / IDLE_MS;
}

async function readCounters(owner: pg.Pool): Promise<Counters> {
  const { rows } = await owner.query<Record<keyof Counters, string>>(`
    select (select sum(xact_commit) from pg_stat_database) as commits, (select wal_bytes from pg_stat_wal) as "walBytes",
      (select sum(fsyncs) from pg_stat_io where object = 'wal') as "walSyncs"`);
  return { commits: Number(rows[0]!.commits), walBytes: Number(rows[0]!.walBytes), walSyncs: Number(rows[0]!.walSyncs) };
}

/** A burst from its first webhook until the ledger says that nothing is under way, the statuses of its replies included. */
async function measureBurst(
  system: System,
  owner: pg.Pool,
  ledger: LedgerReader,
  idlePerMs: number,
  meta: Callable<MetaCalls>,
  options: Parameters<MetaCalls['burst']>[0],
): Promise<Burst> {
  const [counters, cpu, journal] = [await readCounters(owner), cpuByName(system.pid, nameOfProcess), (await ledger.read()).journal];
  const webhooks = await meta.call('acknowledgedSoFar', {});
  const others = new OtherWork();
  const begin = performance.now();
  const outcome = await meta.call('burst', options);
  const settledMs = await ledger.settled(SETTLE_TIMEOUT_MS);
  const elapsedMs = performance.now() - begin;
  const othersShare = others.share();
  const cpuAfter = cpuByName(system.pid, nameOfProcess);
  const used = new Map([...cpuAfter].map(([name, value]) => [name, value - (cpu.get(name) ?? 0)]));
  // Connections report their statistics once they have been idle for a while.
  await sleep(1_500);
  const after = await readCounters(owner);
  return {
    ...outcome,
    settledMs: settledMs === undefined ? undefined : elapsedMs,
    cpuMs: totalOf(used) - idlePerMs * elapsedMs,
    cpu: used,
    counters: {
      commits: after.commits - counters.commits,
      walBytes: after.walBytes - counters.walBytes,
      walSyncs: after.walSyncs - counters.walSyncs,
    },
    journalRows: (await ledger.read()).journal.received - journal.received,
    webhooks: (await meta.call('acknowledgedSoFar', {})) - webhooks,
    othersShare,
  };
}

function printBursts(
  run: Run,
  bursts: readonly Burst[],
  baselines: readonly Baseline[],
  options: { messages: number; connections: number; rounds: number; baseline: number },
): void {
  const rate = medianOf(bursts, rateOf);
  const domain = medianOf(baselines, ({ perSecond }) => perSecond);
  const pgbench = baselines.some(({ pgbench: rounds }) => rounds === undefined)
    ? undefined
    : medianOf(baselines, ({ pgbench: measured }) => measured!);
  const toDomain = pairedRatios(
    bursts.map(rateOf),
    baselines.map(({ perSecond }) => perSecond),
  );
  const toPgbench =
    pgbench === undefined
      ? undefined
      : pairedRatios(
          bursts.map(rateOf),
          baselines.flatMap(({ pgbench: measured }) => measured ?? []),
        );
  run.print(
    `\nBursts of ${whole(options.messages)} messages, each from a customer of its own, over ${options.connections} connections; ${options.rounds} rounds, each followed by its baseline of ${options.baseline} s; medians`,
  );
  run.print(
    renderTable(
      ['', '/s', '/ D', '/ D in pgbench'],
      [
        ['messages answered (until the last reply was at Graph)', whole(rate), spread(toDomain), spread(toPgbench)],
        ['messages acknowledged', whole(medianOf(bursts, (burst) => (burst.acknowledged / burst.acknowledgedMs) * 1_000)), '', ''],
        [
          'messages settled in the ledger, statuses too',
          whole(medianOf(bursts, (burst) => (burst.settledMs === undefined ? NaN : (burst.messages / burst.settledMs) * 1_000))),
          '',
          '',
        ],
        ['D: domain transactions through pg, 16 connections', whole(domain), '1.00', ratio(domain, pgbench)],
        ...(pgbench === undefined ? [] : [['D in pgbench, 16 connections', whole(pgbench), ratio(pgbench, domain), '1.00']]),
      ],
    ),
  );
  const refused = bursts.flatMap((burst) => Object.entries(burst.refused).map(([status, count]) => `${count} x ${status}`));
  run.print(
    `rows durable / 200s sent: ${whole(sumOf(bursts, (burst) => burst.journalRows))} / ${whole(sumOf(bursts, (burst) => burst.webhooks))} (customers' messages and Meta's statuses); not 200: ${refused.join(', ') || '0'}`,
  );
  run.print(
    `replied ${whole(sumOf(bursts, (burst) => burst.replied))} of ${whole(sumOf(bursts, (burst) => burst.messages))}, twice ${sumOf(bursts, (burst) => burst.doubled)}, with what the knowledge base says ${whole(sumOf(bursts, (burst) => burst.right))}; other work used ${Math.round(medianOf(bursts, (burst) => burst.othersShare) * 100)} % of the machine (the outside and the baseline not counted)`,
  );
  run.print(`answered / D: ${verdict(toDomain?.median, { atLeast: 0.25 })}`);
}

function printStreams(
  run: Run,
  streams: readonly Outcome[],
  single: readonly number[],
  options: { rate: number; seconds: number; rounds: number },
): void {
  const p50 = medianOf(streams, ({ latency }) => latency.p50Ms);
  const one = median(single);
  run.print(
    `\n${options.rate} messages/s for ${options.seconds} s, ${options.rounds} rounds, medians: from the time a message was due until its reply was at Graph`,
  );
  run.print(
    renderTable(
      ['', 'p50 ms', 'p99 ms', 'max ms', 'p50 / one domain transaction'],
      [
        [
          'webhook to Graph',
          ms(p50),
          ms(medianOf(streams, ({ latency }) => latency.p99Ms)),
          ms(medianOf(streams, ({ latency }) => latency.maxMs)),
          ratio(p50, one),
        ],
        ['one domain transaction, nothing else running', ms(one), '', '', '1.00'],
      ],
    ),
  );
  run.print(
    `replied ${whole(sumOf(streams, ({ replied }) => replied))} of ${whole(sumOf(streams, ({ messages }) => messages))}; p50 / 25 ms: ${verdict(p50 / 25, { atMost: 1 })}`,
  );
}

function printBreakdown(run: Run, bursts: readonly Burst[], idlePerMs: number): void {
  const messages = sumOf(bursts, (burst) => burst.messages);
  const names = [...new Set(bursts.flatMap((burst) => [...burst.cpu.keys()]))];
  const perMessage = (name: string): number => sumOf(bursts, (burst) => burst.cpu.get(name) ?? 0) / messages;
  run.print(
    `\nCPU a message: ${medianOf(bursts, (burst) => burst.cpuMs / burst.messages).toFixed(2)} ms (all processes of the system, until settled; its ${(idlePerMs * 100).toFixed(1)} % of a core at rest is taken off the sum, not off the lines)`,
  );
  run.print(
    renderTable(
      ['process', 'CPU ms/message'],
      names
        .map((name) => ({ name, cpu: perMessage(name) }))
        .filter(({ name, cpu }) => cpu >= 0.005 && !name.includes('bench'))
        .sort((a, b) => b.cpu - a.cpu)
        .map(({ name, cpu }) => [name, cpu.toFixed(2)]),
    ),
  );
  const counter = (name: keyof Counters): number => sumOf(bursts, ({ counters }) => counters[name]) / messages;
  run.print(
    `Postgres a message, by its own statistics: ${counter('commits').toFixed(1)} commits, ${counter('walSyncs').toFixed(2)} syncs of the log, ${(counter('walBytes') / 1024).toFixed(1)} KiB of log`,
  );
}

interface Statement {
  role: string;
  query: string;
  calls: string;
  ms: number;
}

const topStatements = async (owner: pg.Pool): Promise<Statement[]> =>
  (
    await owner.query<Statement>(`
      select rolname as role, regexp_replace(query, '\\s+', ' ', 'g') as query, calls, total_exec_time as ms
      from pg_stat_statements join pg_roles on pg_roles.oid = userid
      where rolname like 'chasqui\\_%' order by total_exec_time desc limit 25`)
  ).rows;

function printStatements(run: Run, statements: readonly Statement[], messages: number): void {
  run.print('\nStatements by their time in Postgres (waiting for locks and syncs included)');
  run.print(
    renderTable(
      ['statement', 'role', 'calls/message', 'ms/message'],
      statements.map(({ role, query, calls, ms: total }) => [
        query.slice(0, 100),
        role.replace('chasqui_', ''),
        (Number(calls) / messages).toFixed(2),
        (total / messages).toFixed(3),
      ]),
    ),
  );
}
