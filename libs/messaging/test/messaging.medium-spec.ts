import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream';
import { Controller, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import {
  accountChanged,
  DEAD_LETTER_STREAM,
  durableOf,
  messageReceived,
  presenceReport,
  sendRequested,
  statusReceived,
  streamOf,
  type EventOf,
} from '#contracts';
import { TenantDatabase, tenantTable, type SchemaMigrations } from '#database';
import {
  answer,
  Consumes,
  Inbox,
  MessagingModule,
  messagingPartitions,
  messagingTables,
  messagingTurns,
  NatsLink,
  Outbox,
  OutboxRelay,
  PoisonedEvent,
  Queries,
} from '#messaging';
import { databaseEnv, DatabaseModule, defineService, messagingEnv, type RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { restOf } from './rest-of.js';
import { v7 } from 'uuid';
import { startNats } from '#local-servers/nats.js';
import { Ports } from '#local-servers/ports.js';

const TENANT = '0198c0de-0000-7000-8000-00000000000a';

const migrations: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-effects',
      sql: `${messagingTables('tenant')}${messagingPartitions('tenant')}${messagingTurns('tenant')}
        create table tenant.effects (tenant_id uuid not null, event_id uuid not null, waba_id text not null);
        ${tenantTable('tenant', 'effects', { tenant: ['select', 'insert'] })}`,
    },
  ],
};
const producerMigrations: SchemaMigrations = {
  schema: 'conversation',
  migrations: [
    { name: '0001-messaging', sql: messagingTables('conversation') + messagingPartitions('conversation') + messagingTurns('conversation') },
  ],
};

/** What the consumer does with an event, by its WABA id. */
const behaviour = new Map<string, (event: EventOf<typeof accountChanged>) => void | Promise<void>>();

@Controller()
class RecordEffect {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
  ) {}

  @Consumes(accountChanged)
  async on(event: EventOf<typeof accountChanged>): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await behaviour.get(event.data.wabaId)?.(event);
      await tx.execute('insert into tenant.effects (tenant_id, event_id, waba_id) values ($1, $2, $3)', [
        event.tenantId,
        event.id,
        event.data.wabaId,
      ]);
    });
  }
}

@Module({ imports: [DatabaseModule, MessagingModule], controllers: [RecordEffect, restOf('tenant', accountChanged)] })
class ConsumerModule {}
const consumer = defineService({
  name: 'tenant',
  summary: 'test',
  config: z.object({ ...databaseEnv, ...messagingEnv }),
  module: ConsumerModule,
});

@Controller()
class Nothing {
  @Consumes(messageReceived) async a(): Promise<void> {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [Nothing, restOf('tenant', accountChanged)] })
class IncompleteModule {}
@Controller()
class Again {
  @Consumes(accountChanged) async again(): Promise<void> {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [RecordEffect, Again, restOf('tenant', accountChanged)] })
class DoubledModule {}

@Injectable()
class Producer {
  constructor(readonly outbox: Outbox) {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [restOf('gateway')], providers: [Producer] })
class ProducerModule {}
// Its stream is the one that accountChanged travels on.
const producer = defineService({
  name: 'gateway',
  summary: 'test',
  config: z.object({ ...databaseEnv, ...messagingEnv }),
  module: ProducerModule,
});
const gatewayMigrations: SchemaMigrations = {
  schema: 'gateway',
  migrations: [{ name: '0001-messaging', sql: messagingTables('gateway') + messagingPartitions('gateway') + messagingTurns('gateway') }],
};

describe('messaging', () => {
  let infra: Infrastructure;
  let services: RunningService[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [migrations, producerMigrations, gatewayMigrations] });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(services.map((service) => service.close()));
    services = [];
    behaviour.clear();
  });
  afterAll(async () => infra?.stop(), 30_000);

  const start = async (definition: typeof consumer): Promise<RunningService> => {
    const running = await startService(infra, definition);
    services.push(running);
    return running;
  };
  const effects = (wabaId: string) => infra.rows<{ event_id: string }>('select event_id from tenant.effects where waba_id = $1', [wabaId]);
  const emit = (running: RunningService, wabaId: string): Promise<string> =>
    running.app
      .get(TenantDatabase)
      .forTenant(TENANT, async (tx) => running.app.get(Outbox).append(tx, accountChanged, { wabaId, field: 'f', value: {} }).id);

  it('has the effect of an event once, however often it is delivered', async () => {
    await start(consumer);
    const id = v7();
    for (let i = 0; i < 5; i++) await infra.publish(accountChanged, TENANT, { wabaId: 'five', field: 'f', value: {} }, { id });
    const marker = await infra.publish(accountChanged, TENANT, { wabaId: 'five', field: 'f', value: {} });
    await eventually(async () => expect((await effects('five')).map((row) => row.event_id).sort()).toEqual([id, marker].sort()));
  });

  it('publishes an event right after the commit and records the stream sequence', async () => {
    await start(consumer);
    const running = await start(producer);
    const id = await emit(running, 'commit');
    await eventually(async () => expect(await effects('commit')).toEqual([{ event_id: id }]));
    await eventually(async () => {
      const [row] = await infra.rows(`select published_at, stream_seq from gateway.outbox where envelope like '%"commit"%'`);
      expect(row).toMatchObject({ published_at: expect.anything(), stream_seq: expect.anything() });
    });
  });

  describe('events of one transaction', () => {
    const append = (running: RunningService, wabaIds: readonly string[], tenantId = TENANT): Promise<string[]> =>
      running.app
        .get(TenantDatabase)
        .forTenant(tenantId, async (tx) =>
          wabaIds.map((wabaId) => running.app.get(Outbox).append(tx, accountChanged, { wabaId, field: 'f', value: {} }).id),
        );
    const rowsWith = (text: string) =>
      infra.rows<{ id: string; envelope: string }>('select id, envelope from gateway.outbox where strpos(envelope, $1) > 0', [text]);
    const letters = async (): Promise<number> =>
      (await (await jetstreamManager(await infra.nats())).streams.info(DEAD_LETTER_STREAM)).state.messages;

    it('travel in one message, and have their effects in their order', async () => {
      await start(consumer);
      const seen: string[] = [];
      behaviour.set('crowd', (event) => void seen.push(event.id));
      const ids = await append(
        await start(producer),
        Array.from({ length: 80 }, () => 'crowd'),
      );
      await eventually(async () => expect(await effects('crowd')).toHaveLength(80));
      expect(seen).toEqual(ids);
      expect(await rowsWith('"crowd"')).toHaveLength(1);
      const carried = (await infra.events(accountChanged)).filter(({ data }) => data.wabaId === 'crowd');
      expect(carried.map(({ id }) => id)).toEqual(ids);
      expect(new Set(carried.map(({ seq }) => seq)).size).toBe(1);
    });

    it('fill several messages where one is full', async () => {
      await start(consumer);
      await append(
        await start(producer),
        Array.from({ length: 250 }, () => 'many'),
      );
      await eventually(async () => expect(await effects('many')).toHaveLength(250));
      expect(await rowsWith('"many"')).toHaveLength(3);
    });

    it('fail one by one: what cannot work goes to the dead letters, what fails comes again, the others have their effect once', async () => {
      let failures = 0;
      behaviour.set('bad', () => {
        throw new PoisonedEvent('too_odd', 'cannot ever work');
      });
      behaviour.set('late', () => {
        if (failures++ < 2) throw new Error('not yet');
      });
      await start(consumer);
      const running = await start(producer);
      await eventually(async () => expect(await letters()).toBeGreaterThanOrEqual(0));
      const before = await letters();
      const ids = await append(running, ['good', 'bad', 'good', 'late', 'good']);
      await eventually(async () => expect(await effects('late')).toEqual([{ event_id: ids[3] }]), { timeoutMs: 15_000 });
      expect((await effects('good')).map((row) => row.event_id).sort()).toEqual([ids[0], ids[2], ids[4]].sort());
      expect(await effects('bad')).toEqual([]);
      // It is buried once, although its message came again for the sake of another.
      expect(await letters()).toBe(before + 1);
      const letter = await (
        await jetstreamManager(await infra.nats())
      ).streams.getMessage(DEAD_LETTER_STREAM, { last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}` });
      expect(letter?.json()).toMatchObject({ id: ids[1], data: { wabaId: 'bad' } });
    }, 20_000);

    it('are forgotten apart: those of somebody go from the outbox, the others stay and keep their publication', async () => {
      await start(consumer);
      const running = await start(producer);
      const ids = await append(running, ['stays', 'goes', 'changes', 'stays']);
      await eventually(async () => {
        const published = await infra.rows(
          `select 1 from gateway.outbox where published_at is not null and strpos(envelope, '"stays"') > 0`,
        );
        expect(published).toHaveLength(1);
      });
      const [row] = await rowsWith('"stays"');
      const redact = (event: { id: string }, isPublished: boolean): undefined | EventOf<typeof accountChanged> => {
        expect(isPublished).toBe(true);
        const changed = event as EventOf<typeof accountChanged>;
        return event.id === ids[1] ? undefined : { ...changed, data: { wabaId: 'changed', field: 'f', value: {} } };
      };
      const count = await running.app
        .get(TenantDatabase)
        .forSystem((tx) => running.app.get(Outbox).redact(tx, ['"goes"', '"changes"'], redact, TENANT));
      expect(count).toBe(2);
      const [after] = await rowsWith('"stays"');
      expect(after!.id).toBe(row!.id);
      const left = JSON.parse(after!.envelope) as { id: string; data: { wabaId: string } }[];
      expect(left.map(({ id, data }) => [id, data.wabaId])).toEqual([
        [ids[0], 'stays'],
        [ids[2], 'changed'],
        [ids[3], 'stays'],
      ]);
      expect(await rowsWith('"goes"')).toEqual([]);
    });
  });

  it('publishes nothing of a transaction that rolls back', async () => {
    const running = await start(producer);
    const before = (await infra.rows('select 1 from gateway.outbox')).length;
    await expect(
      running.app.get(TenantDatabase).forTenant(TENANT, async (tx) => {
        running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'ghost', field: 'f', value: {} });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await infra.rows('select 1 from gateway.outbox')).length).toBe(before);
  });

  it('publishes nothing of a transaction whose commit fails', async () => {
    await start(consumer);
    const running = await start(producer);
    await infra.rows('create table gateway.checked_late (id int primary key deferrable initially deferred)');
    await infra.rows('grant insert on gateway.checked_late to chasqui_gateway');
    const failing = running.app.get(TenantDatabase).forTenant(TENANT, async (tx) => {
      running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'ghost', field: 'f', value: {} });
      await tx.execute('insert into gateway.checked_late values (1), (1)');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    const behind = await emit(running, 'behind the ghost');
    await eventually(async () => expect(await effects('behind the ghost')).toEqual([{ event_id: behind }]));
    expect((await infra.events(accountChanged)).filter(({ data }) => data.wabaId === 'ghost')).toEqual([]);
  });

  it('publishes at once, and does not leave it to the sweep', async () => {
    await start(consumer);
    const running = await start(producer);
    await infra.rows('revoke select on gateway.outbox from chasqui_gateway_system');
    try {
      const id = await emit(running, 'at once');
      await eventually(async () => expect(await effects('at once')).toEqual([{ event_id: id }]));
    } finally {
      await infra.rows('grant select on gateway.outbox to chasqui_gateway_system');
    }
  });

  describe('a stream that takes nothing', () => {
    /** It is full, until the test is over or says so. */
    async function filled(stream: string): Promise<() => Promise<void>> {
      const manager = await jetstreamManager(await infra.nats());
      const { config, state } = await manager.streams.info(stream);
      expect(state.messages).toBeGreaterThan(0);
      await manager.streams.update(stream, { discard: DiscardPolicy.New, max_msgs: state.messages });
      return async () => void (await manager.streams.update(stream, { discard: config.discard, max_msgs: config.max_msgs }));
    }

    it('has not got an event, which is published when it takes some again', async () => {
      await start(consumer);
      const running = await start(producer);
      await emit(running, 'before it is full');
      await eventually(async () => expect(await effects('before it is full')).toHaveLength(1));
      const empty = await filled(streamOf('gateway'));
      const id = await emit(running, 'refused');
      await eventually(() => expect(running.app.get(OutboxRelay).inFlight).toBe(0), { timeoutMs: 10_000 });
      await empty();
      await eventually(async () => expect(await effects('refused')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
    }, 40_000);

    it('of dead letters loses none: the event stays where it was', async () => {
      let tries = 0;
      behaviour.set('buried first', () => {
        throw new PoisonedEvent('too_odd', 'so that there is a letter');
      });
      behaviour.set('not to be buried', () => {
        tries++;
        throw new PoisonedEvent('too_odd', 'cannot ever work');
      });
      await start(consumer);
      const manager = await jetstreamManager(await infra.nats());
      const letters = async (): Promise<number> => (await manager.streams.info(DEAD_LETTER_STREAM)).state.messages;
      const before = await letters();
      await infra.publish(accountChanged, TENANT, { wabaId: 'buried first', field: 'f', value: {} });
      await eventually(async () => expect(await letters()).toBe(before + 1));
      const empty = await filled(DEAD_LETTER_STREAM);
      const id = await infra.publish(accountChanged, TENANT, { wabaId: 'not to be buried', field: 'f', value: {} });
      await eventually(() => expect(tries).toBeGreaterThan(1), { timeoutMs: 20_000 });
      await empty();
      await eventually(async () => {
        const letter = await manager.streams.getMessage(DEAD_LETTER_STREAM, {
          last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}`,
        });
        expect(letter?.string()).toContain(id);
      });
    }, 60_000);
  });

  describe('a policy', () => {
    const { policy } = accountChanged;
    afterEach(() => void Object.assign(accountChanged, { policy }));

    it('says how often an event is tried, and when: then it is a dead letter', async () => {
      const times: number[] = [];
      behaviour.set('hopeless', () => {
        times.push(performance.now());
        throw new Error('never');
      });
      Object.assign(accountChanged, { policy: { ...policy, maxAttempts: 3, backoffMs: [700] } });
      await start(consumer);
      const id = await infra.publish(accountChanged, TENANT, { wabaId: 'hopeless', field: 'f', value: {} });
      await eventually(
        async () => {
          const manager = await jetstreamManager(await infra.nats());
          const letter = await manager.streams.getMessage(DEAD_LETTER_STREAM, {
            last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}`,
          });
          expect([letter?.string(), letter?.header.get('Chasqui-Error-Code')]).toEqual([expect.stringContaining(id), 'handler_failed']);
        },
        { timeoutMs: 20_000 },
      );
      expect(times).toHaveLength(3);
      for (const [index, time] of times.slice(1).entries()) expect(time - times[index]!).toBeGreaterThan(600);
    }, 30_000);

    it('says how long a handler is waited for; one that is still at it keeps its event', async () => {
      const ackWaitMs = 1_000;
      let calls = 0;
      behaviour.set('slow', async () => {
        calls++;
        await new Promise((resolve) => setTimeout(resolve, 3 * ackWaitMs));
      });
      const manager = await jetstreamManager(await infra.nats());
      const [stream, durable] = [streamOf('gateway'), durableOf(accountChanged, 'tenant')];
      await (await start(consumer)).close();
      services = [];
      await manager.consumers.update(stream, durable, { ack_wait: ackWaitMs * 1_000_000 });
      try {
        Object.assign(accountChanged, { policy: { ...policy, ackWaitMs } });
        await start(consumer);
        const id = await infra.publish(accountChanged, TENANT, { wabaId: 'slow', field: 'f', value: {} });
        await eventually(async () => expect(await effects('slow')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
        expect(calls).toBe(1);
      } finally {
        await manager.consumers.update(stream, durable, { ack_wait: policy.ackWaitMs * 1_000_000 });
      }
    }, 40_000);
  });

  it('refuses to append data that does not fit the event', async () => {
    const running = await start(producer);
    await expect(
      running.app.get(TenantDatabase).forTenant(TENANT, async (tx) => {
        running.app.get(Outbox).append(tx, sendRequested, { messageId: 'no uuid' } as never);
      }),
    ).rejects.toThrow();
  });

  it('moves a poisoned event to the dead letters at once and goes on with its neighbours', async () => {
    behaviour.set('poison', () => {
      throw new PoisonedEvent('too_odd', 'cannot ever work');
    });
    await start(consumer);
    await infra.publish(accountChanged, TENANT, { wabaId: 'poison', field: 'f', value: {} });
    const good = await infra.publish(accountChanged, TENANT, { wabaId: 'neighbour', field: 'f', value: {} });
    await eventually(async () => expect(await effects('neighbour')).toEqual([{ event_id: good }]));
    await eventually(async () => {
      const manager = await jetstreamManager(await infra.nats());
      const letter = await manager.streams.getMessage(DEAD_LETTER_STREAM, {
        last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}`,
      });
      expect(letter?.header.get('Chasqui-Error-Code')).toBe('too_odd');
    });
    expect(await effects('poison')).toEqual([]);
  });

  it('tries an event again after a passing failure', async () => {
    let failures = 0;
    behaviour.set('flaky', () => {
      if (failures++ < 2) throw new Error('not yet');
    });
    await start(consumer);
    const id = await infra.publish(accountChanged, TENANT, { wabaId: 'flaky', field: 'f', value: {} });
    await eventually(async () => expect(await effects('flaky')).toEqual([{ event_id: id }]), { timeoutMs: 15_000 });
  }, 20_000);

  it('keeps the order of events of one key', async () => {
    const seen: string[] = [];
    behaviour.set('ordered', (event) => void seen.push(event.id));
    await start(consumer);
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) ids.push(await infra.publish(accountChanged, TENANT, { wabaId: 'ordered', field: 'f', value: {} }));
    await eventually(async () => expect(await effects('ordered')).toHaveLength(50));
    expect(seen).toEqual(ids);
  });

  it('loses no event while NATS is away: the outbox sends it when NATS is back', async () => {
    await start(consumer);
    const running = await start(producer);
    const before = await emit(running, 'before-away');
    await eventually(async () => expect(await effects('before-away')).toEqual([{ event_id: before }]));
    await infra.killNats();
    const id = await emit(running, 'away');
    await infra.startNats();
    await eventually(async () => expect(await effects('away')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('finds NATS when it comes up after the service', async () => {
    await infra.killNats();
    await start(consumer);
    const running = await start(producer);
    const id = await emit(running, 'late-nats');
    await infra.startNats();
    await eventually(async () => expect(await effects('late-nats')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('publishes again what NATS acknowledged and lost, and doubles no effect', async () => {
    await start(consumer);
    const running = await start(producer);
    const done = await emit(running, 'done-before-loss');
    await eventually(async () => expect(await effects('done-before-loss')).toEqual([{ event_id: done }]));
    await services[0]!.close();
    services.splice(0, 1);
    const lost = await emit(running, 'lost');
    await eventually(async () => {
      const [row] = await infra.rows<{ stream_seq: string }>(`select stream_seq from gateway.outbox where envelope like '%"lost"%'`);
      expect(row?.stream_seq).not.toBeNull();
    });
    await infra.killNats();
    await infra.startNats({ wiped: true });
    await start(consumer);
    await eventually(async () => expect(await effects('lost')).toEqual([{ event_id: lost }]), { timeoutMs: 20_000 });
    expect(await effects('done-before-loss')).toEqual([{ event_id: done }]);
  }, 60_000);

  it('waits out a Postgres that is away instead of giving the event up', async () => {
    await start(consumer);
    await infra.killPostgres();
    const id = await infra.publish(accountChanged, TENANT, { wabaId: 'outage', field: 'f', value: {} });
    await infra.startPostgres();
    await eventually(async () => expect(await effects('outage')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('waits out a Postgres that is read-only, as in a failover', async () => {
    const readOnly = async (value: string): Promise<void> => {
      await infra.rows(`alter role chasqui_tenant in database chasqui set default_transaction_read_only = ${value}`);
      await infra.rows(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chasqui_tenant'`);
    };
    await start(consumer);
    await readOnly('on');
    const letters = async (): Promise<number> =>
      (await (await jetstreamManager(await infra.nats())).streams.info(DEAD_LETTER_STREAM)).state.messages;
    const before = await letters();
    const id = await infra.publish(accountChanged, TENANT, { wabaId: 'read-only', field: 'f', value: {} });
    await eventually(
      async () => {
        const metrics = await (await fetch(`${services[0]!.url}/metrics`)).text();
        // More often than a failure of the event's own would be forgiven.
        expect(Number(/outcome="retried"[^\n]* (\d+)/.exec(metrics)?.[1] ?? 0)).toBeGreaterThan(accountChanged.policy.maxAttempts);
      },
      { timeoutMs: 20_000 },
    );
    await readOnly('off');
    await eventually(async () => expect(await effects('read-only')).toEqual([{ event_id: id }]), { timeoutMs: 10_000 });
    expect(await letters()).toBe(before);
  }, 40_000);

  it('knows a dead letter by its publication and not by its place in a stream, which counts from one again when it was lost', async () => {
    behaviour.set('buried', () => {
      throw new PoisonedEvent('too_odd', 'cannot ever work');
    });
    await start(consumer);
    const id = await infra.publish(accountChanged, TENANT, { wabaId: 'buried', field: 'f', value: {} });
    await eventually(async () => {
      const manager = await jetstreamManager(await infra.nats());
      const letter = await manager.streams.getMessage(DEAD_LETTER_STREAM, {
        last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}`,
      });
      expect(letter?.string()).toContain(id);
      expect(letter?.header.get('Nats-Msg-Id')).toMatch(/^dead:tenant:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{17}/);
    });
  });

  it('connects again after a time in which NATS refused the login', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chasqui-nats-'));
    const port = await new Ports(dir).any();
    const run = async (password: string) => startNats({ dir: join(dir, 'nats'), port, users: [{ user: 'tenant', password }] });
    let server = await run('right');
    const running = await startService(infra, consumer, { NATS_URL: server.url });
    services.push(running);
    const isReady = async (): Promise<boolean> => (await fetch(`${running.url}/health/ready`)).ok;
    await eventually(async () => expect(await isReady()).toBe(true));
    await server.stop();
    server = await run('wrong');
    // Refused more than once: the client would give up here.
    await eventually(
      () => expect(readFileSync(join(dir, 'nats', 'nats.log'), 'utf8').match(/authentication error/gi)?.length ?? 0).toBeGreaterThan(3),
      {
        timeoutMs: 15_000,
      },
    );
    await server.stop();
    server = await run('right');
    await eventually(async () => expect(await isReady()).toBe(true), { timeoutMs: 15_000 });
    await services.pop()!.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  it('leaves a stream as an operator has tuned it, and works on it', async () => {
    const manager = await jetstreamManager(await infra.nats());
    await manager.streams.update(streamOf('gateway'), { max_bytes: 5_000_000_000 });
    await start(consumer);
    const id = await infra.publish(accountChanged, TENANT, { wabaId: 'tuned', field: 'f', value: {} });
    await eventually(async () => expect(await effects('tuned')).toEqual([{ event_id: id }]));
    expect((await manager.streams.info(streamOf('gateway'))).config.max_bytes).toBe(5_000_000_000);
  });

  it('refuses an event that does not fit into a NATS message, in the transaction that would tell it', async () => {
    const running = await start(producer);
    const value = { text: 'x'.repeat(1024 * 1024) };
    await expect(
      running.app
        .get(TenantDatabase)
        .forTenant(TENANT, async (tx) => running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'w', field: 'f', value })),
    ).rejects.toMatchObject({ code: 'event_too_large' });
  });

  it('a reply that NATS does not take fails the question, and not the process that answers', async () => {
    const link = new NatsLink(infra.natsUrl, 'test', { debug: () => undefined, warn: () => undefined } as never);
    const failures: unknown[] = [];
    const onRejection = (error: unknown): void => void failures.push(error);
    process.on('unhandledRejection', onRejection);
    try {
      answer(link, presenceReport, async () => ({ items: ['x'.repeat(20_000_000)] }), { error: () => undefined } as never);
      link.start();
      await eventually(() => expect(link.isReady).toBe(true));
      const asked = new Queries(link).ask(presenceReport, TENANT, { userIds: [] });
      await expect(asked).rejects.toMatchObject({ code: 'reply_too_large' });
      expect(failures).toEqual([]);
    } finally {
      process.off('unhandledRejection', onRejection);
      await link.close();
    }
  });

  it('publishes what waits behind rows that cannot leave', async () => {
    await start(consumer);
    const running = await start(producer);
    // Too large for this server; older than the row behind them, and more than a page of the sweep.
    await infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at)
       select $1, gen_random_uuid(), $2, repeat('x', 9 * 1024 * 1024), now() - interval '1 hour' from generate_series(1, 3)`,
      [TENANT, accountChanged.subject],
    );
    await infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at)
       select $1, gen_random_uuid(), 'no.such.stream', 'x', now() - interval '1 hour' from generate_series(1, 500)`,
      [TENANT],
    );
    const id = v7();
    const envelope = {
      id,
      subject: accountChanged.subject,
      tenantId: TENANT,
      occurredAt: new Date().toISOString(),
      data: { wabaId: 'behind', field: 'f', value: {} },
    };
    await infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at) values ($1, gen_random_uuid(), $2, $3, now() - interval '30 minutes')`,
      [TENANT, accountChanged.subject, JSON.stringify(envelope)],
    );
    await eventually(async () => expect(await effects('behind')).toEqual([{ event_id: id }]), { timeoutMs: 15_000 });
    await infra.rows(`delete from gateway.outbox where published_at is null`);
    await running.close();
    services = services.filter((service) => service !== running);
  }, 30_000);

  it('does not start a service that misses an event of the catalog or handles a foreign one', async () => {
    const incomplete = defineService({ ...consumer, module: IncompleteModule });
    await expect(startService(infra, incomplete)).rejects.toThrow(
      `has no handler for ${accountChanged.subject}; handles ${messageReceived.subject}, which the catalog does not give it`,
    );
    expect(statusReceived.consumers).not.toContain('tenant');
  });

  it('does not start a service that handles an event twice', async () => {
    const doubled = defineService({ ...consumer, module: DoubledModule });
    await expect(startService(infra, doubled)).rejects.toThrow(`handles ${accountChanged.subject} twice`);
  });
});
