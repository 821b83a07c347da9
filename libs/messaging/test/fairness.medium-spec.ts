import { Controller, Module } from '@nestjs/common';
import { jetstreamManager } from '@nats-io/jetstream';
import { v7 } from 'uuid';
import { z } from 'zod';
import { accountChanged, durableOf, streamOf, type EventOf } from '#contracts';
import { TenantDatabase, type SchemaMigrations } from '#database';
import { Consumes, MessagingModule, messagingPartitions, messagingTables, messagingTurns, Outbox } from '#messaging';
import { databaseEnv, DatabaseModule, defineService, messagingEnv, type RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { restOf } from './rest-of.js';

const [BUSY, QUIET, OTHER] = [1, 2, 3].map((n) => `0198c0de-0000-7000-8000-00000000000${n}`) as [string, string, string];
/** Far more than a stream is ahead of its consumers. */
const BACKLOG = 3_000;
/** What may be handled before the first event of who comes: what the stream is ahead and what a consumer has in hand, twice. */
const SOON = 1_000;

const schemaFor = (schema: string): SchemaMigrations => ({
  schema,
  migrations: [{ name: '0001-messaging', sql: messagingTables(schema) + messagingPartitions(schema) + messagingTurns(schema) }],
});

/** What was handled, in this order. */
let handled: EventOf<typeof accountChanged>[] = [];
let handle: (event: EventOf<typeof accountChanged>) => Promise<void>;

@Controller()
class Handler {
  @Consumes(accountChanged)
  async on(event: EventOf<typeof accountChanged>): Promise<void> {
    handled.push(event);
    await handle(event);
  }
}

@Module({ imports: [DatabaseModule, MessagingModule], controllers: [Handler, restOf('tenant', accountChanged)] })
class ConsumerModule {}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [restOf('gateway')] })
class ProducerModule {}

const config = z.object({ ...databaseEnv, ...messagingEnv });
const consumer = defineService({ name: 'tenant', summary: 'test', config, module: ConsumerModule });
const producer = defineService({ name: 'gateway', summary: 'test', config, module: ProducerModule });

describe('a backlog of one tenant', () => {
  let infra: Infrastructure;
  let services: RunningService[] = [];
  let released: PromiseWithResolvers<void>;

  beforeEach(async () => {
    handled = [];
    released = Promise.withResolvers();
    handle = () => new Promise((resolve) => setTimeout(resolve, 2));
    infra = await startInfrastructure({ modules: [schemaFor('tenant'), schemaFor('conversation'), schemaFor('gateway')] });
  }, 60_000);
  afterEach(async () => {
    released.resolve();
    await Promise.all(services.map((service) => service.close()));
    services = [];
    await infra?.stop();
  }, 60_000);

  const start = async (definition: typeof consumer): Promise<RunningService> => {
    const running = await startService(infra, definition);
    services.push(running);
    return running;
  };
  const stop = async (running: RunningService): Promise<void> => {
    services = services.filter((service) => service !== running);
    await running.close();
  };
  /** @param together events of a transaction, which travel together */
  const append = async (running: RunningService, tenantId: string, events: number, together: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let done = 0; done < events; done += together) {
      await running.app.get(TenantDatabase).forTenant(tenantId, async (tx) => {
        for (let n = 0; n < together; n++) {
          ids.push(running.app.get(Outbox).append(tx, accountChanged, { wabaId: tenantId, field: `${done + n}`, value: {} }).id);
        }
      });
    }
    return ids;
  };
  /** Nothing is handled to its end, until what is returned is called. */
  const holdAll = (): (() => void) => {
    const atWork = handle;
    handle = (event) => released.promise.then(() => atWork(event));
    return released.resolve;
  };
  const countOf = (tenantId: string): number => handled.filter((event) => event.tenantId === tenantId).length;
  const unpublished = async (): Promise<number> => {
    const [row] = await infra.rows<{ events: number }>(
      `select coalesce(sum(json_array_length(case when envelope like '[%' then envelope::json else json_build_array(1) end)), 0)::int as events
       from gateway.outbox where published_at is null`,
    );
    return row!.events;
  };
  /** The consumer exists: what it has left is known. */
  const consumerThere = (): Promise<unknown> =>
    eventually(async () =>
      (await jetstreamManager(await infra.nats())).consumers.info(streamOf('gateway'), durableOf(accountChanged, 'tenant')),
    );

  it.each([1, 20, 100])(
    'of %i events a transaction delays nobody: the event of another is handled among the first',
    async (together) => {
      await start(consumer);
      await consumerThere();
      const running = await start(producer);
      await append(running, BUSY, BACKLOG, together);
      const before = handled.length;
      await append(running, QUIET, 1, 1);
      await eventually(() => expect(countOf(QUIET)).toBe(1), { timeoutMs: 30_000 });
      expect(handled.findIndex(({ tenantId }) => tenantId === QUIET) - before).toBeLessThan(SOON);
      await eventually(() => expect(new Set(handled.map(({ id }) => id)).size).toBe(BACKLOG + 1), { timeoutMs: 60_000 });
      await eventually(async () => expect(await unpublished()).toBe(0));
    },
    120_000,
  );

  it('waits in the outbox, and a shorter one of another passes it in turns', async () => {
    await start(consumer);
    await consumerThere();
    const running = await start(producer);
    await append(running, BUSY, BACKLOG, 20);
    await append(running, OTHER, 500, 10);
    await eventually(() => expect(countOf(OTHER)).toBe(500), { timeoutMs: 60_000 });
    expect(countOf(BUSY)).toBeLessThan(BACKLOG - 1_000);
    await eventually(() => expect(countOf(BUSY)).toBe(BACKLOG), { timeoutMs: 60_000 });
  }, 120_000);

  it('keeps its order and is handled whole when its producer ends in the middle, also by two at once', async () => {
    const release = holdAll();
    await start(consumer);
    await consumerThere();
    const first = await start(producer);
    const ids = await append(first, BUSY, BACKLOG, 20);
    // Nothing is handled to its end: no more than the stream may be ahead is published.
    await eventually(async () => expect(BACKLOG - (await unpublished())).toBeGreaterThan(0));
    expect(await unpublished()).toBeGreaterThan(BACKLOG - SOON);
    await stop(first);
    await Promise.all([start(producer), start(producer)]);
    release();
    await eventually(() => expect(new Set(handled.map(({ id }) => id)).size).toBe(BACKLOG), { timeoutMs: 60_000 });
    // Handled one after another, as events of one key are.
    expect([...new Set(handled.map(({ id }) => id))]).toEqual(ids);
  }, 120_000);

  it('of more tenants than one look finds is handled whole, each in its order', async () => {
    const release = holdAll();
    await start(consumer);
    await consumerThere();
    const running = await start(producer);
    const ids = new Map<string, string[]>();
    for (let n = 0; n < 35; n++) {
      const tenantId = v7();
      ids.set(tenantId, await append(running, tenantId, 120, 20));
    }
    expect(await unpublished()).toBeGreaterThan(2_000);
    release();
    await eventually(() => expect(new Set(handled.map(({ id }) => id)).size).toBe(35 * 120), { timeoutMs: 60_000 });
    for (const [tenantId, own] of ids) {
      expect([...new Set(handled.filter((event) => event.tenantId === tenantId).map(({ id }) => id))]).toEqual(own);
    }
    await eventually(async () => expect(await unpublished()).toBe(0));
  }, 120_000);

  it('of works that take long leaves room for those of others', async () => {
    // Of keys of their own, so that as many as there are slots run at a time; none ends before the other tenant was served.
    handle = ({ tenantId }) => (tenantId === BUSY ? released.promise : Promise.resolve());
    await start(consumer);
    const wanted = 300;
    for (let n = 0; n < wanted; n++) await infra.publish(accountChanged, BUSY, { wabaId: `${n}`, field: 'f', value: {} });
    await eventually(() => expect(countOf(BUSY)).toBeGreaterThan(accountChanged.policy.concurrency / 2));
    for (let n = 0; n < 10; n++) await infra.publish(accountChanged, QUIET, { wabaId: `quiet ${n}`, field: 'f', value: {} });
    await eventually(() => expect(countOf(QUIET)).toBe(10));
    expect(countOf(BUSY)).toBeLessThan(accountChanged.policy.concurrency);
    released.resolve();
    await eventually(() => expect(countOf(BUSY)).toBe(wanted));
  }, 60_000);

  it('of an installation of before is published in turns too', async () => {
    await start(consumer);
    await consumerThere();
    const envelope = (tenantId: string, n: number): string =>
      JSON.stringify({
        id: v7(),
        subject: accountChanged.subject,
        tenantId,
        occurredAt: new Date().toISOString(),
        data: { wabaId: tenantId, field: `${n}`, value: {} },
      });
    const rows = [
      ...Array.from({ length: BACKLOG }, (_, n) => [BUSY, v7(), envelope(BUSY, n)] as const),
      [QUIET, v7(), envelope(QUIET, 0)] as const,
    ];
    await infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at)
       select t, i, $4, e, now() - interval '1 hour' from unnest($1::uuid[], $2::uuid[], $3::text[]) as r (t, i, e)`,
      [rows.map(([t]) => t), rows.map(([, i]) => i), rows.map(([, , e]) => e), accountChanged.subject],
    );
    await start(producer);
    await eventually(() => expect(countOf(QUIET)).toBe(1), { timeoutMs: 30_000 });
    expect(handled.findIndex(({ tenantId }) => tenantId === QUIET)).toBeLessThan(SOON);
    await eventually(() => expect(countOf(BUSY)).toBe(BACKLOG), { timeoutMs: 60_000 });
  }, 120_000);
});
