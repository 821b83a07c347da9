import { fork, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { statusReceived } from '#contracts';
import { KeyRing } from '#service-kit';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../deploy/migrations.js';

const MAIN = resolve(fileURLToPath(new URL('../dist/services/message-sender/src/main.js', import.meta.url)));
const PHONE_NUMBER_ID = '1000001';
const MESSAGES = 900;
/** Longer than a status may lie with a process that was killed before it comes to another: as long as it must be, with room. */
const RESEND_AFTER_MS = 25_000;
/** One answer of so many is dropped after the message was taken. */
const DROPPED = 20;

/** Meta, as far as it is needed: takes messages at 80 a second, lends a second's worth, and reports what it took. */
class Graph {
  readonly taken: string[] = [];
  refused = 0;
  /** Called with the id when a message was taken, before it is answered; then when its answer was written. */
  onTaken: (id: string) => Promise<void> | void = () => undefined;
  onAnswered: (id: string) => void = () => undefined;
  drops = false;
  /** Reads what comes and takes nothing of it. */
  isDeaf = false;
  url = '';
  #tokens = 80;
  #at = performance.now();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    if (this.isDeaf) return;
    const { biz_opaque_callback_data: id } = JSON.parse(Buffer.concat(chunks).toString()) as { biz_opaque_callback_data: string };
    const now = performance.now();
    this.#tokens = Math.min(80, this.#tokens + ((now - this.#at) / 1_000) * 80);
    this.#at = now;
    response.setHeader('content-type', 'application/json');
    if (this.#tokens < 1) {
      this.refused++;
      response.writeHead(400).end(JSON.stringify({ error: { message: '(#130429)', type: 'OAuthException', code: 130_429 } }));
      return;
    }
    this.#tokens--;
    this.taken.push(id);
    await this.onTaken(id);
    if (this.drops && this.taken.length % DROPPED === 0) return void request.socket.destroy();
    response.end(JSON.stringify({ messaging_product: 'whatsapp', contacts: [], messages: [{ id: `wamid.${id}` }] }), () =>
      this.onAnswered(id),
    );
  }
}

describe('kill -9 of processes that send', () => {
  const graph = new Graph();
  const senders = new Set<ChildProcess>();
  const [tenantId, outletId] = [v7(), v7()];
  let infra: Infrastructure;
  let reporting: NodeJS.Timeout;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    await graph.start();
    await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, 'one', 'One')`, [tenantId]);
    await infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
       values ($1, $2, 'Outlet', $3, 'waba', '+1 555', $4, 'confirmed', now() - interval '1 day')`,
      [tenantId, outletId, PHONE_NUMBER_ID, new KeyRing(infra.env().ENCRYPTION_KEYS!).seal('token', outletId)],
    );
    // What Meta took it reports, sooner or later.
    let reported = 0;
    reporting = setInterval(() => {
      for (const id of graph.taken.slice(reported, (reported = graph.taken.length))) void report(id);
    }, 500);
  }, 120_000);
  afterAll(async () => {
    clearInterval(reporting);
    for (const sender of senders) sender.kill('SIGKILL');
    await graph.stop();
    await infra?.stop();
  }, 60_000);
  afterEach(async () => {
    graph.onTaken = () => undefined;
    graph.onAnswered = () => undefined;
    for (const sender of senders) await kill(sender);
  });

  const report = (id: string): Promise<string> =>
    infra.publish(statusReceived, tenantId, {
      outletId,
      phoneNumberId: PHONE_NUMBER_ID,
      status: { wamid: `wamid.${id}`, status: 'sent', timestamp: new Date().toISOString(), recipient: {}, callbackData: id },
    });

  async function start(): Promise<ChildProcess> {
    const sender = fork(MAIN, [], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        SERVICE_HOST: '127.0.0.1',
        SERVICE_PORT: '0',
        ...infra.env('message-sender'),
        WHATSAPP_GRAPH_URL: graph.url,
        GRAPH_TIMEOUT_MS: '1000',
        UNKNOWN_RESEND_AFTER_MS: String(RESEND_AFTER_MS),
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    senders.add(sender);
    await new Promise<void>((ready, failed) => {
      sender.once('message', () => ready());
      sender.once('exit', (code) => failed(new Error(`the sender ended before it was ready (${code})`)));
    });
    return sender;
  }

  async function kill(sender: ChildProcess): Promise<void> {
    senders.delete(sender);
    if (sender.exitCode !== null || sender.signalCode !== null) return;
    const ended = new Promise((done) => sender.once('exit', done));
    sender.kill('SIGKILL');
    await ended;
  }

  let recipients = 0;
  async function queue(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => v7());
    await infra.rows(
      `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, window_until)
       select $1, m.id, $2::uuid, phone, $2::uuid || ':' || phone, 'reply', '{"type":"text","text":{"body":"Hello"}}', now() + interval '1 day'
       from (select id, (16600000000 + $4::integer + n)::text as phone from unnest($3::uuid[]) with ordinality u (id, n)) m`,
      [tenantId, outletId, ids, (recipients += count)],
    );
    return ids;
  }

  const statesOf = async (ids: readonly string[]): Promise<Record<string, number>> => {
    const rows = await infra.rows<{ state: string; count: number }>(
      'select state, count(*)::int as count from message_sender.messages where id = any($1::uuid[]) group by state',
      [ids],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const times = (id: string): number => graph.taken.filter((each) => each === id).length;

  /** Others are sent meanwhile: what WhatsApp says of them is the evidence about those whose answer was lost. */
  async function settle(ids: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        await queue(1);
        expect(await statesOf(ids)).toEqual({ sent: ids.length });
      },
      { timeoutMs: 240_000, everyMs: 1_000 },
    );
    expect(ids.filter((id) => times(id) !== 1)).toEqual([]);
  }

  it('between the request and its answer: the message is known by its status, and was sent once', async () => {
    const sender = await start();
    const gone = Promise.withResolvers<void>();
    graph.onTaken = async () => {
      graph.onTaken = () => undefined;
      await kill(sender);
      gone.resolve();
    };
    const ids = await queue(1);
    await gone.promise;
    await start();
    await settle(ids);
  }, 300_000);

  it('between the answer and its commit: the message is known by its status, and was sent once', async () => {
    const sender = await start();
    const gone = Promise.withResolvers<void>();
    graph.onAnswered = () => {
      sender.kill('SIGKILL');
      gone.resolve();
    };
    const ids = await queue(1);
    await gone.promise;
    graph.onAnswered = () => undefined;
    await start();
    await settle(ids);
  }, 300_000);

  it('between the claim and the arrival of its request: the message leaves, once, when WhatsApp proves that it did not', async () => {
    graph.isDeaf = true;
    const sender = await start();
    const ids = await queue(40);
    const sending = `select id from message_sender.messages where open_state = 'sending'`;
    await eventually(async () => expect(await infra.rows(`${sending} limit 1`)).toHaveLength(1), { timeoutMs: 120_000, everyMs: 20 });
    await kill(sender);
    graph.isDeaf = false;
    const claimed = await infra.rows<{ id: string }>(sending);
    expect([claimed.length > 0, claimed.filter(({ id }) => times(id) > 0)]).toEqual([true, []]);
    await start();
    await settle(ids);
  }, 500_000);

  it(`of two processes, again and again, while one in ${DROPPED} answers is dropped: none lost, none doubled, the rate never exceeded`, async () => {
    graph.refused = 0;
    graph.drops = true;
    const ids = await queue(MESSAGES);
    const left = async (): Promise<number> => {
      const { queued = 0 } = await statesOf(ids);
      return queued;
    };
    const running = [await start(), await start()];
    for (let turn = 0; turn < 6; turn++) {
      await eventually(async () => expect(await left()).toBeLessThan(MESSAGES - (turn + 1) * (MESSAGES / 8)), {
        timeoutMs: 120_000,
        everyMs: 20,
      });
      await kill(running[turn % 2]!);
      running[turn % 2] = await start();
    }
    await eventually(async () => expect(await left()).toBe(0), { timeoutMs: 120_000, everyMs: 200 });
    graph.drops = false;
    await settle(ids);
    expect(graph.refused).toBe(0);
  }, 600_000);
});
