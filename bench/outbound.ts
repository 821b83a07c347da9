import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { OtherWork } from './measure/processes.js';
import { latencyOf, median, pairedRatios } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import type { Arrivals, Calls as GraphCalls } from './outside/limiting-graph.js';
import { startCallable, type Callable } from './rig/calls.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions } from './rig/options.js';
import { inRunFolder, type Run } from './rig/run.js';
import { Senders, type Outlet } from './rig/sender.js';
import { until } from './rig/until.js';

/** The steady state begins when bursts are over. */
const SETTLES_MS = 2_000;
const SLICE_MS = 100;
const CODES_PER_SECOND = 5;
/** Part of the allowed rate at which the bare client sends, as the sender does. */
const BARE_PART = 0.99;
/** So few connections that tenants have to share them, and the rates of their numbers are not what bounds them. */
const SHARED_CONNECTIONS = 16;
const FEW = 300;

interface Paced {
  rate: number;
  refused: number;
}

/** How much of WhatsApp's rates is used, whether WhatsApp ever says that it was too much, and who waits for whom. */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      seconds: { default: 12, least: 4 },
      answer: { default: 50, least: 0 },
      processes: { default: 2, least: 1 },
      broadcast: { default: 100_000, least: 1_000 },
    },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const senders = new Senders(infrastructure);
    run.undo(() => senders.stop());
    await senders.migrate();
    const graph = await startCallable<GraphCalls>('outside/limiting-graph.js');
    const { url } = await graph.call('listen', { answerMs: options.answer });
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    const others = new OtherWork();

    const running = await Promise.all(Array.from({ length: options.processes }, () => senders.start(url)));
    for (const each of running) run.undo(() => each.stop());
    for (const allowed of [80, 1_000]) {
      const [ours, bare]: [Paced[], Paced[]] = [[], []];
      for (let round = 0; round < options.rounds; round++) {
        const outlet = await senders.outlet(allowed === 80 ? 'STANDARD' : 'HIGH');
        bare.push(await paced(graph, outlet, allowed, options.seconds, () => sendBare(url, outlet, allowed, options.seconds)));
        const amount = allowed * (options.seconds + 5);
        ours.push(await paced(graph, outlet, allowed, options.seconds, () => senders.queue(outlet, amount)));
        await senders.drop(outlet);
      }
      printPaced(run, allowed, ours, bare);
    }
    await printCodes(run, graph, senders, options);
    for (const each of running) await each.stop();
    const shared = await senders.start(url, { SEND_CONCURRENCY: String(SHARED_CONNECTIONS) });
    run.undo(() => shared.stop());
    await printFairness(run, graph, senders, options.rounds);
    run.print(`\nother work used ${Math.round(others.share() * 100)} % of the machine`);
  });
}

type Graph = Callable<GraphCalls>;

/** What arrives at a number in the steady state, as a part of what is allowed. */
async function paced(graph: Graph, outlet: Outlet, allowed: number, seconds: number, send: () => Promise<void>): Promise<Paced> {
  await graph.call('count', { perSecond: { [outlet.phoneNumberId]: allowed } });
  const began = performance.now();
  const sending = send();
  const first = await until(async () => (await arrivalsOf(graph, outlet)).accepted > 0, 60_000, 20);
  if (first === undefined) throw new Error('nothing was sent');
  const from = Math.ceil((performance.now() - began + SETTLES_MS) / SLICE_MS);
  const slices = Math.floor((seconds * 1_000 - SETTLES_MS) / SLICE_MS);
  await sleep(seconds * 1_000);
  const arrivals = await arrivalsOf(graph, outlet);
  await sending;
  const sent = Array.from({ length: slices }, (_, slice) => arrivals.slices[from + slice] ?? 0).reduce((sum, count) => sum + count, 0);
  return { rate: sent / ((slices * SLICE_MS) / 1_000) / allowed, refused: refusalsOf(arrivals) };
}

const arrivalsOf = (graph: Graph, { phoneNumberId }: Outlet): Promise<Arrivals> => graph.call('arrivals', { phoneNumberId });
const refusalsOf = ({ refused }: Arrivals): number => Object.values(refused).reduce((sum, count) => sum + count, 0);

/** The baseline: an HTTP client and a clock, without a queue, a database or anybody else. */
async function sendBare(url: string, { phoneNumberId }: Outlet, allowed: number, seconds: number): Promise<void> {
  const agent = new Agent({ connections: 128, pipelining: 1 });
  const rate = allowed * BARE_PART;
  const underWay = new Set<Promise<unknown>>();
  const began = performance.now();
  for (let sent = 0; performance.now() - began < (seconds + 1) * 1_000;) {
    const due = Math.floor(((performance.now() - began) / 1_000) * rate);
    for (; sent < due; sent++) {
      const asked = request(`${url}/v26.0/${phoneNumberId}/messages`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
        body: JSON.stringify({ messaging_product: 'whatsapp', to: `+1666${sent}`, type: 'text', text: { body: 'News' } }),
      })
        .then(({ body }) => body.dump())
        .finally(() => underWay.delete(asked));
      underWay.add(asked);
    }
    await sleep(5);
  }
  await Promise.all(underWay);
  await agent.close();
}

function printPaced(run: Run, allowed: number, ours: readonly Paced[], bare: readonly Paced[]): void {
  const rates = ours.map(({ rate }) => rate);
  run.print(`\nA number with ${whole(allowed)} messages a second`);
  run.print(
    renderTable(
      ['', ...ours.map((_, round) => `round ${round + 1}`)],
      [
        ['rate used / allowed', ...rates.map((rate) => rate.toFixed(3))],
        ['bare client: used / allowed', ...bare.map(({ rate }) => rate.toFixed(3))],
        ['130429 and 131056', ...ours.map(({ refused }) => whole(refused))],
        ['bare client: 130429', ...bare.map(({ refused }) => whole(refused))],
      ],
    ),
  );
  const ratios = pairedRatios(
    rates,
    bare.map(({ rate }) => rate),
  );
  const refused = ours.reduce((sum, each) => sum + each.refused, 0);
  run.print(
    `rate used / allowed ${verdict(median(rates), { atLeast: 0.97 })}; ours / bare client ${spread(ratios)}; refusals ${verdict(refused, { atMost: 0 })}`,
  );
}

/** One-time codes beside a campaign of the same number: from when a code was asked for until it was at Graph. */
async function printCodes(
  run: Run,
  graph: Graph,
  senders: Senders,
  { rounds, seconds, broadcast }: { rounds: number; seconds: number; broadcast: number },
): Promise<void> {
  const p99s: number[] = [];
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const outlet = await senders.outlet('HIGH');
    await graph.call('count', { perSecond: { [outlet.phoneNumberId]: 1_000 } });
    await senders.queue(outlet, broadcast);
    await sleep(SETTLES_MS);
    const asked = new Map<string, number>();
    for (let n = 0; n < seconds * CODES_PER_SECOND; n++) {
      const text = `at:${round}:${n}`;
      asked.set(text, performance.timeOrigin + performance.now());
      await senders.askForCode(outlet, `1777${String(n).padStart(7, '0')}`, text);
      await sleep(1_000 / CODES_PER_SECOND);
    }
    const there = await until(async () => Object.keys((await arrivalsOf(graph, outlet)).times).length === asked.size, 30_000, 100);
    if (there === undefined) throw new Error('not every code was sent');
    const arrivals = await arrivalsOf(graph, outlet);
    refused += refusalsOf(arrivals);
    p99s.push(latencyOf([...asked].map(([text, at]) => arrivals.times[text]! - at)).p99Ms);
    await senders.drop(outlet);
  }
  run.print(`\nOne-time codes beside ${whole(broadcast)} messages of the same number (1,000 a second)`);
  run.print(
    `p99 until at Graph, ms: ${p99s.map(ms).join(', ')}; median ${verdict(median(p99s), { atMost: 200 })}; refusals ${verdict(refused, { atMost: 0 })}`,
  );
}

/** Two tenants share the connections of one process; one has a hundred times as much. */
async function printFairness(run: Run, graph: Graph, senders: Senders, rounds: number): Promise<void> {
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [flood, few] = [await senders.outlet('HIGH'), await senders.outlet('HIGH')];
    await graph.call('count', { perSecond: { [flood.phoneNumberId]: 1_000, [few.phoneNumberId]: 1_000 } });
    await senders.queue(flood, FEW * 100);
    await sleep(SETTLES_MS);
    const before = (await arrivalsOf(graph, flood)).accepted;
    await senders.queue(few, FEW);
    const done = await until(async () => (await arrivalsOf(graph, few)).accepted >= FEW, 120_000, 5);
    if (done === undefined) throw new Error('the other was not served');
    shares.push(FEW / ((await arrivalsOf(graph, flood)).accepted - before));
    await senders.drop(flood);
  }
  run.print(`\nTwo tenants over ${SHARED_CONNECTIONS} connections, one with 100 times as much as the other`);
  run.print(
    `messages of the other / of the one meanwhile: ${shares.map((share) => share.toFixed(2)).join(', ')}; median ${verdict(median(shares), { atLeast: 0.9 })}`,
  );
}
