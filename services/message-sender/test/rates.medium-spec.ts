import { v7 } from 'uuid';
import { messageReceived } from '#contracts';
import { eventually, startService } from '#testing';
import { CLAIM } from '../src/persistence/queue/claim-statement.js';
import { service } from '../src/service.js';
import { MetaLimits } from './meta-limits.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;
/** A slow machine makes no answer late. */
const PATIENT = { GRAPH_TIMEOUT_MS: '30000' };

beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop(), 30_000);
afterEach(async () => {
  await world.running?.close();
  graph.refuses = () => undefined;
  await world.infra.rows(`update message_sender.messages set state = 'failed' where open_state is not null`);
}, 30_000);

interface Waiting {
  outlet: Outlet;
  count: number;
  class?: string;
  /** All to one recipient. */
  to?: string;
}

/** Messages as they lie in the queue. */
async function wait({ outlet, count, class: sendClass = 'broadcast', to }: Waiting): Promise<void> {
  await world.infra.rows(
    `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content)
     select $1, uuidv7(), $2, phone, $2::uuid || ':' || phone, $3, jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', $3::text || ' ' || n))
     from (select n, coalesce($5, (16600000000 + n)::text) as phone from generate_series(1, $4::integer) n) m`,
    [outlet.tenantId, outlet.id, sendClass, count, to ?? null],
  );
}

const acceptedOf = async (outlet: Outlet): Promise<number> => {
  const [row] = await world.infra.rows<{ count: number }>(
    `select count(*)::int as count from message_sender.messages where tenant_id = $1 and outlet_id = $2 and state = 'accepted'`,
    [outlet.tenantId, outlet.id],
  );
  return row!.count;
};
const allAccepted = (outlet: Outlet, count: number, timeoutMs = 60_000): Promise<void> =>
  eventually(async () => expect(await acceptedOf(outlet)).toBe(count), { timeoutMs });
const set = (outlet: Outlet, change: string): Promise<unknown> =>
  world.infra.rows(`update tenant.outlets set ${change} where tenant_id = $1 and id = $2`, [outlet.tenantId, outlet.id]);

interface Rate {
  share: number;
  lowered: boolean;
  debt: number;
}
const rateOf = async (outlet: Outlet): Promise<Rate> => {
  const [row] = await world.infra.rows<Rate>(
    `select share, lowered_at is not null as lowered, extract(epoch from spent_until - clock_timestamp())::float8 as debt
     from message_sender.number_rates where tenant_id = $1 and outlet_id = $2`,
    [outlet.tenantId, outlet.id],
  );
  return row!;
};

describe('the rate of a number', () => {
  it('is not exceeded by two processes, the second of which begins in between', async () => {
    const outlet = await world.outlet();
    const limits = new MetaLimits();
    limits.of(graph);
    await wait({ outlet, count: 500 });
    await world.startService(PATIENT);
    await eventually(async () => expect(await acceptedOf(outlet)).toBeGreaterThan(60));
    const other = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: graph.url });
    try {
      await allAccepted(outlet, 500);
    } finally {
      await other.close();
    }
    expect(limits.refusals).toEqual([]);
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(500);
  }, 90_000);

  it('is what WhatsApp says of each number: high, standard, and slow with the phone app', async () => {
    const [high, standard, slow] = [await world.outlet(), await world.outlet(), await world.outlet()];
    await set(high, `throughput = 'HIGH'`);
    await set(slow, 'on_phone_app = true');
    const limits = new MetaLimits(
      new Map([
        [high.phoneNumberId, 1_000],
        [slow.phoneNumberId, 20],
      ]),
    );
    limits.of(graph);
    for (const outlet of [high, standard, slow]) await wait({ outlet, count: 300 });
    await world.startService(PATIENT);
    await allAccepted(high, 300);
    // The slow one has had its burst of ten and 20 a second since, the high one everything.
    expect(graph.of(slow.phoneNumberId).length).toBeLessThan(graph.of(standard.phoneNumberId).length);
    expect(graph.of(standard.phoneNumberId).length).toBeLessThan(300);
    await set(slow, 'on_phone_app = false');
    await set(standard, `throughput = 'HIGH'`);
    graph.refuses = () => undefined;
    await allAccepted(slow, 300);
    await allAccepted(standard, 300);
    expect(limits.refusals).toEqual([]);
  }, 90_000);

  it('makes a claim that it cut short look again soon, though everything it found may go', async () => {
    const outlet = await world.outlet();
    await world.infra.rows(
      `insert into message_sender.number_rates (tenant_id, outlet_id, spent_until) values ($1, $2, clock_timestamp() + interval '1 minute')`,
      [outlet.tenantId, outlet.id],
    );
    await wait({ outlet, count: 200 });
    const client = await world.infra.owner.connect();
    try {
      await client.query('begin');
      // Room for 20 of the 79 a second.
      await client.query(
        `update message_sender.number_rates set spent_until = clock_timestamp() + interval '0.11 seconds' where tenant_id = $1 and outlet_id = $2`,
        [outlet.tenantId, outlet.id],
      );
      const nobody = '00000000-0000-0000-0000-000000000000';
      const { rows } = await client.query(CLAIM, [100, null, null, null, null, 0, nobody, v7()]);
      expect(rows.length).toBeGreaterThanOrEqual(16);
      expect(rows.length).toBeLessThan(100);
      expect(rows[0]).toMatchObject({ isPaced: true });
    } finally {
      await client.query('rollback');
      client.release();
    }
  }, 30_000);

  it('leaves something for a one-time code beside a campaign', async () => {
    const outlet = await world.outlet();
    await wait({ outlet, count: 600 });
    await world.startService(PATIENT);
    await eventually(() => expect(graph.of(outlet.phoneNumberId).length).toBeGreaterThan(100));
    const before = graph.of(outlet.phoneNumberId).length;
    await world.request(outlet, 'code', { to: '16505559999', class: 'otp' });
    await eventually(() => expect(graph.texts(outlet.phoneNumberId)).toContain('code'));
    expect(graph.texts(outlet.phoneNumberId).indexOf('code') - before).toBeLessThan(40);
    expect((await world.call('GET', `/outlets/${outlet.id}/health`, outlet.tenantId)).body.queued.broadcast).toBeGreaterThan(100);
  }, 60_000);

  it('is lower for a while after WhatsApp said that it was too much, once for refusals that came together', async () => {
    const outlet = await world.outlet();
    let refusals = 0;
    graph.refuses = () => (refusals++ < 5 ? 130_429 : undefined);
    await wait({ outlet, count: 10 });
    await world.startService(PATIENT);
    await eventually(async () => expect((await rateOf(outlet))?.lowered).toBe(true));
    expect((await rateOf(outlet)).share).toBeCloseTo(0.7, 5);
    const health = await world.call('GET', `/outlets/${outlet.id}/health`, outlet.tenantId);
    expect(health.body.advice.map(({ code }: { code: string }) => code)).toContain('rate_lowered');
    await allAccepted(outlet, 10);
    // Long enough ago, it is whole again.
    await world.infra.rows(`update message_sender.number_rates set lowered_at = now() - interval '1 hour' where outlet_id = $1`, [
      outlet.id,
    ]);
    const later = await world.call('GET', `/outlets/${outlet.id}/health`, outlet.tenantId);
    expect(later.body.advice).toEqual([]);
    expect(later.body.throughput.tokens).toBeGreaterThan(0);
  }, 60_000);

  it('is shared with what customers write, unless they wrote it long ago', async () => {
    const outlet = await world.outlet();
    await world.startService(PATIENT);
    await world.request(outlet, 'first');
    await allAccepted(outlet, 1);
    const write = (count: number, agoMs: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          world.infra.publish(messageReceived, outlet.tenantId, {
            outletId: outlet.id,
            phoneNumberId: outlet.phoneNumberId,
            message: {
              wamid: `wamid.in.${agoMs}.${n}`,
              type: 'text',
              timestamp: new Date(Date.now() - agoMs).toISOString(),
              from: { phone: '16505550001' },
              raw: {},
            },
          }),
        ),
      );
    const spentUntil = async (): Promise<number> => {
      const [row] = await world.infra.rows<{ at: number }>(
        'select extract(epoch from spent_until)::float8 as at from message_sender.number_rates where outlet_id = $1',
        [outlet.id],
      );
      return row!.at;
    };
    const before = await spentUntil();
    await write(40, 60_000);
    await write(20, 0);
    await eventually(async () => expect(await spentUntil()).toBeGreaterThan(before + 0.2));
    const debt = async (): Promise<number> => (await spentUntil()) - Date.now() / 1_000;
    await write(500, 0);
    await eventually(async () => expect(await debt()).toBeGreaterThan(0.5), { everyMs: 20 });
    expect(await debt()).toBeLessThan(1.2);
    const id = await world.request(outlet, 'second', { to: '16505550002' });
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  }, 60_000);

  it('counts what was claimed by a process that ended before it could send', async () => {
    const outlet = await world.outlet();
    await world.startService(PATIENT);
    await world.request(outlet, 'first');
    await allAccepted(outlet, 1);
    await world.infra.rows(`update message_sender.number_rates set spent_until = now() + interval '10 minutes' where outlet_id = $1`, [
      outlet.id,
    ]);
    await world.running.close();
    await world.startService(PATIENT);
    const other = await world.outlet();
    const id = await world.request(outlet, 'second', { to: '16505550002' });
    await world.request(other, 'other');
    await allAccepted(other, 1);
    expect(await world.row(id)).toMatchObject({ state: 'queued', claim: 0 });
    await world.infra.rows('update message_sender.number_rates set spent_until = now() where outlet_id = $1', [outlet.id]);
    await allAccepted(outlet, 2);
  }, 60_000);
});

describe('the rate of one recipient', () => {
  it('lends a burst, makes the rest wait, delays nobody else, and is forgotten', async () => {
    const outlet = await world.outlet();
    const limits = new MetaLimits();
    limits.of(graph);
    await wait({ outlet, count: 47, to: '16505558001' });
    await wait({ outlet, count: 20, class: 'drip' });
    await world.startService(PATIENT);
    await eventually(() => expect(graph.of(outlet.phoneNumberId).length).toBeGreaterThanOrEqual(64), { timeoutMs: 30_000 });
    const lane = (): string[] =>
      graph.of(outlet.phoneNumberId).flatMap(({ body }) => (String(body.to).endsWith('16505558001') ? [body.text.body as string] : []));
    expect(lane().length).toBeGreaterThanOrEqual(44);
    // Both bounds hold of one answer: at another moment nobody waits, or the first is on its way and the ones behind it are put aside.
    const firstWaits = async (): Promise<void> => {
      const [row] = await world.infra.rows<{ seconds: number | null }>(
        `select extract(epoch from min(next_attempt_at) - now())::float8 as seconds from message_sender.messages
         where tenant_id = $1 and recipient_phone = '16505558001' and open_state = 'queued' and next_attempt_at > now()`,
        [outlet.tenantId],
      );
      expect(row!.seconds).toBeGreaterThan(0);
      expect(row!.seconds).toBeLessThanOrEqual(6);
    };
    await eventually(firstWaits, { timeoutMs: 20_000 });
    await allAccepted(outlet, 67);
    expect(lane()).toEqual(Array.from({ length: 47 }, (_, n) => `broadcast ${n + 1}`));
    expect(limits.refusals).toEqual([]);
    await world.infra.rows(`update message_sender.pair_rates set spent_until = now() - interval '1 second'`);
    await eventually(async () => expect(await world.infra.rows('select from message_sender.pair_rates')).toEqual([]), {
      timeoutMs: 20_000,
    });
  }, 120_000);

  it('has nothing left to lend after WhatsApp said that it was too much', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 131_056);
    await world.startService(PATIENT);
    await world.request(outlet, 'refused');
    await eventually(async () => {
      const rows = await world.infra.rows<{ seconds: number }>(
        `select extract(epoch from spent_until - now())::float8 as seconds from message_sender.pair_rates where tenant_id = $1`,
        [outlet.tenantId],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]!.seconds).toBeGreaterThan(200);
    });
  }, 30_000);
});

describe('how a number is', () => {
  it('tells its rate, what waits and why, and what to do', async () => {
    const outlet = await world.outlet();
    await set(outlet, `quality = 'RED', messaging_limit = 'TIER_2K'`);
    await world.startService(PATIENT);
    await world.call('POST', '/messages/holds', outlet.tenantId, { outletId: outlet.id, reason: 'We check something.' });
    await wait({ outlet, count: 3 });
    await wait({ outlet, count: 2, class: 'reply', to: '16505557001' });
    const { status, body } = await world.call('GET', `/outlets/${outlet.id}/health`, outlet.tenantId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outletId: outlet.id,
      quality: 'RED',
      messagingLimit: 'TIER_2K',
      throughput: { allowedPerSecond: 80, usedPerSecond: 0, tokens: 39 },
      queued: { otp: 0, reply: 2, reminder: 0, drip: 0, broadcast: 3 },
      holds: [{ scope: 'number', key: outlet.id, code: 'by_hand' }],
    });
    expect(body.advice.map(({ code }: { code: string }) => code)).toEqual(['number_held', 'quality_low']);
    expect(body.advice[0].message).toContain('We check something.');
  }, 30_000);

  it('tells nothing of numbers of others, or that are not there', async () => {
    const outlet = await world.outlet();
    await world.startService(PATIENT);
    for (const [id, tenantId] of [
      [outlet.id, v7()],
      [v7(), outlet.tenantId],
    ] as const) {
      expect(await world.call('GET', `/outlets/${id}/health`, tenantId)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  }, 30_000);
});
