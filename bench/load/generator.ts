import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookTenant } from '#whatsapp';
import { latencyOf, type Latency } from '../measure/statistics.js';
import { serveCalls } from '../rig/calls.js';
import { HttpConnection } from './http-connection.js';
import { textWebhookOf570Bytes, webhookRequest } from './webhooks.js';

/** The load, in a process of its own: signs webhooks beforehand, then sends them. */

export interface Target {
  url: string;
  appSecret: string;
  tenant: WebhookTenant;
  /** Names the round: every round has messages of its own. */
  series: string;
  connections: number;
  /** How many different messages are signed before the clock starts; when they are used up they are sent again. */
  bodies: number;
}

export interface LoadResult {
  /** 200s in the whole round, warm-up and tail included: what durable rows are compared with. */
  acknowledged: number;
  /** Other answers by status, and broken connections as `error`. */
  refused: Record<string, number>;
  /** 200s within the measured time. */
  measured: number;
  measuredMs: number;
  latency: Latency;
  /** How late requests left, where they have a time to leave. */
  lag?: Latency;
  /** Messages that were sent more than once because those signed beforehand ran out. */
  repeated: number;
}

export interface Calls {
  closedLoop(options: Target & { warmUpMs: number; measureMs: number }): Promise<LoadResult>;
  openLoop(options: Target & { warmUpMs: number; measureMs: number; perSecond: number }): Promise<LoadResult>;
  sequence(options: Target & { requests: number }): Promise<{ spans: Span[]; clockErrorMs: number }>;
}

/** When a request left and when its answer was there, in seconds since 1970. */
export interface Span {
  sentAt: number;
  answeredAt: number;
  status: number;
}

class Round {
  readonly connections: HttpConnection[];
  readonly #requests: Buffer[];
  #next = 0;
  acknowledged = 0;
  readonly refused: Record<string, number> = {};
  readonly latencies: number[] = [];

  constructor({ url, appSecret, tenant, series, connections, bodies }: Target) {
    const { hostname, port, host } = new URL(url);
    this.connections = Array.from({ length: connections }, () => new HttpConnection(hostname, Number(port)));
    this.#requests = Array.from({ length: bodies }, (_, index) =>
      webhookRequest(textWebhookOf570Bytes(tenant, series, index), appSecret, host),
    );
  }

  async open(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.open()));
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  get repeated(): number {
    return Math.max(this.#next - this.#requests.length, 0);
  }

  /** Sends the next message. @returns whether it was answered 200 */
  async send(connection: HttpConnection): Promise<boolean> {
    const request = this.#requests[this.#next++ % this.#requests.length]!;
    const status = await connection.request(request).catch(() => 'error' as const);
    if (status === 200) this.acknowledged++;
    else this.refused[status] = (this.refused[status] ?? 0) + 1;
    return status === 200;
  }

  result(measuredMs: number): LoadResult {
    const { acknowledged, refused, latencies, repeated } = this;
    return { acknowledged, refused, measured: latencies.length, measuredMs, latency: latencyOf(latencies), repeated };
  }
}

/** Every connection asks again as soon as it has its answer. */
const closedLoop: Calls['closedLoop'] = async (options) => {
  const round = new Round(options);
  await round.open();
  const from = performance.now() + options.warmUpMs;
  const until = from + options.measureMs;
  const ask = async (connection: HttpConnection): Promise<void> => {
    for (;;) {
      const sentAt = performance.now();
      if (sentAt >= until) return;
      const isAcknowledged = await round.send(connection);
      const answeredAt = performance.now();
      if (isAcknowledged && answeredAt >= from && answeredAt < until) round.latencies.push(answeredAt - sentAt);
      // A server that refuses at once must not be asked in a tight loop.
      if (!isAcknowledged) await sleep(1);
    }
  };
  await Promise.all(round.connections.map(ask));
  round.close();
  return round.result(options.measureMs);
};

/**
 * Requests leave at their times whether or not earlier ones were answered. Latency counts from the time at which a request should
 * have left, so that waiting for a connection or for this process counts too (no coordinated omission).
 */
const openLoop: Calls['openLoop'] = async (options) => {
  const round = new Round(options);
  await round.open();
  const begin = performance.now() + 20;
  const from = begin + options.warmUpMs;
  const until = from + options.measureMs;
  const lags: number[] = [];
  const due: number[] = [];
  const idle = [...round.connections];
  const underWay = new Set<Promise<void>>();
  const send = async (connection: HttpConnection, dueAt: number): Promise<void> => {
    const isMeasured = dueAt >= from;
    if (isMeasured) lags.push(performance.now() - dueAt);
    const isAcknowledged = await round.send(connection);
    if (isMeasured && isAcknowledged) round.latencies.push(performance.now() - dueAt);
    const next = due.shift();
    if (next === undefined) idle.push(connection);
    else await send(connection, next);
  };
  for (let sent = 0, dueAt = begin; dueAt < until;) {
    const now = performance.now();
    for (; dueAt <= now && dueAt < until; dueAt = begin + (++sent * 1_000) / options.perSecond) {
      const connection = idle.pop();
      if (!connection) {
        due.push(dueAt);
        continue;
      }
      const exchange = send(connection, dueAt).finally(() => underWay.delete(exchange));
      underWay.add(exchange);
    }
    await sleep(1);
  }
  await Promise.all(underWay);
  round.close();
  return { ...round.result(options.measureMs), lag: latencyOf(lags) };
};

/** One request after another, with the times of each. */
const sequence: Calls['sequence'] = async (options) => {
  const round = new Round({ ...options, connections: 1 });
  await round.open();
  const now = (): number => (performance.timeOrigin + performance.now()) / 1_000;
  const spans: Span[] = [];
  for (let index = 0; index < options.requests; index++) {
    const sentAt = now();
    const isAcknowledged = await round.send(round.connections[0]!);
    spans.push({ sentAt, answeredAt: now(), status: isAcknowledged ? 200 : 0 });
  }
  round.close();
  // The high-resolution clock runs beside the wall clock that strace reads; more than a millisecond apart, and spans would mislead.
  return { spans, clockErrorMs: Math.abs(performance.timeOrigin + performance.now() - Date.now()) };
};

serveCalls<Calls>({ closedLoop, openLoop, sequence });
