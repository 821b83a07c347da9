import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookBuilder, type StatusInput, type WebhookTenant } from '#whatsapp';
import { HttpConnection } from '../load/http-connection.js';
import { customerOf, wamidOf, webhookRequest } from '../load/webhooks.js';
import { latencyOf, type Latency } from '../measure/statistics.js';
import { serveCalls } from '../rig/calls.js';

/**
 * Everything outside the system, in one process and so on one clock: customers who write, the Graph API that takes the answers
 * (at once, unlike Meta's), and Meta's statuses about them, sent and delivered, in batches.
 */

export interface Setup {
  gatewayUrl: string;
  appSecret: string;
  /** Messages go to one after another. */
  tenants: readonly WebhookTenant[];
  questions: { question: string; answerContains: string }[];
  /** Of whom something is sent besides. */
  others?: readonly WebhookTenant[];
}

export interface Outcome {
  messages: number;
  acknowledged: number;
  refused: Record<string, number>;
  /** From the first webhook to the last reply, and to the last acknowledgement. */
  repliedMs: number;
  acknowledgedMs: number;
  replied: number;
  /** Replies to a customer who had one already. */
  doubled: number;
  /** Replies that hold what the knowledge base has to say. */
  right: number;
  /** From the time at which a message was due to its reply. */
  latency: Latency;
}

export interface Calls {
  listen(options: Record<string, never>): Promise<{ url: string }>;
  setUp(options: Setup): Promise<void>;
  /** Posts all messages as fast as they are acknowledged, each from a customer of its own: one who is new, or those of these numbers. */
  burst(options: {
    series: string;
    messages: number;
    connections: number;
    timeoutMs: number;
    customers?: readonly number[];
  }): Promise<Outcome>;
  /** 200s that webhooks have had since the start, messages and statuses. */
  acknowledgedSoFar(options: Record<string, never>): Promise<number>;
  /** Posts messages of new customers to one number as fast as they are acknowledged, also beside a stream. Their replies are not counted. */
  flood(options: { series: string; messages: number; connections: number; tenant: WebhookTenant }): Promise<{ acknowledged: number }>;
  /** Posts messages at their times. */
  stream(options: { series: string; perSecond: number; messages: number; connections: number; timeoutMs: number }): Promise<Outcome>;
}

interface Exchange {
  dueAt: number;
  expected: string;
  repliedAt?: number;
}

interface GraphMessage {
  to?: string;
  type?: string;
  text?: { body?: string };
  biz_opaque_callback_data?: string;
  status?: string;
}

const STATUS_EVERY_MS = 50;
const STATUSES_PER_WEBHOOK = 100;
const STATUS_ATTEMPTS = 5;

let setup: Setup | undefined;
let lastCustomer = 0;
let lastReply = 0;
const exchanges = new Map<string, Exchange>();
const seen = { replied: 0, doubled: 0, right: 0 };
/** 200s that webhooks of either kind have had so far. */
let acknowledgedWebhooks = 0;
let onReply: (() => void) | undefined;
const statuses: { phoneNumberId: string; status: StatusInput }[] = [];
let statusConnection: HttpConnection | undefined;

const graph = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url?.split('?')[0] ?? '';
  const message =
    request.method === 'POST' && path.endsWith('/messages') ? (JSON.parse(Buffer.concat(chunks).toString()) as GraphMessage) : undefined;
  const phoneNumberId = path.split('/').at(-2) ?? '';
  const reply =
    message?.to === undefined || message.status !== undefined ? { success: true } : take(phoneNumberId, { ...message, to: message.to });
  const body = JSON.stringify(reply);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

function take(phoneNumberId: string, message: GraphMessage & { to: string }): object {
  const now = performance.now();
  const customer = message.to.replace(/^\+/, '');
  const wamid = wamidOf('reply', ++lastReply);
  const exchange = exchanges.get(customer);
  if (exchange?.repliedAt !== undefined) seen.doubled++;
  else if (exchange) {
    exchange.repliedAt = now;
    seen.replied++;
    if (message.text?.body?.includes(exchange.expected)) seen.right++;
  }
  for (const status of ['sent', 'delivered'])
    statuses.push({
      phoneNumberId,
      status: { wamid, status, recipientId: customer, callbackData: message.biz_opaque_callback_data, at: new Date() },
    });
  onReply?.();
  return { messaging_product: 'whatsapp', contacts: [{ input: message.to, wa_id: customer }], messages: [{ id: wamid }] };
}

let arePosting = false;

/** Meta repeats what was not answered 200; so does this, a few times. */
async function postStatuses(): Promise<void> {
  for (;;) {
    await sleep(STATUS_EVERY_MS);
    while (setup && statuses.length > 0) {
      arePosting = true;
      const { gatewayUrl, appSecret, tenants, others = [] } = setup;
      const { hostname, port, host } = new URL(gatewayUrl);
      const byNumber = Map.groupBy(statuses.splice(0, STATUSES_PER_WEBHOOK), ({ phoneNumberId }) => phoneNumberId);
      const entries = [...byNumber].map(([phoneNumberId, of]) =>
        webhookBuilder.messagesEntry(
          [...tenants, ...others].find((tenant) => tenant.phoneNumberId === phoneNumberId)!,
          {
            statuses: of.map(({ status }) => webhookBuilder.statusUpdate(status)),
          },
        ),
      );
      const request = webhookRequest(webhookBuilder.webhookBody(...entries), appSecret, host);
      statusConnection ??= new HttpConnection(hostname, Number(port));
      for (let attempt = 1; attempt <= STATUS_ATTEMPTS; attempt++) {
        if ((await statusConnection.request(request).catch(() => 0)) === 200) {
          acknowledgedWebhooks++;
          break;
        }
        await sleep(200);
      }
    }
    arePosting = false;
  }
}

function messageOf({ gatewayUrl, appSecret, questions }: Setup, tenant: WebhookTenant, series: string, index: number, number?: number) {
  const { question, answerContains } = questions[index % questions.length]!;
  const customer = customerOf(number ?? ++lastCustomer);
  const body = webhookBuilder.textWebhook(tenant, {
    wamid: wamidOf(series, index),
    from: customer,
    name: `Customer ${customer}`,
    at: new Date(),
    body: question,
  });
  return { customer, expected: answerContains, request: webhookRequest(body, appSecret, new URL(gatewayUrl).host) };
}

async function flood(options: Parameters<Calls['flood']>[0]): Promise<{ acknowledged: number }> {
  if (!setup) throw new Error('setUp comes first');
  const { hostname, port } = new URL(setup.gatewayUrl);
  let [next, acknowledged] = [0, 0];
  const post = async (): Promise<void> => {
    const connection = new HttpConnection(hostname, Number(port));
    await connection.open();
    for (let index = next++; index < options.messages; index = next++) {
      const { request } = messageOf(setup!, options.tenant, options.series, index);
      // Meta repeats what was not answered 200.
      while ((await connection.request(request).catch(() => 0)) !== 200) await sleep(200);
      acknowledged++;
      acknowledgedWebhooks++;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: options.connections }, post));
  return { acknowledged };
}

async function play(options: {
  series: string;
  messages: number;
  connections: number;
  timeoutMs: number;
  customers?: readonly number[];
  /** When message number `index` may leave, in ms after the first. */
  dueMs: (index: number) => number;
}): Promise<Outcome> {
  if (!setup) throw new Error('setUp comes first');
  const { gatewayUrl, tenants } = setup;
  const { hostname, port } = new URL(gatewayUrl);
  exchanges.clear();
  Object.assign(seen, { replied: 0, doubled: 0, right: 0 });
  const messages = Array.from({ length: options.messages }, (_, index) =>
    messageOf(setup!, tenants[index % tenants.length]!, options.series, index, options.customers?.[index]),
  );
  const connections = Array.from({ length: options.connections }, () => new HttpConnection(hostname, Number(port)));
  await Promise.all(connections.map((connection) => connection.open()));

  const done = Promise.withResolvers<void>();
  onReply = () => {
    if (seen.replied >= options.messages) done.resolve();
  };
  const deadline = setTimeout(() => done.resolve(), options.timeoutMs);
  const refused: Record<string, number> = {};
  let acknowledged = 0;
  let next = 0;
  const begin = performance.now() + 5;
  const post = async (connection: HttpConnection): Promise<void> => {
    for (let index = next++; index < messages.length; index = next++) {
      const { customer, expected, request } = messages[index]!;
      const dueAt = begin + options.dueMs(index);
      if (dueAt > performance.now()) await sleep(dueAt - performance.now());
      exchanges.set(customer, { dueAt: options.dueMs(1) === 0 ? performance.now() : dueAt, expected });
      const status = await connection.request(request).catch(() => 'error' as const);
      if (status === 200) {
        acknowledged++;
        acknowledgedWebhooks++;
      } else refused[status] = (refused[status] ?? 0) + 1;
    }
  };
  await Promise.all(connections.map(post));
  const acknowledgedMs = performance.now() - begin;
  onReply();
  await done.promise;
  clearTimeout(deadline);
  // What the replies bring back belongs to the same messages.
  while (statuses.length > 0 || arePosting) await sleep(STATUS_EVERY_MS);
  for (const connection of connections) connection.close();
  const replied = [...exchanges.values()].flatMap(({ dueAt, repliedAt }) => (repliedAt === undefined ? [] : [{ dueAt, repliedAt }]));
  return {
    messages: options.messages,
    acknowledged,
    refused,
    acknowledgedMs,
    repliedMs: Math.max(...replied.map(({ repliedAt }) => repliedAt), begin) - begin,
    latency: latencyOf(replied.map(({ dueAt, repliedAt }) => repliedAt - dueAt)),
    ...seen,
  };
}

serveCalls<Calls>({
  listen: async () => {
    await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
    graph.keepAliveTimeout = 60_000;
    void postStatuses();
    return { url: `http://127.0.0.1:${(graph.address() as { port: number }).port}` };
  },
  setUp: async (given) => {
    setup = given;
    // The gateway may have come back at another port.
    statusConnection?.close();
    statusConnection = undefined;
  },
  acknowledgedSoFar: async () => acknowledgedWebhooks,
  flood,
  burst: (options) => play({ ...options, dueMs: () => 0 }),
  stream: ({ perSecond, ...options }) => play({ ...options, dueMs: (index) => (index * 1_000) / perSecond }),
});
