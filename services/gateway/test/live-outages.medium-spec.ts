import { liveFeed, liveMissed } from '#contracts';
import { eventually } from '#testing';
import { WebSocket } from 'ws';
import type { LiveClient } from './live-client.js';
import { LiveWorld, type LiveTenantOfTest } from './live-world.js';

describe('live while something is away', () => {
  let world: LiveWorld;

  beforeAll(async () => {
    world = await LiveWorld.start(1, { LIVE_BUFFER_BYTES: '65536', LIVE_SOCKETS_PER_USER: '1000' });
  }, 90_000);
  afterEach(() => world.closeClients());
  afterAll(async () => world?.stop(), 60_000);

  async function watched(sockets = 3): Promise<{ tenant: LiveTenantOfTest; id: string; clients: LiveClient[] }> {
    const tenant = await world.tenant();
    const clients = await Promise.all(Array.from({ length: sockets }, () => tenant.ready()));
    await tenant.write('Hello');
    const id = await tenant.conversationId();
    await tenant.untilWhole(clients, { messages: 1 });
    return { tenant, id, clients };
  }

  /** Through REST, which needs neither NATS nor a socket. */
  async function agentWrites(tenant: LiveTenantOfTest, id: string, text: string): Promise<number> {
    const response = await fetch(`${world.url}/api/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tenant.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'text', text }),
    });
    return response.status;
  }

  /** Rows of the log that are all about one message with much in it. */
  async function manyLargeEvents(tenant: LiveTenantOfTest, id: string, count: number, bytes: number): Promise<void> {
    await world.infra.rows(
      `with large as (
         insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, content, status, epoch, at)
         select $1, uuidv7(), $2, 1000, 'inbound', 'customer', 'document', jsonb_build_object('note', repeat('x', $5::integer)), 'received', 1, now()
         returning id
       ), moved as (
         update conversation.inbox_positions set seq = seq + $4::integer where outlet_id = $3 returning seq - $4::integer as base
       )
       insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
       select $1, $3, base + n, $2, 'status', large.id from moved, large, generate_series(1, $4::integer) n`,
      [tenant.id, id, tenant.outletId, count, bytes],
    );
  }

  it('NATS: connections stay, nothing false is told, and what was missed comes in order', async () => {
    const { tenant, id, clients } = await watched();
    await world.infra.killNats();
    for (let n = 0; n < 5; n++) expect(await agentWrites(tenant, id, `while NATS is away ${n}`)).toBe(201);
    const late = await tenant.client();
    await eventually(() => expect(late.socket.connected).toBe(true), { timeoutMs: 30_000 });
    await world.infra.startNats();
    await tenant.untilWhole(clients, { messages: 6 });
    await eventually(() => expect(late.readies).toBe(1), { timeoutMs: 30_000 });
    expect(clients.map(({ readies, socket }) => [readies, socket.connected])).toEqual(clients.map(() => [1, true]));
    expect(clients.map((client) => client.of('resync'))).toEqual(clients.map(() => []));
    expect(clients[0]!.of('message').map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    await tenant.write('and on');
    await tenant.untilWhole(clients, { messages: 7 });
  }, 60_000);

  it('Postgres: connections stay, new ones wait, and what was missed comes in order', async () => {
    const { tenant, clients } = await watched();
    await world.infra.killPostgres();
    const late = await tenant.client();
    const asked = new Promise<void>((resolve) => late.socket.io.once('open', () => resolve()));
    await tenant.write('while Postgres is away');
    await asked;
    // It may be let in by what the gateway remembers for a second. If not, it tries again by itself, which it would not if it were refused.
    expect(late.readies).toBe(0);
    await world.infra.startPostgres();
    await tenant.untilWhole(clients, { messages: 2 });
    expect(clients.map(({ readies }) => readies)).toEqual([1, 1, 1]);
    await eventually(() => expect(late.readies).toBe(1), { timeoutMs: 30_000 });
  }, 60_000);

  it('the conversation service: connections stay, and go on when it is back', async () => {
    const { tenant, clients } = await watched();
    await world.conversation.close();
    await tenant.write('while it is away');
    await world.startConversation();
    await tenant.untilWhole(clients, { messages: 2 });
    expect(clients.map(({ readies }) => readies)).toEqual([1, 1, 1]);
  }, 60_000);

  it('the gateway: 300 clients come back at once with what they have seen, and share a handful of reads', async () => {
    const { tenant, clients } = await watched(300);
    for (let n = 0; n < 20; n++) await tenant.write(`message ${n}`);
    await tenant.untilWhole(clients, { messages: 21 });
    const [gateway] = world.gateways.splice(0);
    await gateway!.close();
    for (let n = 0; n < 30; n++) await tenant.write(`while nobody listens ${n}`);
    await eventually(async () => expect(await tenant.messages()).toHaveLength(51));
    let reads = 0;
    const nats = await world.infra.nats();
    const counting = [liveFeed, liveMissed].map(({ subject }) => nats.subscribe(subject, { callback: () => void reads++ }));
    await world.startGateway({ SERVICE_PORT: String(gateway!.port), LIVE_BUFFER_BYTES: '65536', LIVE_SOCKETS_PER_USER: '1000' });
    await tenant.untilWhole(clients, { messages: 51 });
    for (const subscription of counting) subscription.unsubscribe();
    expect(clients.filter(({ readies }) => readies >= 2)).toHaveLength(300);
    expect(clients.flatMap((client) => client.of('resync'))).toEqual([]);
    // Every one of them asking by itself would be 300.
    expect(reads).toBeLessThan(30);
  }, 90_000);

  it('a client that does not keep up is told so and ended, loses nothing by it, and holds up nobody', async () => {
    const { tenant, id, clients } = await watched(1);
    const before = clients[0]!.cursors[tenant.outletId]!;
    const slow = new WebSocket(`${world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const frames: string[] = [];
    slow.on('message', (data) => {
      const frame = String(data);
      frames.push(frame.slice(0, 200));
      if (frame.startsWith('0')) void tenant.token().then((token) => slow.send(`40/live,${JSON.stringify({ token })}`));
    });
    await eventually(() => expect(frames.some((frame) => frame.includes('["ready"'))).toBe(true));
    slow.pause();
    const ended = new Promise<void>((resolve) => slow.once('close', () => resolve()));
    await manyLargeEvents(tenant, id, 120, 150_000);
    await eventually(() => expect(clients[0]!.of('status')).toHaveLength(120), { timeoutMs: 30_000 });
    expect(clients[0]!.faults).toEqual([]);
    expect(clients[0]!.readies).toBe(1);
    await eventually(async () => {
      const metrics = await (await fetch(`${world.url}/metrics`)).text();
      expect(metrics).toMatch(/chasqui_live_ended_total\{reason="too_slow",[^}]*\} 1/);
    });
    slow.resume();
    await ended;
    const statuses = frames.filter((frame) => frame.includes('["status"'));
    expect(statuses.length).toBeLessThan(120);
    // What it got is the beginning, without a gap; then comes the reason.
    expect(frames.at(-1)).toContain('["ended",{"reason":"too_slow"');

    const again = await tenant.ready({ cursors: { [tenant.outletId]: before + statuses.length } });
    await eventually(() => expect(again.of('status').length).toBe(120 - statuses.length), { timeoutMs: 30_000 });
    expect(again.faults).toEqual([]);
  }, 90_000);

  it('a gateway that stops does not wait for a client that hangs', async () => {
    const { tenant } = await watched(1);
    const port = world.gateways[0]!.port;
    const hanging = new WebSocket(`${world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => hanging.once('open', resolve));
    hanging.pause();
    const [gateway] = world.gateways.splice(0);
    const stoppedAt = performance.now();
    await gateway!.close();
    // ws itself would wait for half a minute.
    expect(performance.now() - stoppedAt).toBeLessThan(15_000);
    hanging.terminate();
    await world.startGateway({ SERVICE_PORT: String(port), LIVE_BUFFER_BYTES: '65536', LIVE_SOCKETS_PER_USER: '1000' });
    await tenant.ready();
  }, 60_000);
});
