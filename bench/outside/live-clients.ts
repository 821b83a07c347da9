import { setTimeout as sleep } from 'node:timers/promises';
import { webhookBuilder, type WebhookTenant } from '#whatsapp';
import { WebSocket } from 'ws';
import { HttpConnection } from '../load/http-connection.js';
import { customerOf, wamidOf, webhookRequest } from '../load/webhooks.js';
import { latencyOf, type Latency } from '../measure/statistics.js';
import { serveCalls } from '../rig/calls.js';

/**
 * Those who watch, and the customers whose messages they see, in one process and so on one clock. The clients speak the wire protocol
 * (Engine.IO 4, Socket.IO 5) on `ws` themselves, so that they cost the same against the gateway as against a bare server.
 */

export interface Calls {
  /** @param options.auth of Socket.IO; undefined connects to a bare WebSocket server */
  connect(options: { url: string; sockets: number; auth: object | undefined; outletId: string }): Promise<void>;
  /** Waits until every client has had so many messages from now on. */
  collect(options: { each: number; timeoutMs: number }): Promise<Collected>;
  /** One message as it came over the wire. */
  sample(options: Record<string, never>): Promise<string>;
  /** Customers write at their times; every client is to see every message. */
  stream(options: {
    gatewayUrl: string;
    appSecret: string;
    tenant: WebhookTenant;
    series: string;
    perSecond: number;
    messages: number;
    timeoutMs: number;
  }): Promise<Collected & { latency: Latency; acknowledged: number }>;
  /** Cuts all connections without a word. */
  drop(options: Record<string, never>): Promise<void>;
  /** All come back at once with the positions they have seen, until they stand at `position`. */
  resume(options: {
    position: number;
    timeoutMs: number;
  }): Promise<{ resumedMs: number; slowestReadyMs: number; behind: number; faults: number }>;
  close(options: Record<string, never>): Promise<void>;
}

export interface Collected {
  deliveries: number;
  /** From the first to the last. */
  windowMs: number;
  /** Positions that were not the next. */
  faults: number;
}

interface Client {
  socket: WebSocket;
  position: number;
  received: number;
}

const SEQ = Buffer.from('"inboxSeq":');
const WAMID = Buffer.from('"wamid":"');
const OPENING_AT_A_TIME = 50;

let settings: { url: string; auth: object | undefined; outletId: string };
const clients: Client[] = [];
let faults = 0;
let deliveries = 0;
let [firstAt, lastAt] = [0, 0];
let sample = '';
let onDelivery: (() => void) | undefined;
let onWamid: ((wamid: string) => void) | undefined;

function open(client: Client, isResuming: boolean): Promise<void> {
  const { url, auth, outletId } = settings;
  const socket = new WebSocket(auth ? `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket` : url, {
    perMessageDeflate: false,
  });
  client.socket = socket;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    if (!auth) socket.once('open', () => resolve());
    socket.on('message', (data: Buffer) => {
      // 42: a message with an event; all others are of the protocol.
      if (data[0] === 0x34 && data[1] === 0x32) return hear(client, data, resolve);
      const text = data.toString();
      if (text === '2') socket.send('3');
      else if (text.startsWith('0')) {
        const resumed = isResuming ? { inboxes: { [outletId]: client.position } } : {};
        socket.send(`40/live,${JSON.stringify({ ...auth, ...resumed })}`);
      } else if (text.startsWith('44')) reject(new Error(text));
    });
  });
}

function hear(client: Client, data: Buffer, isReady: () => void): void {
  const at = data.indexOf(SEQ);
  if (at < 0) {
    const text = data.toString();
    if (!text.startsWith('42/live,["ready"')) {
      if (text.startsWith('42/live,["resync"')) faults++;
      return;
    }
    const [, { inboxes }] = JSON.parse(text.slice('42/live,'.length)) as [string, { inboxes: Record<string, number> }];
    const position = inboxes[settings.outletId] ?? 0;
    if (client.position > 0 && position !== client.position) faults++;
    client.position = position;
    return isReady();
  }
  const position = Number.parseInt(data.toString('latin1', at + SEQ.length, at + SEQ.length + 15), 10);
  if (client.position > 0 && position !== client.position + 1) faults++;
  client.position = position;
  if (data.indexOf('42/live,["message"') !== 0) return;
  client.received++;
  lastAt = performance.now();
  if (deliveries++ === 0) firstAt = lastAt;
  sample ||= data.toString();
  if (onWamid) {
    const begin = data.indexOf(WAMID) + WAMID.length;
    onWamid(data.toString('latin1', begin, data.indexOf(0x22, begin)));
  }
  onDelivery?.();
}

async function openAll(isResuming: boolean, atATime: number): Promise<void> {
  for (let index = 0; index < clients.length; index += atATime) {
    await Promise.all(clients.slice(index, index + atATime).map((client) => open(client, isResuming)));
  }
}

function reset(): void {
  [deliveries, firstAt, lastAt, faults] = [0, 0, 0, 0];
  for (const client of clients) client.received = 0;
}

async function collect(each: number, timeoutMs: number): Promise<Collected> {
  const expected = each * clients.length;
  const done = Promise.withResolvers<void>();
  onDelivery = () => {
    if (deliveries >= expected) done.resolve();
  };
  onDelivery();
  const late = setTimeout(() => done.resolve(), timeoutMs);
  await done.promise;
  clearTimeout(late);
  onDelivery = undefined;
  return { deliveries, windowMs: lastAt - firstAt, faults };
}

serveCalls<Calls>({
  connect: async ({ sockets, ...given }) => {
    settings = given;
    clients.splice(0, clients.length, ...Array.from({ length: sockets }, () => ({ position: 0, received: 0 }) as Client));
    await openAll(false, OPENING_AT_A_TIME);
    reset();
  },
  collect: async ({ each, timeoutMs }) => {
    reset();
    return collect(each, timeoutMs);
  },
  sample: async () => sample,
  stream: async ({ gatewayUrl, appSecret, tenant, series, perSecond, messages, timeoutMs }) => {
    reset();
    const { hostname, port, host } = new URL(gatewayUrl);
    const dueAt = new Map<string, number>();
    const latencies: number[] = [];
    onWamid = (wamid) => {
      const due = dueAt.get(wamid);
      if (due !== undefined) latencies.push(performance.now() - due);
    };
    const connections = Array.from({ length: 16 }, () => new HttpConnection(hostname, Number(port)));
    await Promise.all(connections.map((connection) => connection.open()));
    const begin = performance.now() + 50;
    let [next, acknowledged] = [0, 0];
    const post = async (connection: HttpConnection): Promise<void> => {
      for (let index = next++; index < messages; index = next++) {
        const wamid = wamidOf(series, index);
        const body = webhookBuilder.textWebhook(tenant, {
          wamid,
          from: customerOf(index % 200),
          name: `Customer ${index % 200}`,
          at: new Date(),
          body: `Message ${index}: when do you open on Saturday?`,
        });
        const request = webhookRequest(body, appSecret, host);
        const due = begin + (index * 1_000) / perSecond;
        dueAt.set(wamid, due);
        if (due > performance.now()) await sleep(due - performance.now());
        if ((await connection.request(request).catch(() => 0)) === 200) acknowledged++;
      }
    };
    const [collected] = await Promise.all([collect(messages, timeoutMs), ...connections.map(post)]);
    onWamid = undefined;
    for (const connection of connections) connection.close();
    return { ...collected, latency: latencyOf(latencies), acknowledged };
  },
  drop: async () => {
    for (const { socket } of clients) socket.terminate();
  },
  resume: async ({ position, timeoutMs }) => {
    reset();
    const begin = performance.now();
    await openAll(true, clients.length);
    const slowestReadyMs = performance.now() - begin;
    const behind = (): number => clients.filter((client) => client.position < position).length;
    while (behind() > 0 && performance.now() - begin < timeoutMs) await sleep(5);
    return { resumedMs: performance.now() - begin, slowestReadyMs, behind: behind(), faults };
  },
  close: async () => {
    for (const { socket } of clients.splice(0)) socket.terminate();
  },
});
