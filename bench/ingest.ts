import type { Calls, LoadResult } from './load/generator.js';
import { OtherWork } from './measure/processes.js';
import { median, pairedRatios, type Spread } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { startCallable } from './rig/calls.js';
import { awaitDrained, backlogOf } from './rig/gateway.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions, UsageError } from './rig/options.js';
import { inRunFolder, type Run } from './rig/run.js';
import { SERVERS, startServers, targetOf, WHAT, type Server, type ServerName } from './rig/servers.js';

interface Round extends LoadResult {
  server: ServerName;
  durable: number | undefined;
  unsplit: number | undefined;
  drainedMs: number | undefined;
  /** 200s by the time from the first request until everything acknowledged was also split and published. */
  sustained: number | undefined;
  othersShare: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      seconds: { default: 5, least: 0.5 },
      connections: { default: 64, least: 1 },
      rate: { default: 4_000, least: 1 },
      bodies: { default: 100_000, least: 1 },
    },
    texts: ['servers', 'encoding', 'dir'],
    switches: ['keep'],
  });
  const names = (options.servers?.split(',') ?? SERVERS) as ServerName[];
  const unknown = names.find((name) => !SERVERS.includes(name));
  if (unknown !== undefined) throw new UsageError(`--servers takes ${SERVERS.join(',')}; ${unknown} is none of them`);
  const encoding = options.encoding ?? 'packed';
  if (!['packed', 'array'].includes(encoding)) throw new UsageError(`--encoding takes packed or array, not ${encoding}`);

  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const servers = await startServers(run, infrastructure, names, { encoding });
    const load = await startCallable<Calls>('load/generator.js');
    const measureMs = options.seconds * 1_000;

    const play = async (server: Server, kind: 'closedLoop' | 'openLoop', series: string): Promise<Round> => {
      const before = await server.rows?.();
      const others = new OtherWork();
      const common = { connections: options.connections, warmUpMs: Math.min(1_500, measureMs / 2), measureMs };
      const result =
        kind === 'closedLoop'
          ? await load.call(kind, { ...targetOf(server, series, options.bodies), ...common })
          : await load.call(kind, {
              ...targetOf(server, series, Math.ceil(options.rate * (options.seconds + 2))),
              ...common,
              perSecond: options.rate,
            });
      const othersShare = others.share();
      const isOurs = server.name === 'OURS';
      const unsplit = isOurs ? (await backlogOf(infrastructure)).unsplit : undefined;
      const durable = server.rows && (await server.rows()) - before!;
      // What the gateway has left to do must not run into the next server's round.
      const drainedMs = isOurs ? await awaitDrained(infrastructure) : undefined;
      if (isOurs && drainedMs === undefined)
        run.print('! the gateway has not finished splitting after 180 s: the rounds after this one share the machine with it');
      const sustained = drainedMs === undefined ? undefined : (result.acknowledged / (common.warmUpMs + measureMs + drainedMs)) * 1_000;
      return { ...result, server: server.name, durable, unsplit, drainedMs, sustained, othersShare };
    };
    const playAll = async (kind: 'closedLoop' | 'openLoop', among: readonly Server[]): Promise<Round[]> => {
      const rounds: Round[] = [];
      for (let round = 0; round < options.rounds; round++) {
        // Each round begins with another server, so that none is always the first or the last.
        for (let turn = 0; turn < among.length; turn++) {
          const server = among[(round + turn) % among.length]!;
          const played = await play(server, kind, `${kind.slice(0, 1)}${round}${server.name}`);
          rounds.push(played);
          process.stderr.write(`  round ${round + 1} ${server.name}: ${whole((played.measured / measureMs) * 1_000)}/s\n`);
        }
      }
      return rounds;
    };

    const closed = await playAll('closedLoop', servers);
    run.print(
      `\nClosed loop: ${options.connections} keep-alive connections, ${options.seconds} s, ${options.rounds} interleaved rounds, medians; webhooks of 570 bytes, all different`,
    );
    printClosed(run, closed, options.rounds);
    if (names.includes('OURS')) {
      const { parked } = await backlogOf(infrastructure);
      if (parked > 0)
        run.print(`! ${whole(parked)} messages were parked and not routed: these are not the figures of a gateway that works`);
    }
    const open = await playAll(
      'openLoop',
      servers.filter(({ name }) => name === 'FASTIFY' || name === 'OURS'),
    );
    if (open.length > 0) {
      run.print(
        `\nOpen loop: ${whole(options.rate)} webhooks/s, latency from the time each was due, ${options.seconds} s, ${options.rounds} interleaved rounds, medians`,
      );
      printOpen(run, open);
    }
  });
}

const of = (rounds: readonly Round[], name: ServerName): Round[] => rounds.filter(({ server }) => server === name);
/** In the order of the rounds, whichever server began each. */
const rates = (rounds: readonly Round[], name: ServerName): number[] =>
  of(rounds, name).map((round) => (round.measured / round.measuredMs) * 1_000);
const rateOf = (rounds: readonly Round[]): number => median(rounds.map((round) => (round.measured / round.measuredMs) * 1_000));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `128,430 / 128,430`: the first must not be the smaller. */
function durability(rounds: readonly Round[]): string {
  const sent = sum(rounds.map(({ acknowledged }) => acknowledged));
  if (rounds.some(({ durable }) => durable === undefined)) return `keeps none / ${whole(sent)}`;
  return `${whole(sum(rounds.map(({ durable }) => durable!)))} / ${whole(sent)}`;
}

function refusals(rounds: readonly Round[]): string {
  const total: Record<string, number> = {};
  for (const { refused } of rounds) for (const [status, count] of Object.entries(refused)) total[status] = (total[status] ?? 0) + count;
  return (
    Object.entries(total)
      .map(([status, count]) => `${whole(count)} x ${status}`)
      .join(', ') || '0'
  );
}

const present = (rounds: readonly Round[]): ServerName[] => SERVERS.filter((name) => of(rounds, name).length > 0);

function printClosed(run: Run, rounds: readonly Round[], count: number): void {
  const compare = (name: ServerName, baseline: ServerName): Spread | undefined =>
    pairedRatios(rates(rounds, name), rates(rounds, baseline));
  run.print(
    renderTable(
      [
        '',
        'server',
        'acks/s',
        '/ FASTIFY',
        '/ FASTIFY_COMMIT',
        '/ NEST_RLS',
        'p50 ms',
        'p99 ms',
        'rows durable / 200s sent',
        'not 200',
        'others',
      ],
      present(rounds).map((name) => {
        const mine = of(rounds, name);
        const middle = (pick: (round: Round) => number): number => median(mine.map(pick));
        return [
          name,
          WHAT[name],
          whole(rateOf(mine)),
          ...(['FASTIFY', 'FASTIFY_COMMIT', 'NEST_RLS'] as const).map((baseline) =>
            name === baseline ? '1' : spread(compare(name, baseline)),
          ),
          ms(middle((round) => round.latency.p50Ms)),
          ms(middle((round) => round.latency.p99Ms)),
          durability(mine),
          refusals(mine),
          `${Math.round(middle((round) => round.othersShare) * 100)} %`,
        ];
      }),
    ),
  );
  const ours = of(rounds, 'OURS');
  if (ours.length > 0) {
    run.print(
      `The gateway splits in the background as it is shipped, nothing was switched off. Left unsplit at the end of a round: ${ours.map(({ unsplit }) => whole(unsplit!)).join(', ')} entries;` +
        ` split and published after another ${ours.map(({ drainedMs }) => (drainedMs === undefined ? 'more than 180' : (drainedMs / 1_000).toFixed(1))).join(', ')} s;` +
        ` with that time counted in, ${whole(median(ours.flatMap(({ sustained }) => sustained ?? [])))} webhooks/s acknowledged, split and published.`,
    );
    if (of(rounds, 'NEST_RLS').length > 0) run.print(`OURS / NEST_RLS: ${verdict(compare('OURS', 'NEST_RLS')?.median, { atLeast: 0.8 })}`);
  }
  if (rounds.some(({ repeated }) => repeated > 0)) {
    run.print(
      `Messages ran out and were sent again by ${[...new Set(rounds.filter(({ repeated }) => repeated > 0).map(({ server }) => server))].join(', ')}; --bodies=N signs more beforehand.`,
    );
  }
  if (count < 3) run.print('Fewer than three rounds: a trial, not a result.');
}

function printOpen(run: Run, rounds: readonly Round[]): void {
  const middle = (name: ServerName, pick: (round: Round) => number): number => median(of(rounds, name).map(pick));
  const p99s = (name: ServerName): number[] => of(rounds, name).map((round) => round.latency.p99Ms);
  const toFastify = (name: ServerName): Spread | undefined => pairedRatios(p99s(name), p99s('FASTIFY'));
  run.print(
    renderTable(
      [
        '',
        'answered/s',
        'p50 ms',
        'p99 ms',
        'max ms',
        'p99 / FASTIFY',
        'sent late p99 ms',
        'rows durable / 200s sent',
        'not 200',
        'others',
      ],
      present(rounds).map((name) => [
        name,
        whole(rateOf(of(rounds, name))),
        ms(middle(name, (round) => round.latency.p50Ms)),
        ms(median(p99s(name))),
        ms(middle(name, (round) => round.latency.maxMs)),
        name === 'FASTIFY' ? '1' : spread(toFastify(name)),
        ms(middle(name, (round) => round.lag!.p99Ms)),
        durability(of(rounds, name)),
        refusals(of(rounds, name)),
        `${Math.round(middle(name, (round) => round.othersShare) * 100)} %`,
      ]),
    ),
  );
  if (of(rounds, 'OURS').length > 0 && of(rounds, 'FASTIFY').length > 0)
    run.print(`p99 OURS / FASTIFY: ${verdict(toFastify('OURS')?.median, { atMost: 2.5 })}`);
}
