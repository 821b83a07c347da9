import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { OtherWork } from './measure/processes.js';
import { latencyOf, median, pairedRatios, type Latency } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import { startSystem, type System } from './rig/system.js';
import { until } from './rig/until.js';

const SECRET = 'a secret of the shop';
const MAX_P99_MS = 100;

interface Shop {
  path: string;
  id: string;
}

/**
 * How fast a shop's webhooks are acknowledged while they come at a steady rate and are followed at the same time, against the same webhooks with a
 * wrong signature, which go the same way and leave nothing. Counted from the time at which each was due.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: { rounds: { default: 3, least: 1 }, seconds: { default: 20, least: 2 }, rate: { default: 100, least: 1 } },
    texts: ['dir'],
    switches: ['keep', 'separate'],
  });
  await inRunFolder(options, async (run) => {
    const system = await startSystem(run, { env: { LOG_LEVEL: 'warn', ...(options.separate ? { SERVICES: 'separate' } : {}) } });
    const shop = await connect(system);
    const pool = new Pool(system.url, { connections: 64 });
    run.undo(() => pool.destroy());
    const owner = new pg.Client({ connectionString: system.ownerUrl, application_name: 'bench:owner' });
    await owner.connect();
    run.undo(() => owner.end());
    const count = async (where: string): Promise<number> => {
      const { rows } = await owner.query<{ count: number }>(
        `select count(*)::int as count from commerce.connection_events where connection_id = $1 and ${where}`,
        [shop.id],
      );
      return rows[0]!.count;
    };
    run.print(`\n${options.rate} webhooks a second for ${options.seconds} s, ${options.rounds} rounds each way, in turn`);
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    const kept: Latency[] = [];
    const refused: Latency[] = [];
    const behindMs: number[] = [];
    const others = new OtherWork();
    let sent = 0;
    for (let round = 0; round < options.rounds; round++) {
      const total = options.rate * options.seconds;
      refused.push(await send(pool, shop, { from: sent, total, rate: options.rate, secret: 'another', expected: 401 }));
      kept.push(await send(pool, shop, { from: sent, total, rate: options.rate, secret: SECRET, expected: 200 }));
      sent += total;
      const ended = performance.now();
      if ((await until(async () => (await count('due_at is not null')) === 0, 120_000)) === undefined)
        throw new Error('what the shop told was not followed');
      behindMs.push(performance.now() - ended);
    }
    const of = (list: readonly Latency[], figure: 'p50Ms' | 'p99Ms'): number[] => list.map((latency) => latency[figure]);
    const row = (label: string, list: readonly Latency[]): string[] => [
      label,
      whole(list.reduce((sum, latency) => sum + latency.count, 0)),
      ms(median(of(list, 'p50Ms'))),
      ms(median(of(list, 'p99Ms'))),
    ];
    run.print(renderTable(['webhooks', 'sent', 'p50 ms', 'p99 ms'], [row('kept (200)', kept), row('refused (401)', refused)]));
    run.print(
      `rows durable / 200s sent: ${whole(await count('true'))} / ${whole(sent)}; not followed: ${whole(await count(`outcome <> 'applied'`))}`,
    );
    run.print(`followed after the last one of a round within ${ms(median(behindMs))} ms`);
    const ratios = pairedRatios(of(kept, 'p99Ms'), of(refused, 'p99Ms'));
    run.print(
      `kept / refused: p99 ${spread(ratios)}; p99 of the 200 ${verdict(median(of(kept, 'p99Ms')), { atMost: MAX_P99_MS })} (ms); others took ${(others.share() * 100).toFixed(0)} % of the CPU`,
    );
  });
}

/** Open loop: who is late does not hold the next one up. */
async function send(
  pool: Pool,
  { path }: Shop,
  { from, total, rate, secret, expected }: { from: number; total: number; rate: number; secret: string; expected: number },
): Promise<Latency> {
  const latencies: number[] = [];
  const begun = performance.now();
  const sendings = Array.from({ length: total }, async (_, index) => {
    const due = begun + (index * 1_000) / rate;
    await sleep(Math.max(0, due - performance.now()));
    const body = order(from + index);
    const { statusCode, body: answer } = await pool.request({
      method: 'POST',
      path,
      body,
      headers: {
        'x-wc-webhook-topic': 'order.created',
        'x-wc-webhook-id': '1',
        'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
      },
    });
    await answer.dump();
    if (statusCode !== expected) throw new Error(`a webhook was answered with ${statusCode}`);
    latencies.push(performance.now() - due);
  });
  await Promise.all(sendings);
  return latencyOf(latencies);
}

/** An order as WooCommerce tells of it, each of its own customer. */
const order = (id: number): string =>
  JSON.stringify({
    id: id + 1,
    number: String(id + 1),
    status: 'processing',
    currency: 'USD',
    total: '27.50',
    date_created_gmt: '2026-01-01T09:00:00',
    date_modified_gmt: '2026-01-01T09:00:00',
    payment_method: 'card',
    billing: { first_name: 'Rosa', last_name: 'Quispe', phone: `+5198${String(id).padStart(7, '0')}`, country: 'PE' },
    line_items: [
      { id: 1, name: 'Mug', sku: 'MUG', quantity: 2, total: '20.00' },
      { id: 2, name: 'Tea', sku: 'TEA', quantity: 1, total: '7.50' },
    ],
  });

async function connect({ url, demo }: System): Promise<Shop> {
  const { email, password } = demo.tenants[0]!.users.find(({ role }) => role === 'owner')!;
  const { accessToken } = await post<{ accessToken: string }>(`${url}/api/v1/auth/login`, { email, password });
  const shop = { platform: 'woocommerce', name: 'Bench', secret: SECRET };
  const { id } = await post<{ id: string }>(`${url}/api/v1/commerce/connections`, shop, { authorization: `Bearer ${accessToken}` });
  return { id, path: `/webhooks/woocommerce/${id}` };
}

async function post<T>(url: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
