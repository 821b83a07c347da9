import { join } from 'node:path';
import type { Calls, Span } from './load/generator.js';
import { callsWithin, isLogFlush, type SystemCall } from './measure/strace.js';
import { latencyOf } from './measure/statistics.js';
import { renderTable, whole } from './measure/table.js';
import { startCallable } from './rig/calls.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions, UsageError } from './rig/options.js';
import { inRunFolder, type Run } from './rig/run.js';
import { startServers, targetOf, type ServerName } from './rig/servers.js';
import { traceSyncs } from './rig/strace.js';

const WARM_UP_REQUESTS = 20;
const APPLICATIONS: Partial<Record<ServerName, string>> = {
  FASTIFY_COMMIT: 'bench:FASTIFY_COMMIT',
  NEST_RLS: 'bench:NEST_RLS',
  OURS: 'gateway:ingest',
};

interface Seen {
  label: string;
  spans: Span[];
  calls: SystemCall[];
  /** The Postgres process behind the connection that writes the journal. */
  ingestPid: number | undefined;
  rows: number;
  clockErrorMs: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { numbers: { requests: { default: 200, least: 1 } }, texts: ['server', 'dir'], switches: ['keep'] });
  const name = (options.server ?? 'OURS') as ServerName;
  if (!APPLICATIONS[name]) throw new UsageError(`--server takes OURS, FASTIFY_COMMIT or NEST_RLS, not ${name}`);

  const ours = await watch(name, options.requests, options);
  // The same, told to answer before the log is on disk: if it passed too, this benchmark would show nothing.
  const control = await watch('FASTIFY_COMMIT', options.requests, options, 'off');
  const results = [ours, control].map((seen) => ({ seen, ...judge(seen) }));

  process.stdout.write(
    `${renderTable(
      [
        'server',
        'sequential requests',
        '200',
        'rows durable',
        'log syncs',
        'requests with a sync inside',
        '... by its own connection',
        'p50 ms traced',
      ],
      results.map(({ seen, covered, coveredByIngest, flushes }) => [
        seen.label,
        whole(seen.spans.length),
        whole(seen.spans.filter(({ status }) => status === 200).length),
        whole(seen.rows),
        whole(flushes),
        whole(covered),
        whole(coveredByIngest),
        latencyOf(seen.spans.map(({ sentAt, answeredAt }) => (answeredAt - sentAt) * 1_000)).p50Ms.toFixed(2),
      ]),
    )}\n`,
  );
  const [first, second] = results as [(typeof results)[0], (typeof results)[0]];
  const passed = first.covered === options.requests && first.flushes >= options.requests && first.seen.rows === options.requests;
  process.stdout.write(
    `one sync of the log between each request and its 200: ${passed ? 'yes' : 'NO'}; the control without: ${second.covered < options.requests ? 'told apart' : 'NOT told apart'}\n`,
  );
  if (!passed || second.covered >= options.requests) process.exitCode = 1;
}

async function watch(
  name: ServerName,
  requests: number,
  options: { dir?: string; keep: boolean },
  synchronousCommit?: 'off',
): Promise<Seen> {
  let seen: Seen | undefined;
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const trace = await traceSyncs(infrastructure.postgresPid, join(run.folder, 'strace.log'));
    const [server] = await startServers(run, infrastructure, [name], {
      encoding: 'packed',
      ...(synchronousCommit ? { synchronousCommit } : {}),
    });
    const load = await startCallable<Calls>('load/generator.js');
    await load.call('sequence', { ...targetOf(server!, 'warm-up', WARM_UP_REQUESTS), connections: 1, requests: WARM_UP_REQUESTS });
    const before = await server!.rows!();
    const { spans, clockErrorMs } = await load.call('sequence', { ...targetOf(server!, 'fsync', requests), connections: 1, requests });
    const rows = (await server!.rows!()) - before;
    const { rows: backends } = await infrastructure.owner.query<{ pid: number }>(
      'select pid from pg_stat_activity where application_name = $1',
      [APPLICATIONS[name]],
    );
    const calls = await trace.finish();
    const label = synchronousCommit ? `${name} with synchronous_commit=off (control)` : name;
    seen = { label, spans, calls, ingestPid: backends.length === 1 ? backends[0]!.pid : undefined, rows, clockErrorMs };
    if (!synchronousCommit) printTimeline(run, seen);
  });
  return seen!;
}

function judge({ spans, calls, ingestPid }: Seen): { flushes: number; covered: number; coveredByIngest: number } {
  const flushes = callsWithin(calls, spans[0]!.sentAt, spans.at(-1)!.answeredAt).filter(isLogFlush);
  const within = spans.map((span) => callsWithin(flushes, span.sentAt, span.answeredAt));
  return {
    flushes: flushes.length,
    covered: within.filter((inside) => inside.length > 0).length,
    coveredByIngest: within.filter((inside) => inside.some(({ pid }) => pid === ingestPid)).length,
  };
}

/** One request of the middle, with everything that its Postgres process wrote and synced meanwhile. */
function printTimeline(run: Run, { spans, calls, ingestPid, label, clockErrorMs }: Seen): void {
  const span = spans[spans.length >> 1]!;
  const after = (time: number): string => `+${((time - span.sentAt) * 1_000).toFixed(3)} ms`;
  const inside = callsWithin(calls, span.sentAt, span.answeredAt).filter(({ pid }) => ingestPid === undefined || pid === ingestPid);
  run.print(
    `\nOne request to ${label} (number ${(spans.length >> 1) + 1} of ${spans.length}), and the Postgres process ${ingestPid ?? '(several)'} behind its connection:`,
  );
  const file = (call: SystemCall): string => call.path.split('/').slice(-2).join('/');
  const lines: [string, string][] = [
    [after(span.sentAt), 'request sent'],
    ...inside.flatMap((call): [string, string][] =>
      call.name === 'pwrite64'
        ? [[after(call.beganAt), `pwrite64 ${call.result} bytes to ${file(call)}`]]
        : [
            [after(call.beganAt), `${call.name} of ${file(call)} begins`],
            [after(call.endedAt), `${call.name} ends (${call.result})`],
          ],
    ),
    [after(span.answeredAt), `${span.status} received`],
  ];
  for (const [time, what] of lines) run.print(`  ${time.padStart(12)}  ${what}`);
  run.print(`  (clocks of sender and strace agree within ${clockErrorMs.toFixed(1)} ms)\n`);
}
