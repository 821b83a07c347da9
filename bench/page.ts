import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { IDENTITY_HEADER, identityKey, signIdentity } from '#service-kit';
import { loadSecrets } from '../deploy/embedded/src/secrets.js';
import { latencyOf, median, pairedRatios, type Latency } from './measure/statistics.js';
import { OtherWork } from './measure/processes.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startSystem, type System } from './rig/system.js';

const CONVERSATIONS = 1_000;
const MESSAGES = 200;
const PAGE = 50;

type Headers = Record<string, string>;

interface Way {
  label: string;
  pool: Pool;
  /** A signed identity lives 30 s, so that it is signed as often as the gateway does. */
  headers: () => Headers;
}

/**
 * What the one public door costs a reader: a page of a list through the gateway (access token checked, identity signed, forwarded,
 * streamed back), against the same page asked of the service that owns it, with an identity that is signed here.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: { rounds: { default: 5, least: 1 }, requests: { default: 1_000, least: 100 }, connections: { default: 4, least: 1 } },
    texts: ['dir'],
    switches: ['keep', 'separate'],
  });
  await inRunFolder(options, async (run) => {
    const system = await startSystem(run, { env: { LOG_LEVEL: 'warn', ...(options.separate ? { SERVICES: 'separate' } : {}) } });
    const tenant = system.demo.tenants[0]!;
    const conversation = await fill(system, tenant);
    const ports = JSON.parse(readFileSync(join(system.dataDir, 'ports.json'), 'utf8')) as Record<string, number>;
    const { accessToken, userId } = await signIn(system);
    const key = identityKey(loadSecrets(system.dataDir, {}).internalSecret, 'conversation');
    const identity = { kind: 'user', subject: userId, superadmin: true, tenantId: tenant.id, role: 'owner' } as const;
    const open = (url: string): Pool => {
      const pool = new Pool(url, { connections: options.connections });
      run.undo(() => pool.destroy());
      return pool;
    };
    const ways: [Way, Way] = [
      {
        label: 'through the gateway',
        pool: open(system.url),
        headers: () => ({ authorization: `Bearer ${accessToken}`, 'x-tenant-id': tenant.id }),
      },
      {
        label: 'the service alone',
        pool: open(`http://127.0.0.1:${ports.conversation}`),
        headers: () => ({ [IDENTITY_HEADER]: signIdentity(identity, key) }),
      },
    ];

    run.print(
      `\n${CONVERSATIONS} conversations, one of ${MESSAGES} messages; ${options.connections} connections, ${options.rounds} rounds of ${options.requests} requests each way, in turn${options.separate ? '; a process a service' : ''}`,
    );
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    for (const path of [`/api/v1/conversations?limit=${PAGE}`, `/api/v1/conversations/${conversation}/messages?limit=${PAGE}`]) {
      for (const way of ways) await measure(way, path, options.connections, 300);
      const seen: [Latency[], Latency[]] = [[], []];
      const others = new OtherWork();
      for (let round = 0; round < options.rounds; round++) {
        for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
          seen[index].push(await measure(ways[index], path, options.connections, options.requests));
        }
      }
      const of = (index: 0 | 1, figure: 'p50Ms' | 'p99Ms'): number[] => seen[index].map((latency) => latency[figure]);
      const p99 = pairedRatios(of(0, 'p99Ms'), of(1, 'p99Ms'));
      run.print(`\nGET ${path.replace(conversation, '{id}')}`);
      run.print(
        renderTable(
          ['way', 'requests', 'p50 ms', 'p99 ms'],
          ([0, 1] as const).map((index) => [
            ways[index].label,
            whole(seen[index].reduce((sum, { count }) => sum + count, 0)),
            ms(median(of(index, 'p50Ms'))),
            ms(median(of(index, 'p99Ms'))),
          ]),
        ),
      );
      run.print(
        `gateway / service: p50 ${spread(pairedRatios(of(0, 'p50Ms'), of(1, 'p50Ms')))}, p99 ${spread(p99)}; p99 ${verdict(p99?.median, { atMost: 3 })}; others took ${(others.share() * 100).toFixed(0)} % of the CPU`,
      );
    }
  });
}

/** As many requests as connections are under way; each is counted from when it was asked until its last byte was here. */
async function measure({ pool, headers }: Way, path: string, connections: number, requests: number): Promise<Latency> {
  const latencies: number[] = [];
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        const sentAt = performance.now();
        const { statusCode, body } = await pool.request({ method: 'GET', path, headers: headers() });
        const answer = await body.text();
        latencies.push(performance.now() - sentAt);
        const items = statusCode === 200 ? (JSON.parse(answer) as { items: unknown[] }).items.length : 0;
        if (items !== PAGE) throw new Error(`${path} answered ${statusCode} with ${items} items`);
      }
    }),
  );
  return latencyOf(latencies);
}

/** @returns the conversation that has the messages */
async function fill(system: System, tenant: System['demo']['tenants'][number]): Promise<string> {
  const owner = new pg.Client({ connectionString: system.ownerUrl, application_name: 'bench:owner' });
  await owner.connect();
  try {
    await owner.query(
      `create temporary table threads as select uuidv7() as id, uuidv7() as contact_id, n from generate_series(1, ${CONVERSATIONS}) n`,
    );
    await owner.query(
      `insert into conversation.contacts (tenant_id, id, phone, name) select $1, contact_id, '1556' || n, 'Customer ' || n from threads`,
      [tenant.id],
    );
    await owner.query(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, next_seq, last_message_at, window_expires_at)
       select $1, id, $2, contact_id, ${MESSAGES + 1}, now() - make_interval(secs => n), now() from threads`,
      [tenant.id, tenant.outlets[0]!.id],
    );
    const { rows } = await owner.query<{ id: string }>(
      `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
       select $1, uuidv7(), t.id, seq, 'inbound', 'customer', 'text', repeat('word ', 20), '{"type":"text","text":{"body":"word"}}', 'received', 0, now()
       from threads t, generate_series(1, ${MESSAGES}) seq where t.n = 1 returning conversation_id as id`,
      [tenant.id],
    );
    await owner.query('analyze conversation.messages, conversation.conversations, conversation.contacts');
    return rows[0]!.id;
  } finally {
    await owner.end();
  }
}

async function signIn({ url, demo }: System): Promise<{ accessToken: string; userId: string }> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(demo.superadmin),
  });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  const { accessToken } = (await response.json()) as { accessToken: string };
  const { sub } = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()) as { sub: string };
  return { accessToken, userId: sub };
}
