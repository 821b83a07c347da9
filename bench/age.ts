import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { age } from './aged/aged-data.js';
import { knownCustomers } from './aged/known-customers.js';
import { moreTenants } from './aged/more-tenants.js';
import { Side, type Figures, type Reading } from './aged/side.js';
import { OtherWork } from './measure/processes.js';
import { median, pairedRatios } from './measure/statistics.js';
import { readOptions } from './rig/options.js';
import { inRunFolder, type Run } from './rig/run.js';

const LEVELS = [1e4, 1e5, 1e6, 1e7];
const TENANTS = [100, 1_000];
/** Messages a customer has sent and got when the system is aged. */
const MESSAGES_A_CUSTOMER = 10;

interface Options {
  upto: number;
  tenants: number;
  rounds: number;
  messages: number;
  connections: number;
  rate: number;
  seconds: number;
  requests: number;
  days: number;
}

interface Compared {
  label: string;
  fresh: Figures[];
  aged: Figures[];
  readings: { fresh: Reading[]; aged: Reading[] };
  othersShare: number;
}

/**
 * Whether a message costs the same whatever is stored. Two systems run side by side: one stays fresh, the other ages; every figure is of
 * bursts that take turns on the two, and so a ratio to a fresh system of the same minute.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      upto: { default: 1e6, least: 1 },
      tenants: { default: 1_000, least: 1 },
      rounds: { default: 3, least: 1 },
      messages: { default: 500, least: 10 },
      connections: { default: 64, least: 1 },
      rate: { default: 50, least: 1 },
      seconds: { default: 10, least: 1 },
      requests: { default: 200, least: 10 },
      days: { default: 365, least: 1 },
    },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const fresh = await Side.start(run, 'fresh', options);
    const aged = await Side.start(run, 'aged', options);
    run.print(
      `\nBursts of ${whole(options.messages)} messages, ${options.rounds} rounds on a fresh and on the other system in turn, over ${options.connections} connections; then ${options.rate} messages/s for ${options.seconds} s; medians`,
    );
    if (options.rounds < 3) run.print('Fewer than three rounds: a trial, not a result.');
    const results: Compared[] = [];
    const compare = async (label: string): Promise<void> => {
      results.push(await compareSides(label, fresh, aged, options));
      print(run, results.at(-1)!);
    };
    await compare('both fresh');
    const [like] = aged.tenants;
    for (const count of TENANTS.filter((each) => each <= options.tenants)) {
      await aged.change(async (owner, keys) => {
        aged.addTenants(await moreTenants(owner, like!, count - aged.tenants.length, keys));
      });
      await compare(`${whole(count)} tenants`);
    }
    const everybody = aged.tenants;
    let stored = 0;
    for (const [index, level] of LEVELS.filter((each) => each <= options.upto).entries()) {
      const series = index + 1;
      const exchanges = (level - stored) / 2;
      const conversations = (exchanges * 2) / MESSAGES_A_CUSTOMER;
      const begin = performance.now();
      await aged.change((owner) =>
        age(owner, { exchanges, conversations, tenants: [like!], days: options.days, series }, (line) => process.stderr.write(`${line}\n`)),
      );
      process.stderr.write(`  ${whole(level)} messages stored, after ${ms((performance.now() - begin) / 1_000)} s\n`);
      stored = level;
      aged.serve([like!], (round) => knownCustomers(series, conversations, options.messages, round));
      await compare(`aged ${named(level)}`);
    }
    if (stored > 0 && everybody.length > 1) {
      aged.serve(everybody);
      await compare(`aged ${named(stored)}, ${whole(everybody.length)} tenants`);
    }
    run.print('');
    for (const result of results) run.print(summary(result));
  });
}

/** `1e6` */
const named = (messages: number): string => messages.toExponential(0).replace('+', '');

async function compareSides(label: string, fresh: Side, aged: Side, options: Options): Promise<Compared> {
  process.stderr.write(`  ${label}\n`);
  const sides = [fresh, aged];
  const figures: [Figures[], Figures[]] = [[], []];
  for (const side of sides) await side.warmUp();
  const others = new OtherWork();
  for (let round = 0; round < options.rounds; round++) {
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) figures[index as 0 | 1].push(await sides[index]!.measure(round));
  }
  const readings = { fresh: await fresh.read(), aged: await aged.read() };
  return { label, fresh: figures[0], aged: figures[1], readings, othersShare: others.share() };
}

const ratiosOf = ({ fresh, aged }: Compared, pick: (figures: Figures) => number) => pairedRatios(aged.map(pick), fresh.map(pick));

const KINDS = {
  'new customers': (figures: Figures) => figures.newcomers,
  'known customers': (figures: Figures) => figures.known,
} as const;

function print(run: Run, result: Compared): void {
  const row = (name: string, pick: (figures: Figures) => number, show: (value: number) => string): string[] => [
    name,
    show(median(result.fresh.map(pick))),
    show(median(result.aged.map(pick))),
    spread(ratiosOf(result, pick)),
  ];
  run.print(`\n${result.label}`);
  run.print(
    renderTable(
      ['', 'fresh', 'aged', 'aged / fresh'],
      [
        ...Object.entries(KINDS).flatMap(([name, of]) => [
          row(`${name}: settled after, s`, (figures) => of(figures).settledMs / 1_000, ms),
          row(`${name}: CPU a message, ms`, (figures) => of(figures).cpuMs, ms),
          row(`${name}: blocks of Postgres a message`, (figures) => of(figures).blocks, whole),
        ]),
        row('p50 at the rate, ms', ({ p50Ms }) => p50Ms, ms),
      ],
    ),
  );
  run.print(
    renderTable(
      ['GET through the gateway', 'fresh p95 ms', 'aged p50 ms', 'aged p95 ms'],
      result.readings.aged.map(({ path, p50Ms, p95Ms }, index) => [path, ms(result.readings.fresh[index]!.p95Ms), ms(p50Ms), ms(p95Ms)]),
    ),
  );
  const unanswered = [...result.fresh, ...result.aged]
    .flatMap(({ newcomers, known }) => [newcomers, known])
    .filter(({ missing }) => missing > 0);
  if (unanswered.length > 0)
    run.print(
      `NOT ANSWERED, NOT SETTLED OR DOUBLED in ${unanswered.length} bursts: ${unanswered.map(({ missing }) => missing).join(', ')}`,
    );
  run.print(`Others took ${(result.othersShare * 100).toFixed(0)} % of the CPU.`);
}

function summary(result: Compared): string {
  const of = (pick: (kind: (typeof KINDS)[keyof typeof KINDS]) => (figures: Figures) => number): number =>
    Math.max(...Object.values(KINDS).map((kind) => ratiosOf(result, pick(kind))?.median ?? NaN));
  const settle = of((kind) => (figures) => kind(figures).settledMs);
  const cpu = of((kind) => (figures) => kind(figures).cpuMs);
  const aim = { atMost: result.label.includes('tenants') || result.label.includes('1e7') ? 1.3 : 1.2 };
  const slowest = Math.max(...result.readings.aged.map(({ p95Ms }) => p95Ms));
  return `${result.label} / fresh: settle ${verdict(settle, aim)}, CPU a message ${verdict(cpu, aim)}; slowest page at p95, ms: ${verdict(slowest, { atMost: 30 })}; p50 at the rate, ms: ${verdict(median(result.aged.map(({ p50Ms }) => p50Ms)), { atMost: 25 })}`;
}
