import { jetstreamManager } from '@nats-io/jetstream';
import {
  accountChanged,
  DEAD_LETTER_STREAM,
  messageReceived,
  presenceReport,
  sendRequested,
  statusReceived,
  type EventOf,
} from '#contracts';
import { TenantDatabase } from '#database';
import { answer, NatsLink, Outbox, PoisonedEvent, Queries } from '#messaging';
import { defineService, type RunningService } from '#service-kit';
import { eventually, startService } from '#testing';
import { v7 } from 'uuid';
import { behaviour, consumer, DoubledModule, IncompleteModule, MessagingWorld, producer, TENANT } from './messaging-world.js';

describe('messaging', () => {
  const world = new MessagingWorld();

  beforeAll(() => world.begin(), 60_000);
  afterEach(() => world.closeServices());
  afterAll(() => world.end(), 30_000);

  it('has the effect of an event once, however often it is delivered', async () => {
    await world.start(consumer);
    const id = v7();
    for (let i = 0; i < 5; i++) await world.infra.publish(accountChanged, TENANT, { wabaId: 'five', field: 'f', value: {} }, { id });
    const marker = await world.infra.publish(accountChanged, TENANT, { wabaId: 'five', field: 'f', value: {} });
    await eventually(async () => expect((await world.effects('five')).map((row) => row.event_id).sort()).toEqual([id, marker].sort()));
  });

  it('publishes an event right after the commit and records the stream sequence', async () => {
    await world.start(consumer);
    const running = await world.start(producer);
    const id = await world.emit(running, 'commit');
    await eventually(async () => expect(await world.effects('commit')).toEqual([{ event_id: id }]));
    await eventually(async () => {
      const [row] = await world.infra.rows(`select published_at, stream_seq from gateway.outbox where envelope like '%"commit"%'`);
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
      world.infra.rows<{ id: string; envelope: string }>('select id, envelope from gateway.outbox where strpos(envelope, $1) > 0', [text]);
    const letters = async (): Promise<number> =>
      (await (await jetstreamManager(await world.infra.nats())).streams.info(DEAD_LETTER_STREAM)).state.messages;

    it('travel in one message, and have their effects in their order', async () => {
      await world.start(consumer);
      const seen: string[] = [];
      behaviour.set('crowd', (event) => void seen.push(event.id));
      const ids = await append(
        await world.start(producer),
        Array.from({ length: 80 }, () => 'crowd'),
      );
      await eventually(async () => expect(await world.effects('crowd')).toHaveLength(80));
      expect(seen).toEqual(ids);
      expect(await rowsWith('"crowd"')).toHaveLength(1);
      const carried = (await world.infra.events(accountChanged)).filter(({ data }) => data.wabaId === 'crowd');
      expect(carried.map(({ id }) => id)).toEqual(ids);
      expect(new Set(carried.map(({ seq }) => seq)).size).toBe(1);
    });

    it('fill several messages where one is full', async () => {
      await world.start(consumer);
      await append(
        await world.start(producer),
        Array.from({ length: 250 }, () => 'many'),
      );
      await eventually(async () => expect(await world.effects('many')).toHaveLength(250));
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
      await world.start(consumer);
      const running = await world.start(producer);
      await eventually(async () => expect(await letters()).toBeGreaterThanOrEqual(0));
      const before = await letters();
      const ids = await append(running, ['good', 'bad', 'good', 'late', 'good']);
      await eventually(async () => expect(await world.effects('late')).toEqual([{ event_id: ids[3] }]), { timeoutMs: 15_000 });
      expect((await world.effects('good')).map((row) => row.event_id).sort()).toEqual([ids[0], ids[2], ids[4]].sort());
      expect(await world.effects('bad')).toEqual([]);
      // It is buried once, although its message came again for the sake of another.
      expect(await letters()).toBe(before + 1);
      const letter = await (
        await jetstreamManager(await world.infra.nats())
      ).streams.getMessage(DEAD_LETTER_STREAM, { last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}` });
      expect(letter?.json()).toMatchObject({ id: ids[1], data: { wabaId: 'bad' } });
    }, 20_000);

    it('are forgotten apart: those of somebody go from the outbox, the others stay and keep their publication', async () => {
      await world.start(consumer);
      const running = await world.start(producer);
      const ids = await append(running, ['stays', 'goes', 'changes', 'stays']);
      await eventually(async () => {
        const published = await world.infra.rows(
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
        .forSystem((tx) => running.app.get(Outbox).redact(tx, ['"goes"', '"changes"'], redact, { tenantId: TENANT }));
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
    const running = await world.start(producer);
    const before = (await world.infra.rows('select 1 from gateway.outbox')).length;
    await expect(
      running.app.get(TenantDatabase).forTenant(TENANT, async (tx) => {
        running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'ghost', field: 'f', value: {} });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await world.infra.rows('select 1 from gateway.outbox')).length).toBe(before);
  });

  it('publishes nothing of a transaction whose commit fails', async () => {
    await world.start(consumer);
    const running = await world.start(producer);
    await world.infra.rows('create table gateway.checked_late (id int primary key deferrable initially deferred)');
    await world.infra.rows('grant insert on gateway.checked_late to chasqui_gateway');
    const failing = running.app.get(TenantDatabase).forTenant(TENANT, async (tx) => {
      running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'ghost', field: 'f', value: {} });
      await tx.execute('insert into gateway.checked_late values (1), (1)');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    const behind = await world.emit(running, 'behind the ghost');
    await eventually(async () => expect(await world.effects('behind the ghost')).toEqual([{ event_id: behind }]));
    expect((await world.infra.events(accountChanged)).filter(({ data }) => data.wabaId === 'ghost')).toEqual([]);
  });

  it('publishes at once, and does not leave it to the sweep', async () => {
    await world.start(consumer);
    const running = await world.start(producer);
    await world.infra.rows('revoke select on gateway.outbox from chasqui_gateway_system');
    try {
      const id = await world.emit(running, 'at once');
      await eventually(async () => expect(await world.effects('at once')).toEqual([{ event_id: id }]));
    } finally {
      await world.infra.rows('grant select on gateway.outbox to chasqui_gateway_system');
    }
  });

  it('refuses to append data that does not fit the event', async () => {
    const running = await world.start(producer);
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
    await world.start(consumer);
    await world.infra.publish(accountChanged, TENANT, { wabaId: 'poison', field: 'f', value: {} });
    const good = await world.infra.publish(accountChanged, TENANT, { wabaId: 'neighbour', field: 'f', value: {} });
    await eventually(async () => expect(await world.effects('neighbour')).toEqual([{ event_id: good }]));
    await eventually(async () => {
      const manager = await jetstreamManager(await world.infra.nats());
      const letter = await manager.streams.getMessage(DEAD_LETTER_STREAM, {
        last_by_subj: `chasqui-dead.tenant.${accountChanged.subject}`,
      });
      expect(letter?.header.get('Chasqui-Error-Code')).toBe('too_odd');
    });
    expect(await world.effects('poison')).toEqual([]);
  });

  it('tries an event again after a passing failure', async () => {
    let failures = 0;
    behaviour.set('flaky', () => {
      if (failures++ < 2) throw new Error('not yet');
    });
    await world.start(consumer);
    const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'flaky', field: 'f', value: {} });
    await eventually(async () => expect(await world.effects('flaky')).toEqual([{ event_id: id }]), { timeoutMs: 15_000 });
  }, 20_000);

  it('keeps the order of events of one key', async () => {
    const seen: string[] = [];
    behaviour.set('ordered', (event) => void seen.push(event.id));
    await world.start(consumer);
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) ids.push(await world.infra.publish(accountChanged, TENANT, { wabaId: 'ordered', field: 'f', value: {} }));
    await eventually(async () => expect(await world.effects('ordered')).toHaveLength(50));
    expect(seen).toEqual(ids);
  });

  it('a reply that NATS does not take fails the question, and not the process that answers', async () => {
    const link = new NatsLink(world.infra.natsUrl, 'test', { debug: () => undefined, warn: () => undefined } as never);
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
    await world.start(consumer);
    const running = await world.start(producer);
    // Too large for this server; older than the row behind them, and more than a page of the sweep.
    await world.infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at)
       select $1, gen_random_uuid(), $2, repeat('x', 9 * 1024 * 1024), now() - interval '1 hour' from generate_series(1, 3)`,
      [TENANT, accountChanged.subject],
    );
    await world.infra.rows(
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
    await world.infra.rows(
      `insert into gateway.outbox (tenant_id, id, subject, envelope, created_at) values ($1, gen_random_uuid(), $2, $3, now() - interval '30 minutes')`,
      [TENANT, accountChanged.subject, JSON.stringify(envelope)],
    );
    await eventually(async () => expect(await world.effects('behind')).toEqual([{ event_id: id }]), { timeoutMs: 15_000 });
    await world.infra.rows(`delete from gateway.outbox where published_at is null`);
    await running.close();
    world.services = world.services.filter((service) => service !== running);
  }, 30_000);

  it('does not start a service that misses an event of the catalog or handles a foreign one', async () => {
    const incomplete = defineService({ ...consumer, module: IncompleteModule });
    await expect(startService(world.infra, incomplete)).rejects.toThrow(
      `has no handler for ${accountChanged.subject}; handles ${messageReceived.subject}, which the catalog does not give it`,
    );
    expect(statusReceived.consumers).not.toContain('tenant');
  });

  it('does not start a service that handles an event twice', async () => {
    const doubled = defineService({ ...consumer, module: DoubledModule });
    await expect(startService(world.infra, doubled)).rejects.toThrow(`handles ${accountChanged.subject} twice`);
  });
});
