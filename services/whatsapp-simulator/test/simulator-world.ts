import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, type RunningService } from '#service-kit';
import { service } from '../src/service.js';

export const SECRET = 'an-app-secret';
const ACME = {
  phoneNumberId: '100',
  wabaId: '900',
  displayPhoneNumber: '+1 555 010 0100',
  verifiedName: 'Acme',
  accessToken: 'acme-token',
  suggestions: ['When do you open?'],
};
const BETA = {
  phoneNumberId: '200',
  wabaId: '901',
  displayPhoneNumber: '+1 555 020 0200',
  verifiedName: 'Beta',
  accessToken: 'beta-token',
};
export const CUSTOMER = '491512345678';
export const DAY_MS = 24 * 60 * 60 * 1000;

interface Received {
  raw: Buffer;
  headers: IncomingMessage['headers'];
  json: any;
}

/** A real webhook address that keeps what it gets and answers as told. */
class Receiver {
  readonly received: Received[] = [];
  answer: (count: number) => number = () => 200;
  private server!: Server;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks);
        if (request.method === 'GET') {
          const query = new URL(request.url!, 'http://localhost').searchParams;
          response.statusCode = query.get('hub.verify_token') === 'verify-me' ? 200 : 403;
          response.end(query.get('hub.challenge'));
          return;
        }
        this.received.push({ raw, headers: request.headers, json: JSON.parse(raw.toString()) });
        response.statusCode = this.answer(this.received.length);
        response.end();
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks/whatsapp`;
  }

  clear(): void {
    this.received.length = 0;
    this.answer = () => 200;
  }

  /** Every message of every request. */
  messages(): any[] {
    return this.values().flatMap((value) => value.messages ?? []);
  }

  statuses(): any[] {
    return this.values().flatMap((value) => value.statuses ?? []);
  }

  values(): any[] {
    return this.received.flatMap(({ json }) => json.entry.flatMap((entry: any) => entry.changes.map((change: any) => change.value)));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export async function until<T>(what: string, read: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const value = await read();
    if (value) return value as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A simulator and its webhook address for the specs of one file. Everything is forgotten before each test. */
export function useSimulator() {
  const receiver = new Receiver();
  let webhookUrl: string;
  let running: RunningService;
  let dataDir: string;

  const start = async () => {
    running = await bootstrap(service, {
      SERVICE_PORT: '0',
      LOG_LEVEL: 'silent',
      IDENTITY_KEY: 'x'.repeat(32),
      WHATSAPP_WEBHOOK_URL: webhookUrl,
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_VERIFY_TOKEN: 'verify-me',
      SIMULATOR_DATA_DIR: dataDir,
      SIMULATOR_NUMBERS: JSON.stringify([ACME, BETA]),
    });
  };

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const asCustomer = (text: string, more: object = {}) =>
    call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'text', text, ...more });
  const graph = (method: string, path: string, body?: unknown, token = 'acme-token') =>
    call(method, `/v26.0/${path}`, body, { authorization: `Bearer ${token}` });
  const send = (body: object) => graph('POST', '100/messages', { messaging_product: 'whatsapp', to: `+${CUSTOMER}`, ...body });
  const sendText = (text: string, more: object = {}) => send({ type: 'text', text: { body: text }, ...more });
  const thread = async () => (await call('GET', `/simulator/messages?phoneNumberId=100&contact=${CUSTOMER}`)).body.items;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
    webhookUrl = await receiver.start();
    await start();
  });
  afterAll(async () => {
    await running?.close();
    await receiver.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await call('POST', '/simulator/reset');
    // A request that was under way when everything was forgotten still arrives.
    await until('quiet', async () => (await call('GET', '/simulator/deliveries')).body.summary.inFlight === 0);
    receiver.clear();
  });
  return {
    receiver,
    call,
    asCustomer,
    graph,
    send,
    sendText,
    thread,
    start,
    stop: () => running.close(),
    url: () => running.url,
    webhookUrl: () => webhookUrl,
    dataDir: () => dataDir,
  };
}
