import type { ServerResponse } from 'node:http';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { eventually } from '#testing';
import { QueueRepository } from '../src/persistence/deliveries/queue.repository.js';
import { HOUR, WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  // Longer than the test: whoever waits for a slow one has lost.
  world = await WebhookWorld.start({ WEBHOOK_TIMEOUT_MS: '30000' });
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const textsAt = (path: string): string[] => world.receiver.at(path).map(({ body }) => body.data.text);

it('many slow endpoints of one tenant leave places to others at the same host', async () => {
  const [slowTenant, fastTenant] = [v7(), v7()];
  const open: ServerResponse[] = [];
  for (let n = 0; n < 8; n++) {
    const { path } = await world.endpoint(slowTenant, ['message.received']);
    world.receiver.answers(path, (_, response) => void open.push(response));
  }
  const fast = await world.endpoint(fastTenant, ['message.received']);
  for (let n = 0; n < 10; n++) await world.write(slowTenant, v7(), 2);
  // More than one endpoint alone may have, and less than all places.
  await eventually(() => expect(open.length).toBeGreaterThan(40));
  for (let n = 0; n < 10; n++) await world.write(fastTenant, v7(), 2, `fast ${n}`);
  await eventually(() => expect(textsAt(fast.path)).toHaveLength(10), { timeoutMs: 15_000 });
  expect(open.length).toBeLessThan(60);
  expect(open.every((response) => !response.writableEnded && !response.destroyed)).toBe(true);
  // Each endpoint of the slow tenant has its turn once places are free.
  await eventually(() => {
    for (const response of open) if (!response.writableEnded) response.end('ok');
    expect([open.length, open.filter((response) => response.writableEnded).length]).toEqual([80, 80]);
  });
});

describe('a delivery that always fails', () => {
  it('keeps its pauses while the others of the endpoint succeed', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, ({ body }, response) => response.writeHead(body.data.text === 'poison' ? 500 : 200).end());
    await world.write(tenant, v7(), 2, 'poison');
    await eventually(() => expect(textsAt(endpoint.path)).toHaveLength(1));
    for (let n = 1; n <= 20; n++) {
      await world.write(tenant, v7(), 2, `sound ${n}`);
      await eventually(() => expect(textsAt(endpoint.path)).toContain(`sound ${n}`));
    }
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(20));
    const [poison] = await world.deliveries(tenant, endpoint.id, '?status=retrying');
    expect(poison!.attempts).toBeLessThanOrEqual(2);
  });

  it('keeps the pause that the receiver asked for, when the endpoint is back after a time and what waits comes', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    let isBack = false;
    world.receiver.answers(endpoint.path, ({ body }, response) => {
      if (isBack) response.end('ok');
      else response.writeHead(503, body.data.text === 'asked' ? { 'retry-after': '36000' } : {}).end();
    });
    await world.write(tenant, v7(), 2, 'asked');
    await world.write(tenant, v7(), 2, 'waits');
    const tried = async (least: number) =>
      eventually(async () => {
        const [latest] = await world.deliveries(tenant, endpoint.id, '?status=retrying');
        expect(latest!.attempts).toBeGreaterThanOrEqual(least);
        expect(await world.infra.rows('select from outgoing_webhooks.lanes where tenant_id = $1 and claim is not null', [tenant])).toEqual(
          [],
        );
      });
    // By now the next pause is one of two hours.
    for (const [attempts, pause] of [
      [1, 60_000],
      [2, HOUR / 4],
      [3, HOUR],
      [4, 0],
    ] as const) {
      await tried(attempts);
      world.forward(pause);
    }
    isBack = true;
    await world.write(tenant, v7(), 2, 'now');
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(2));
    expect(textsAt(endpoint.path).filter((text) => text === 'asked')).toHaveLength(1);
    world.forward(10 * HOUR);
    await eventually(() => expect(textsAt(endpoint.path).filter((text) => text === 'asked')).toHaveLength(2));
  });
});

it.each(['nothing', 'a later attempt'])(
  'what is added while a claim looks at an endpoint where %s waits is looked at after it',
  async (what) => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    const queues = world.running.app.get(QueueRepository, { strict: false });
    const database = world.running.app.get(TenantDatabase, { strict: false });
    // Out of sight of the service, which lives earlier.
    const now = new Date(world.now().getTime() + 500 * HOUR);
    const add = (at: Date) =>
      database.forTenant(tenant, (tx) => queues.wait(tx, [{ endpointId: endpoint.id, lane: v7() }], at.toISOString()));
    if (what !== 'nothing') await add(new Date(now.getTime() + 5 * HOUR));
    const due = new Date(now.getTime() - HOUR).toISOString();
    await world.infra.rows('update outgoing_webhooks.queues set due_at = $2 where endpoint_id = $1', [endpoint.id, due]);
    let isAdded = false;
    let adding: Promise<void>;
    await database.forSystem(async (system) => {
      const limits = { most: 9, perEndpoint: 8, busy: new Map(), roomOf: new Map(), tenantRoom: 9, leaseMs: HOUR };
      const [claimer] = await system.query<{ pid: number }>('select pg_backend_pid() as pid', []);
      await queues.claim(system, { ...limits, now });
      adding = add(now).then(() => void (isAdded = true));
      await eventually(async () => {
        const blocked = await world.infra.rows('select from pg_stat_activity where $1::integer = any(pg_blocking_pids(pid))', [
          claimer!.pid,
        ]);
        expect(isAdded || blocked.length > 0).toBe(true);
      });
    });
    await adding!;
    const [queue] = await world.infra.rows<{ due: boolean }>(
      'select due_at <= $2 as due from outgoing_webhooks.queues where endpoint_id = $1',
      [endpoint.id, now.toISOString()],
    );
    expect(queue!.due).toBe(true);
  },
);
