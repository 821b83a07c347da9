import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { OtherWork } from './measure/processes.js';
import { median, pairedRatios } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import type { Calls as ClientCalls, Collected } from './outside/live-clients.js';
import { startCallable, type Callable } from './rig/calls.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startSystem, type System } from './rig/system.js';
import type { Calls as BroadcastCalls } from './servers/ws-broadcast.js';

const FAN_OUT = [200, 1_000];
const WATCHERS = 200;
const RESUMING = 500;
const MISSED = 50;
const TIMEOUT_MS = 120_000;
const POLL_MS = 2_500;
/** No answer of the bot comes between: what is measured is the way to the screen. */
const NO_ANSWER_MS = '600000';

type Clients = Callable<ClientCalls>;

export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: {
      rounds: { default: 3, least: 1 },
      events: { default: 1_000, least: 10 },
      rate: { default: 100, least: 1 },
      seconds: { default: 10, least: 1 },
    },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const system = await startSystem(run, {
      env: {
        SERVICES: 'separate',
        LOG_LEVEL: 'warn',
        REPLY_DEBOUNCE_MS: NO_ANSWER_MS,
        LIVE_SOCKETS_PER_USER: '5000',
        LIVE_SOCKETS_PER_ADDRESS: '5000',
      },
    });
    const owner = new pg.Pool({ connectionString: system.ownerUrl, max: 1 });
    owner.on('error', () => undefined);
    run.undo(() => owner.end());
    const inbox = await Inbox.prepare(system, owner, options.events);
    const bare = await startCallable<BroadcastCalls>('servers/ws-broadcast.js');
    const { url: bareUrl } = await bare.call('listen', {});
    const clients = await startCallable<ClientCalls>('outside/live-clients.js');
    const connect = async (sockets: number): Promise<void> =>
      clients.call('connect', { url: system.url, sockets, auth: await inbox.auth(), outletId: inbox.id });

    const others = new OtherWork();
    const rows: string[][] = [];
    const verdicts: string[] = [];
    for (const sockets of FAN_OUT) {
      const [ours, theirs]: [Collected[], Collected[]] = [[], []];
      for (let round = 0; round < options.rounds; round++) {
        await connect(sockets);
        ours.push(
          (await Promise.all([clients.call('collect', { each: options.events, timeoutMs: TIMEOUT_MS }), inbox.append(options.events)]))[0],
        );
        const frame = await clients.call('sample', {});
        await clients.call('close', {});
        await clients.call('connect', { url: bareUrl, sockets, auth: undefined, outletId: inbox.id });
        const broadcast = { frame, first: 1, count: options.events };
        const collecting = clients.call('collect', { each: options.events, timeoutMs: TIMEOUT_MS });
        await bare.call('broadcast', broadcast);
        theirs.push(await collecting);
        await clients.call('close', {});
      }
      const ratios = pairedRatios(ours.map(rateOf), theirs.map(rateOf));
      const complete = completeness(ours, sockets * options.events);
      rows.push([
        `${whole(sockets)} clients`,
        whole(median(ours.map(rateOf))),
        whole(median(theirs.map(rateOf))),
        spread(ratios),
        complete,
        completeness(theirs, sockets * options.events),
      ]);
      verdicts.push(`${whole(sockets)} clients / bare ws: ${verdict(ratios?.median, { atLeast: 0.8 })}`);
    }
    run.print(
      `\n${whole(options.events)} messages to every client, from the log to the socket; ${options.rounds} rounds, each followed by its baseline; medians`,
    );
    run.print(renderTable(['', 'deliveries/s', 'bare ws/s', 'ratio', 'complete', 'bare complete'], rows));
    for (const line of verdicts) run.print(line);

    await connect(WATCHERS);
    const streams: Awaited<ReturnType<typeof stream>>[] = [];
    for (let round = 0; round < options.rounds; round++) streams.push(await stream(clients, system, inbox, options, round));
    await clients.call('close', {});
    const p99 = median(streams.map(({ latency }) => latency.p99Ms));
    run.print(
      `\n${options.rate} customers' messages/s for ${options.seconds} s, ${WATCHERS} sockets, ${options.rounds} rounds, medians: from the time a webhook was due until it was at a socket`,
    );
    run.print(
      renderTable(
        ['', 'p50 ms', 'p99 ms', 'max ms', 'complete'],
        [
          [
            'webhook to screen',
            ms(median(streams.map(({ latency }) => latency.p50Ms))),
            ms(p99),
            ms(median(streams.map(({ latency }) => latency.maxMs))),
            completeness(streams, WATCHERS * options.rate * options.seconds),
          ],
        ],
      ),
    );
    run.print(`p99 / 50 ms: ${verdict(p99 / 50, { atMost: 1 })}`);

    await connect(RESUMING);
    const resumed: { resumedMs: number; slowestReadyMs: number; behind: number; faults: number }[] = [];
    for (let round = 0; round < options.rounds; round++) {
      await clients.call('drop', {});
      await inbox.append(MISSED);
      // A signal would tell the gateway; this way it finds them when it looks.
      await sleep(POLL_MS);
      resumed.push(await clients.call('resume', { position: await inbox.position(), timeoutMs: TIMEOUT_MS }));
    }
    await clients.call('close', {});
    run.print(
      `\n${RESUMING} sockets dropped, ${MISSED} messages missed, all back at once: until the last had everything ${ms(median(resumed.map(({ resumedMs }) => resumedMs)))} ms (ready after ${ms(median(resumed.map(({ slowestReadyMs }) => slowestReadyMs)))} ms); behind at the end ${sum(resumed.map(({ behind }) => behind))}, gaps or doubles ${sum(resumed.map(({ faults }) => faults))}`,
    );
    run.print(`other work used ${Math.round(others.share() * 100)} % of the machine (clients and baseline not counted)`);
    if (options.rounds < 3) run.print('Fewer than three rounds: a trial, not a result.');
  });
}

const rateOf = ({ deliveries, windowMs }: Collected): number => (deliveries / windowMs) * 1_000;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const completeness = (rounds: readonly Collected[], each: number): string =>
  `${((sum(rounds.map(({ deliveries }) => deliveries)) / (each * rounds.length)) * 100).toFixed(2)} %, ${sum(rounds.map(({ faults }) => faults))} faults`;

function stream(
  clients: Clients,
  system: System,
  inbox: Inbox,
  options: { rate: number; seconds: number },
  round: number,
): Promise<Awaited<ReturnType<ClientCalls['stream']>>> {
  return clients.call('stream', {
    gatewayUrl: system.url,
    appSecret: system.demo.whatsapp.appSecret,
    tenant: inbox.tenant.outlets[0]!,
    series: `live${round}`,
    perSecond: options.rate,
    messages: options.rate * options.seconds,
    timeoutMs: options.seconds * 1_000 + 60_000,
  });
}

/** The inbox that is watched: its log is written as the conversation service writes it, many entries at a time. */
class Inbox {
  private constructor(
    private readonly system: System,
    private readonly owner: pg.Pool,
    readonly tenant: System['demo']['tenants'][0],
    private readonly conversationId: string,
  ) {}

  static async prepare(system: System, owner: pg.Pool, messages: number): Promise<Inbox> {
    const tenant = system.demo.tenants.find(({ slug }) => slug === 'acme-corp')!;
    const { rows } = await owner.query<{ id: string }>(
      `with contact as (
         insert into conversation.contacts (tenant_id, id, phone, name) values ($1, uuidv7(), '15559990000', 'Ana') returning id
       )
       insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at, next_seq)
       select $1, uuidv7(), $2, id, now(), $3::integer + 1 from contact returning id`,
      [tenant.id, tenant.outlets[0]!.id, messages],
    );
    await owner.query(
      `insert into conversation.messages
         (tenant_id, id, conversation_id, seq, direction, author, type, text, wamid, phone_number_id, status, epoch, at)
       select $1, uuidv7(), $2, n, 'inbound', 'customer', 'text',
         'Message ' || n || ': when do you open on Saturday, and can I bring back what I bought last week without the receipt?',
         'wamid.BENCH' || n, 'bench', 'received', 1, now()
       from generate_series(1, $3::integer) n`,
      [tenant.id, rows[0]!.id, messages],
    );
    const inbox = new Inbox(system, owner, tenant, rows[0]!.id);
    await inbox.append(1);
    return inbox;
  }

  get id(): string {
    return this.tenant.outlets[0]!.id;
  }

  /** A new token each time: none of the sockets is to end in the middle. */
  async auth(): Promise<object> {
    const { email, password } = this.tenant.users.find(({ role }) => role === 'agent')!;
    const response = await fetch(`${this.system.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const { accessToken } = (await response.json()) as { accessToken?: string };
    if (!accessToken) throw new Error(`sign-in answered ${response.status}`);
    return { token: accessToken, tenantId: this.tenant.id };
  }

  /** The feed finds it when it looks, within two seconds. */
  async append(count: number): Promise<void> {
    await this.owner.query(
      `with moved as (
         insert into conversation.inbox_positions as p (tenant_id, outlet_id, seq) values ($1, $2, $4)
         on conflict (tenant_id, outlet_id) do update set seq = p.seq + $4 returning seq - $4 as base
       )
       insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
       select $1, $2, base + m.seq, $3, 'message', m.id from moved, conversation.messages m where m.conversation_id = $3 and m.seq <= $4`,
      [this.tenant.id, this.id, this.conversationId, count],
    );
  }

  async position(): Promise<number> {
    const { rows } = await this.owner.query<{ seq: string }>('select seq from conversation.inbox_positions where outlet_id = $1', [
      this.id,
    ]);
    return Number(rows[0]!.seq);
  }
}
