import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { eventually } from '#testing';
import { NODE_ARGUMENTS } from '../deploy/embedded/src/node-arguments.js';
import { loadSecrets } from '../deploy/embedded/src/secrets.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface DemoTenant {
  id: string;
  slug: string;
  name: string;
  apiKey: string;
  users: { email: string; password: string; role: string }[];
  outlets: { id: string; phoneNumberId: string; wabaId: string; displayPhoneNumber: string; accessToken: string }[];
  knowledgeBases: { id: string; name: string; examples: { question: string; answerContains: string }[] }[];
}

export interface Demo {
  superadmin: { email: string; password: string };
  whatsapp: { appSecret: string; verifyToken: string };
  tenants: DemoTenant[];
}

export interface ThreadMessage {
  wamid: string;
  contact?: string;
  direction: 'inbound' | 'outbound';
  type: string;
  text?: string;
  status?: string;
  callbackData?: string;
}

/** The whole product as `npm start` runs it, from dist/, and the ways in which people and programs reach it from outside. */
export class System {
  url = '';
  demo!: Demo;
  readonly #log: string[] = [];
  #starts = 0;
  #process: ChildProcess | undefined;

  private constructor(
    readonly dataDir: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string> = {}, dataDir = mkdtempSync(join(tmpdir(), 'chasqui-e2e-'))): Promise<System> {
    const system = new System(dataDir, env);
    try {
      await system.#start();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  async #start(): Promise<void> {
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, join(ROOT, 'dist/deploy/embedded/src/main.js')], {
      env: { ...cleanEnvironment(), PORT: '0', SIMULATOR_PORT: '0', REPLY_DEBOUNCE_MS: '0', DATA_DIR: this.dataDir, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stderr!.on('data', (chunk: Buffer) => this.#log.push(chunk.toString()));
    const ready = new Promise<string>((found, failed) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        this.#log.push(`${line}\n`);
        const match = /^ready (http:\S+)$/.exec(line);
        if (match) found(match[1]!);
      });
      child.once('exit', (code) => failed(new Error(`ended with ${code} before it was ready:\n${this.log}`)));
    });
    this.url = await ready;
    // The addresses for people come on the other stream, a little earlier or later.
    const starts = ++this.#starts;
    await eventually(() => expect(this.log.split('Chasqui is running')).toHaveLength(starts + 1));
    this.demo = JSON.parse(readFileSync(join(this.dataDir, 'demo.json'), 'utf8')) as Demo;
  }

  /** What a person would have seen on the terminal. */
  get log(): string {
    return this.#log.join('');
  }

  get pids(): Record<string, number> {
    return JSON.parse(readFileSync(join(this.dataDir, 'pids.json'), 'utf8')) as Record<string, number>;
  }

  /** All processes of this run, as the kernel knows them. */
  get descendants(): number[] {
    return this.#process?.pid ? [this.#process.pid, ...childrenOf(this.#process.pid)] : [];
  }

  /** Ends it as a person would. @returns the exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }

  /** Starts again on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#start();
  }

  async destroy(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  tenant(slug: string): DemoTenant {
    return this.demo.tenants.find((tenant) => tenant.slug === slug)!;
  }

  get simulatorUrl(): string {
    const url = [...this.log.matchAll(/Phone\s+(http:\S+?)\/?\s/g)].at(-1)?.[1];
    if (!url) throw new Error(`the terminal names no phone:\n${this.log}`);
    return url;
  }

  get #ports(): Record<string, number> {
    return JSON.parse(readFileSync(join(this.dataDir, 'ports.json'), 'utf8')) as Record<string, number>;
  }

  /** @returns status and parsed body of a REST call; never throws for a refusal */
  async api<T = Record<string, unknown>>(
    path: string,
    options: { as?: DemoTenant | string; method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const credentials: Record<string, string> =
      typeof options.as === 'string' ? { authorization: `Bearer ${options.as}` } : options.as ? { 'x-api-key': options.as.apiKey } : {};
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers: { ...credentials, ...(options.body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    const text = await response.text();
    // A file, as a table of contacts, is the text that it is.
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (text ? (isJson ? JSON.parse(text) : text) : undefined) as T };
  }

  async signIn(email: string, password: string): Promise<string> {
    const { status, body } = await this.api<{ accessToken: string }>('/auth/login', { body: { email, password } });
    if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
    return body.accessToken;
  }

  async ledger(): Promise<{ items: LedgerFigures; journal: LedgerFigures; tenants: (LedgerFigures & { tenantId: string })[] }> {
    this.#superadminToken ??= await this.signIn(this.demo.superadmin.email, this.demo.superadmin.password);
    const { status, body } = await this.api<Awaited<ReturnType<System['ledger']>>>('/ops/ledger', { as: this.#superadminToken });
    if (status === 200) return body;
    this.#superadminToken = undefined;
    throw new Error(`the ledger answered ${status}: ${JSON.stringify(body)}`);
  }
  #superadminToken: string | undefined;

  /** Posts a body to the webhook as Meta does. @returns the status */
  async webhook(body: unknown, secret = this.demo.whatsapp.appSecret): Promise<number> {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const signature = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
    const response = await fetch(`${this.url}/webhooks/whatsapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body: raw,
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** A customer writes, on the simulator's phone. @returns the wamid */
  async customerWrites(tenant: DemoTenant, from: string, text: string): Promise<string> {
    const response = await fetch(`${this.simulatorUrl}/simulator/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phoneNumberId: tenant.outlets[0]!.phoneNumberId, from, type: 'text', text }),
    });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { wamid: string }).wamid;
  }

  /** The thread as the customer sees it. */
  async thread(tenant: DemoTenant, contact?: string): Promise<ThreadMessage[]> {
    const query = new URLSearchParams({ phoneNumberId: tenant.outlets[0]!.phoneNumberId, ...(contact ? { contact } : {}) });
    const response = await fetch(`${this.simulatorUrl}/simulator/messages?${query}`);
    return ((await response.json()) as { items: ThreadMessage[] }).items;
  }

  /** What the business answered this customer so far. */
  async answers(tenant: DemoTenant, contact: string): Promise<string[]> {
    return (await this.thread(tenant, contact)).filter((message) => message.direction === 'outbound').map((message) => message.text ?? '');
  }

  async simulator(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.simulatorUrl}/simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  /** The whole database, past row-level security: for counting. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = this.#owner();
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** No row comes into a table, and none changes, until the work is done. */
  async whileLocked(table: string, work: () => Promise<unknown>): Promise<void> {
    const client = this.#owner();
    await client.connect();
    try {
      await client.query(`begin; lock table ${table} in exclusive mode`);
      await work();
      await client.query('commit');
    } finally {
      await client.end();
    }
  }

  #owner(): pg.Client {
    const { postgresPassword } = loadSecrets(this.dataDir, {});
    return new pg.Client({ connectionString: `postgres://chasqui:${postgresPassword}@127.0.0.1:${this.#ports.postgres}/chasqui` });
  }

  /** Every line that any process logged, and the terminal. */
  get logs(): string {
    const folder = join(this.dataDir, 'logs');
    const files = existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')) : [];
    return [this.log, ...files].join('\n');
  }
}

export interface LedgerFigures {
  received: number;
  processed: number;
  parked: number;
  dead: number;
  pending: number;
}

/** The environment without the keys of this machine's owner: a test must not call a paid model. */
function cleanEnvironment(): Record<string, string> {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LANG, TMPDIR }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function childrenOf(pid: number): number[] {
  let direct: number[];
  try {
    direct = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .map(Number)
      .filter(Boolean);
  } catch {
    return [];
  }
  return [...direct, ...direct.flatMap(childrenOf)];
}

/** A text message in a webhook body as Meta sends it. */
export function textBody(
  phoneNumberId: string,
  wabaId: string,
  messages: { wamid: string; from: string; text: string; timestamp?: number; name?: string }[],
): object {
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes: [textChange(phoneNumberId, messages)] }] };
}

export function textChange(
  phoneNumberId: string,
  messages: { wamid: string; from: string; text: string; timestamp?: number; name?: string }[],
): object {
  return {
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550100000', phone_number_id: phoneNumberId },
      contacts: messages.map(({ from, name }) => ({ profile: { name: name ?? `Customer ${from}` }, wa_id: from })),
      messages: messages.map(({ wamid, from, text, timestamp }) => ({
        from,
        id: wamid,
        timestamp: String(timestamp ?? Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      })),
    },
  };
}

/** A Graph API of the test's own, where the simulator's would answer too politely. */
export class GraphStandIn {
  readonly requests: { path: string; body: Record<string, unknown> }[] = [];
  answer: (
    body: Record<string, unknown>,
    index: number,
  ) => { status: number; body: unknown } | 'drop' | Promise<{ status: number; body: unknown }> = (_body, index) => ({
    status: 200,
    body: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: `wamid.STANDIN${index}` }] },
  });
  #server: Server | undefined;
  url = '';

  async start(): Promise<this> {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
        this.requests.push({ path: request.url ?? '', body });
        const answer = await this.answer(body, this.requests.length);
        if (answer === 'drop') return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

export { eventually };
