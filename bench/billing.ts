import { v7 } from 'uuid';
import { migrate, roleName, schemaPassword, TenantDatabase, type Transaction } from '#database';
import { MODULES } from '../deploy/migrations.js';
import { SumCosts } from '../services/billing/src/handlers/costs/sum-costs.step.js';
import { ReportCostsHandler } from '../services/billing/src/handlers/costs/report-costs.handler.js';
import { DescribeQuotaHandler } from '../services/billing/src/handlers/plans/describe-quota.handler.js';
import { CostsRepository } from '../services/billing/src/persistence/costs/costs.repository.js';
import { PricesRepository } from '../services/billing/src/persistence/costs/prices.repository.js';
import { TenantLimits } from '../services/billing/src/handlers/plans/tenant-limits.step.js';
import { MeterUse } from '../services/billing/src/handlers/plans/meter-use.step.js';
import { LedgerRepository } from '../services/billing/src/persistence/ledger/ledger.repository.js';
import { AddonsRepository } from '../services/billing/src/persistence/plans/addons.repository.js';
import { PlansRepository } from '../services/billing/src/persistence/plans/plans.repository.js';
import { QuotasRepository } from '../services/billing/src/persistence/plans/quotas.repository.js';
import { SubscriptionsRepository } from '../services/billing/src/persistence/plans/subscriptions.repository.js';
import { OtherWork } from './measure/processes.js';
import { latencyOf, median, pairedRatios, type Latency } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { startInfrastructure, type Infrastructure } from './rig/infrastructure.js';
import { readOptions } from './rig/options.js';
import { inRunFolder, type Run } from './rig/run.js';

const ROLE_SECRET = 'bench-role-secret-0123456789';
const BARE = 'bench_bare';
const MANY = 1_000;
/** So many that nobody meets it. */
const LIMIT = 1_000_000_000;
const DAYS = 90;
const OUTLETS = ['0198c0de-0000-7000-8000-0000000000b1', '0198c0de-0000-7000-8000-0000000000b2', '0198c0de-0000-7000-8000-0000000000b3'];
const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION', 'SERVICE'];

type Transact = (tenantId: string, work: (tx: Transaction) => Promise<void>) => Promise<void>;

/** What may be used is asked before it is made: reservations, what they add to a send, and the figures of a tenant with many messages. */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 5, least: 1 },
      seconds: { default: 2, least: 0.2 },
      connections: { default: 8, least: 1 },
      sends: { default: 2_000, least: 100 },
      messages: { default: 1_000_000, least: 1_000 },
    },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    await migrate({ ownerUrl: infrastructure.ownerUrl, roleSecret: ROLE_SECRET, modules: MODULES });
    const open = (schema: string, poolSize: number): TenantDatabase => {
      const database = new TenantDatabase({
        databaseUrl: infrastructure.ownerUrl,
        password: schemaPassword(ROLE_SECRET, schema),
        schema,
        poolSize,
      });
      run.undo(() => database.close());
      return database;
    };
    const tenants = await fill(infrastructure);
    const senders = open('message_sender', options.connections);
    // A third of a pool is the system's.
    const bare = open(BARE, options.connections * 3);
    const ours: Transact = (tenantId, work) => senders.forTenant(tenantId, work);
    const theirs: Transact = (_, work) => bare.forSystem(work);
    const others = new OtherWork();
    await reservations(run, options, tenants, ours, theirs);
    await ofASend(run, options, tenants, ours);
    await figures(run, options, infrastructure, open('billing', 2));
    run.print(`\nothers took ${(others.share() * 100).toFixed(0)} % of the CPU`);
  });
}

/** @returns tenants with a limit and a counter each */
async function fill({ owner }: Infrastructure): Promise<string[]> {
  const tenants = Array.from({ length: MANY }, () => v7());
  for (const kind of ['tenant', 'system'] as const) {
    const role = roleName(BARE, kind);
    await owner.query(`create role ${role} login nosuperuser password '${schemaPassword(ROLE_SECRET, BARE)}'`);
    await owner.query(`create schema if not exists ${BARE}`);
    await owner.query(`grant usage on schema ${BARE} to ${role}, ${roleName('message_sender', 'tenant')}`);
  }
  await owner.query(`
    create table ${BARE}.counters (tenant_id uuid primary key, limit_amount bigint not null, used_amount bigint not null default 0);
    create table ${BARE}.sends (tenant_id uuid not null, id uuid not null, body jsonb not null, primary key (tenant_id, id));
    grant select, insert, update on ${BARE}.counters to ${roleName(BARE, 'system')};
    grant select, insert on ${BARE}.sends to ${roleName('message_sender', 'tenant')}`);
  await owner.query(`insert into ${BARE}.counters (tenant_id, limit_amount) select unnest($1::uuid[]), $2`, [tenants, LIMIT]);
  await owner.query(
    `insert into billing.quotas (tenant_id, meter, limit_amount, period_start)
     select unnest($1::uuid[]), 'messages', $2, date_trunc('month', now() at time zone 'utc')::date`,
    [tenants, LIMIT],
  );
  await owner.query(`analyze billing.quotas, ${BARE}.counters`);
  return tenants;
}

async function reserve(tx: Transaction): Promise<void> {
  const [row] = await tx.query<{ granted: boolean }>(`select granted from billing.reserve_v1('messages', $1::uuid[], interval '32 days')`, [
    [v7()],
  ]);
  if (row?.granted !== true) throw new Error('a unit was refused that was there');
}

async function count(tx: Transaction, tenantId: string): Promise<void> {
  const rows = await tx.query(
    `update ${BARE}.counters set used_amount = used_amount + 1 where tenant_id = $1 and used_amount < limit_amount returning used_amount`,
    [tenantId],
  );
  if (rows.length !== 1) throw new Error('a unit was refused that was there');
}

interface Load {
  rounds: number;
  seconds: number;
  connections: number;
}

async function reservations(run: Run, load: Load, tenants: readonly string[], ours: Transact, bare: Transact): Promise<void> {
  run.print(`\nreservations of one unit each: ${load.connections} connections, ${load.rounds} rounds of ${load.seconds} s`);
  for (const [name, among] of [
    ['one hot tenant', tenants.slice(0, 1)],
    [`${MANY} tenants`, tenants],
  ] as const) {
    const ways = [
      { label: 'OURS: reserve_v1', work: (tenantId: string) => ours(tenantId, reserve) },
      { label: 'BARE: update … returning', work: (tenantId: string) => bare(tenantId, (tx) => count(tx, tenantId)) },
    ];
    // Plans are made, pages are in memory, connections are open.
    for (const { work } of ways) await measure(work, among, { ...load, seconds: 0.5 });
    const rates = ways.map((): number[] => []);
    const latencies = ways.map((): Latency[] => []);
    for (let round = 0; round < load.rounds; round++) {
      for (let turn = 0; turn < ways.length; turn++) {
        const way = (round + turn) % ways.length;
        const { perSecond, latency } = await measure(ways[way]!.work, among, load);
        rates[way]!.push(perSecond);
        latencies[way]!.push(latency);
      }
    }
    const ratios = pairedRatios(rates[0]!, rates[1]!);
    run.print(`\n${name}`);
    run.print(
      renderTable(
        ['way', 'units/s', 'p50 ms', 'p99 ms', 'OURS / it'],
        ways.map(({ label }, way) => [
          label,
          whole(median(rates[way]!)),
          ms(median(latencies[way]!.map(({ p50Ms }) => p50Ms))),
          ms(median(latencies[way]!.map(({ p99Ms }) => p99Ms))),
          way === 0 ? '' : spread(ratios),
        ]),
      ),
    );
    run.print(`OURS / BARE: ${verdict(ratios?.median, { atLeast: 0.5 })}`);
  }
}

/** Closed loop: every connection begins its next transaction when its last one is committed. */
async function measure(
  work: (tenantId: string) => Promise<void>,
  tenants: readonly string[],
  { seconds, connections }: Load,
): Promise<{ perSecond: number; latency: Latency }> {
  const begin = performance.now();
  const until = begin + seconds * 1_000;
  const latencies: number[] = [];
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let turn = worker; performance.now() < until; turn += connections) {
        const sentAt = performance.now();
        await work(tenants[turn % tenants.length]!);
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  return { perSecond: (latencies.length / (performance.now() - begin)) * 1_000, latency: latencyOf(latencies) };
}

/** The transaction that takes a send, one after the other, with its unit and without, in turns: what slows the machine slows both. */
async function ofASend(
  run: Run,
  { sends, rounds }: { sends: number; rounds: number },
  tenants: readonly string[],
  ours: Transact,
): Promise<void> {
  const insert = (tx: Transaction): Promise<number> =>
    tx.execute(`insert into ${BARE}.sends (tenant_id, id, body) values ($1, $2, $3)`, [
      tx.tenantId,
      v7(),
      '{"type":"text","text":"Hello"}',
    ]);
  const once = async (tenantId: string, isChecked: boolean): Promise<number> => {
    const begin = performance.now();
    await ours(tenantId, async (tx) => {
      if (isChecked) await reserve(tx);
      await insert(tx);
    });
    return performance.now() - begin;
  };
  const differences: { p50: number; p99: number }[] = [];
  const last: Latency[] = [];
  for (let round = 0; round < rounds; round++) {
    const [without, checked] = [[], []] as [number[], number[]];
    for (let turn = 0; turn < sends; turn++) {
      const tenantId = tenants[turn % tenants.length]!;
      const first = turn % 2 === 0;
      for (const isChecked of [first, !first]) (isChecked ? checked : without).push(await once(tenantId, isChecked));
    }
    const [a, b] = [latencyOf(without), latencyOf(checked)];
    last.splice(0, 2, a, b);
    differences.push({ p50: b.p50Ms - a.p50Ms, p99: b.p99Ms - a.p99Ms });
  }
  run.print(`\na send's transaction, ${sends} of each in turns, ${rounds} rounds, one connection`);
  run.print(
    renderTable(
      ['way (last round)', 'p50 ms', 'p99 ms'],
      ['without a check', 'with its unit reserved'].map((label, way) => [label, ms(last[way]!.p50Ms), ms(last[way]!.p99Ms)]),
    ),
  );
  run.print(`a check adds at p50 ${ms(median(differences.map(({ p50 }) => p50)))} ms`);
  run.print(`a check adds at p99 ms: ${verdict(median(differences.map(({ p99 }) => p99)), { atMost: 1 })}`);
}

/** What the pages ask for, of a tenant with so many priced messages. */
async function figures(run: Run, { messages }: { messages: number }, { owner }: Infrastructure, database: TenantDatabase): Promise<void> {
  const tenant = v7();
  // Each message as it is known, and the sums as they would have grown: what is measured reads, and does not count.
  await owner.query(
    `insert into billing.message_costs (tenant_id, message_id, outlet_id, day, rank, country, sent_as, kind, item, currency, amount_micros, is_charged, version)
     select $1, uuidv7(make_interval(days => -(n % ${DAYS})::integer)), ($3::uuid[])[1 + n % 3], current_date - (n % ${DAYS})::integer, 3, 'ES',
       ($4::text[])[1 + n % 4], 'final', ($4::text[])[1 + n % 4], 'USD', 50000 + n % 1000, true, 1 from generate_series(0, $2::bigint - 1) n`,
    [tenant, messages, OUTLETS, CATEGORIES],
  );
  await owner.query(
    `insert into billing.costs_daily (tenant_id, day, source, outlet_id, item, kind, currency, quantity, charged, amount_micros)
     select tenant_id, day, 'message', outlet_id, item, kind, currency, count(*), count(*), sum(amount_micros)
     from billing.message_costs where tenant_id = $1 group by tenant_id, day, outlet_id, item, kind, currency`,
    [tenant],
  );
  await owner.query(`insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, 'messages', $2)`, [tenant, LIMIT]);
  await owner.query('vacuum analyze billing.message_costs, billing.costs_daily');
  const report = new ReportCostsHandler(database, new SumCosts(new CostsRepository(), new PricesRepository()));
  const quota = new DescribeQuotaHandler(
    database,
    new MeterUse(new TenantLimits(new PlansRepository(), new SubscriptionsRepository(), new AddonsRepository()), new QuotasRepository()),
    new LedgerRepository(),
  );
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const period = { from: day(365), to: day(0) };
  const asked: Record<string, () => Promise<unknown>> = {
    'costs of a year by day': () => report.execute(tenant, period, 'day'),
    'costs of a year by number': () => report.execute(tenant, period, 'outlet'),
    'costs of a year by category': () => report.execute(tenant, period, 'category'),
    'plan and what is used of it': () => quota.execute(tenant),
  };
  run.print(`\nfigures of a tenant with ${whole(messages)} priced messages`);
  const rows: string[][] = [];
  let slowest = 0;
  for (const [name, ask] of Object.entries(asked)) {
    const times: number[] = [];
    for (let turn = 0; turn < 60; turn++) {
      const begin = performance.now();
      await ask();
      if (turn >= 10) times.push(performance.now() - begin);
    }
    const { p50Ms, p99Ms } = latencyOf(times);
    slowest = Math.max(slowest, p99Ms);
    rows.push([name, ms(p50Ms), ms(p99Ms)]);
  }
  run.print(renderTable(['what', 'p50 ms', 'p99 ms'], rows));
  run.print(`the slowest at p99, ms: ${verdict(slowest, { atMost: 50 })}`);
}
