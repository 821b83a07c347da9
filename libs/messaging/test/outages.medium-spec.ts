import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream';
import { accountChanged, DEAD_LETTER_STREAM, durableOf, streamOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox, OutboxRelay, PoisonedEvent } from '#messaging';
import { eventually, startService } from '#testing';
import { startNats } from '#local-servers/nats.js';
import { Ports } from '#local-servers/ports.js';
import { behaviour, consumer, MessagingWorld, producer, TENANT } from './messaging-world.js';

describe('messaging while something is away or refuses', () => {
  const world = new MessagingWorld();

  beforeAll(() => world.begin(), 60_000);
  afterEach(() => world.closeServices());
  afterAll(() => world.end(), 30_000);

  describe('a stream that takes nothing', () => {
    /** It is full, until the test is over or says so. */
    async function filled(stream: string): Promise<() => Promise<void>> {
      const manager = await jetstreamManager(await world.infra.nats());
      const { config, state } = await manager.streams.info(stream);
      expect(state.messages).toBeGreaterThan(0);
      await manager.streams.update(stream, { discard: DiscardPolicy.New, max_msgs: state.messages });
      return async () => void (await manager.streams.update(stream, { discard: config.discard, max_msgs: config.max_msgs }));
    }

    it('has not got an event, which is published when it takes some again', async () => {
      await world.start(consumer);
      const running = await world.start(producer);
      await world.emit(running, 'before it is full');
      await eventually(async () => expect(await world.effects('before it is full')).toHaveLength(1));
      const empty = await filled(streamOf('gateway'));
      const id = await world.emit(running, 'refused');
      await eventually(() => expect(running.app.get(OutboxRelay).inFlight).toBe(0), { timeoutMs: 10_000 });
      await empty();
      await eventually(async () => expect(await world.effects('refused')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
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
      await world.start(consumer);
      const manager = await jetstreamManager(await world.infra.nats());
      const letters = async (): Promise<number> => (await manager.streams.info(DEAD_LETTER_STREAM)).state.messages;
      const before = await letters();
      await world.infra.publish(accountChanged, TENANT, { wabaId: 'buried first', field: 'f', value: {} });
      await eventually(async () => expect(await letters()).toBe(before + 1));
      const empty = await filled(DEAD_LETTER_STREAM);
      const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'not to be buried', field: 'f', value: {} });
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
      await world.start(consumer);
      const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'hopeless', field: 'f', value: {} });
      await eventually(
        async () => {
          const manager = await jetstreamManager(await world.infra.nats());
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
      const manager = await jetstreamManager(await world.infra.nats());
      const [stream, durable] = [streamOf('gateway'), durableOf(accountChanged, 'tenant')];
      await (await world.start(consumer)).close();
      world.services = [];
      await manager.consumers.update(stream, durable, { ack_wait: ackWaitMs * 1_000_000 });
      try {
        Object.assign(accountChanged, { policy: { ...policy, ackWaitMs } });
        await world.start(consumer);
        const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'slow', field: 'f', value: {} });
        await eventually(async () => expect(await world.effects('slow')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
        expect(calls).toBe(1);
      } finally {
        await manager.consumers.update(stream, durable, { ack_wait: policy.ackWaitMs * 1_000_000 });
      }
    }, 40_000);
  });

  it('loses no event while NATS is away: the outbox sends it when NATS is back', async () => {
    await world.start(consumer);
    const running = await world.start(producer);
    const before = await world.emit(running, 'before-away');
    await eventually(async () => expect(await world.effects('before-away')).toEqual([{ event_id: before }]));
    await world.infra.killNats();
    const id = await world.emit(running, 'away');
    await world.infra.startNats();
    await eventually(async () => expect(await world.effects('away')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('finds NATS when it comes up after the service', async () => {
    await world.infra.killNats();
    await world.start(consumer);
    const running = await world.start(producer);
    const id = await world.emit(running, 'late-nats');
    await world.infra.startNats();
    await eventually(async () => expect(await world.effects('late-nats')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('publishes again what NATS acknowledged and lost, and doubles no effect', async () => {
    await world.start(consumer);
    const running = await world.start(producer);
    const done = await world.emit(running, 'done-before-loss');
    await eventually(async () => expect(await world.effects('done-before-loss')).toEqual([{ event_id: done }]));
    await world.services[0]!.close();
    world.services.splice(0, 1);
    const lost = await world.emit(running, 'lost');
    await eventually(async () => {
      const [row] = await world.infra.rows<{ stream_seq: string }>(`select stream_seq from gateway.outbox where envelope like '%"lost"%'`);
      expect(row?.stream_seq).not.toBeNull();
    });
    await world.infra.killNats();
    await world.infra.startNats({ wiped: true });
    await world.start(consumer);
    await eventually(async () => expect(await world.effects('lost')).toEqual([{ event_id: lost }]), { timeoutMs: 20_000 });
    expect(await world.effects('done-before-loss')).toEqual([{ event_id: done }]);
  }, 60_000);

  it('waits out a Postgres that is away instead of giving the event up', async () => {
    await world.start(consumer);
    await world.infra.killPostgres();
    const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'outage', field: 'f', value: {} });
    await world.infra.startPostgres();
    await eventually(async () => expect(await world.effects('outage')).toEqual([{ event_id: id }]), { timeoutMs: 20_000 });
  }, 40_000);

  it('waits out a Postgres that is read-only, as in a failover', async () => {
    const readOnly = async (value: string): Promise<void> => {
      await world.infra.rows(`alter role chasqui_tenant in database chasqui set default_transaction_read_only = ${value}`);
      await world.infra.rows(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chasqui_tenant'`);
    };
    await world.start(consumer);
    await readOnly('on');
    const letters = async (): Promise<number> =>
      (await (await jetstreamManager(await world.infra.nats())).streams.info(DEAD_LETTER_STREAM)).state.messages;
    const before = await letters();
    const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'read-only', field: 'f', value: {} });
    await eventually(
      async () => {
        const metrics = await (await fetch(`${world.services[0]!.url}/metrics`)).text();
        // More often than a failure of the event's own would be forgiven.
        expect(Number(/outcome="retried"[^\n]* (\d+)/.exec(metrics)?.[1] ?? 0)).toBeGreaterThan(accountChanged.policy.maxAttempts);
      },
      { timeoutMs: 20_000 },
    );
    await readOnly('off');
    await eventually(async () => expect(await world.effects('read-only')).toEqual([{ event_id: id }]), { timeoutMs: 10_000 });
    expect(await letters()).toBe(before);
  }, 40_000);

  it('knows a dead letter by its publication and not by its place in a stream, which counts from one again when it was lost', async () => {
    behaviour.set('buried', () => {
      throw new PoisonedEvent('too_odd', 'cannot ever work');
    });
    await world.start(consumer);
    const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'buried', field: 'f', value: {} });
    await eventually(async () => {
      const manager = await jetstreamManager(await world.infra.nats());
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
    const running = await startService(world.infra, consumer, { NATS_URL: server.url });
    world.services.push(running);
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
    await world.services.pop()!.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  it('leaves a stream as an operator has tuned it, and works on it', async () => {
    const manager = await jetstreamManager(await world.infra.nats());
    await manager.streams.update(streamOf('gateway'), { max_bytes: 5_000_000_000 });
    await world.start(consumer);
    const id = await world.infra.publish(accountChanged, TENANT, { wabaId: 'tuned', field: 'f', value: {} });
    await eventually(async () => expect(await world.effects('tuned')).toEqual([{ event_id: id }]));
    expect((await manager.streams.info(streamOf('gateway'))).config.max_bytes).toBe(5_000_000_000);
  });

  it('refuses an event that does not fit into a NATS message, in the transaction that would tell it', async () => {
    const running = await world.start(producer);
    const value = { text: 'x'.repeat(1024 * 1024) };
    await expect(
      running.app
        .get(TenantDatabase)
        .forTenant(TENANT, async (tx) => running.app.get(Outbox).append(tx, accountChanged, { wabaId: 'w', field: 'f', value })),
    ).rejects.toMatchObject({ code: 'event_too_large' });
  });
});
