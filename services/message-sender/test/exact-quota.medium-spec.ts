import { v7 } from 'uuid';
import { contactErasureRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { awayFromMidnight, eventually, startService } from '#testing';
import { migrations as billingMigrations } from '../../billing/src/persistence/migrations.js';
import { service as billingService } from '../../billing/src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const elsewhere = ['knowledge', 'llm_orchestration', 'outgoing_webhooks'].map((schema) => ({ schema, migrations: [] }));
const world = new SenderWorld(true, [...elsewhere, billingMigrations]);
const { graph } = world;
const SENDERS = 4;
const senders: RunningService[] = [];
let billing: RunningService;

beforeAll(async () => {
  await world.start();
  billing = await startService(world.infra, billingService);
  for (let n = 0; n < SENDERS; n++) {
    await world.startService();
    senders.push(world.running);
  }
  await awayFromMidnight();
}, 120_000);
afterAll(async () => {
  for (const sender of senders.slice(0, -1)) await sender.close();
  await billing?.close();
  await world.stop();
}, 60_000);

async function limited(limit: number): Promise<Outlet> {
  const outlet = await world.outlet();
  await world.infra.rows(`insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, 'messages', $2)`, [
    outlet.tenantId,
    limit,
  ]);
  return outlet;
}
const quotaOf = async ({ tenantId }: Outlet): Promise<number[]> => {
  const [row] = await world.infra.rows(`select used_amount, reserved_amount from billing.quotas where tenant_id = $1`, [tenantId]);
  return [Number(row!.used_amount), Number(row!.reserved_amount)];
};
const leftOf = (outlet: Outlet): number => graph.posts.filter(({ phoneNumberId }) => phoneNumberId === outlet.phoneNumberId).length;
const number = (n: number): string => `1650555${1_000 + n}`;
const SOON = { timeoutMs: 30_000 };

describe('a plan for 100 messages', () => {
  it('of 200 that programs send at once through four processes, exactly 100 leave and the others are told why', async () => {
    const outlet = await limited(100);
    const answers: { status: number; body: any }[] = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        world.running = senders[n % SENDERS]!;
        return world.call('POST', '/messages', outlet.tenantId, { outletId: outlet.id, to: `+${number(n)}`, type: 'text', text: `${n}` });
      }),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(100);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toHaveLength(100);
    for (const each of refused) {
      expect(each).toMatchObject({ status: 402, body: { code: 'quota_exceeded', meter: 'messages', limit: 100, used: 100 } });
    }
    await eventually(async () => expect(await quotaOf(outlet)).toEqual([100, 0]), SOON);
    expect(leftOf(outlet)).toBe(100);
  }, 120_000);

  it('beyond it the deposit pays up to the daily cap, and who is refused is told the cap, what is spent, and until when', async () => {
    const outlet = await limited(0);
    const { tenantId } = outlet;
    await world.infra.rows(`update billing.quotas set overage = '{"USD": 3}' where tenant_id = $1`, [tenantId]);
    await world.infra.rows(
      `insert into billing.ledger_accounts (tenant_id, account, currency, balance_minor) values ($1, 'payments', 'USD', -90), ($1, 'deposit', 'USD', 90)`,
      [tenantId],
    );
    await world.infra.rows(`insert into billing.spending_caps (tenant_id, daily_minor) values ($1, 31)`, [tenantId]);
    const answers: { status: number; body: any }[] = await Promise.all(
      Array.from({ length: 30 }, (_, n) => {
        world.running = senders[n % SENDERS]!;
        return world.call('POST', '/messages', tenantId, { outletId: outlet.id, to: `+${number(n)}`, type: 'text', text: `${n}` });
      }),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 202);
    for (const each of refused) {
      expect(each).toMatchObject({
        status: 402,
        body: {
          code: 'spending_cap_reached',
          meter: 'messages',
          cap: { amountMinor: 31, currency: 'USD' },
          spent: { amountMinor: 30, currency: 'USD' },
          detail: expect.stringContaining('0.31 USD a day, of which 0.30 USD are spent'),
        },
      });
      expect(Date.parse(each.body.endsAt)).toBeGreaterThan(Date.now());
    }
    const asked = await world.request(outlet, 'late', { to: number(31) });
    await eventually(async () => {
      const [row] = await world.infra.rows<{ errors: { gate?: string }[] }>(
        `select errors from message_sender.messages where tenant_id = $1 and id = $2`,
        [tenantId, asked],
      );
      expect(row?.errors[0]?.gate).toBe('spending_cap_reached');
    }, SOON);
  }, 120_000);

  it('of 200 that conversations ask for, exactly 100 leave, and of each other one its conversation hears why', async () => {
    const outlet = await limited(100);
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => world.request(outlet, `${n}`, { to: number(n) })));
    await eventually(async () => expect(await quotaOf(outlet)).toEqual([100, 0]), SOON);
    const rows = await world.infra.rows<{ state: string; errors: { gate?: string }[] }>(
      `select state, errors from message_sender.messages where tenant_id = $1 and id = any($2::uuid[])`,
      [outlet.tenantId, ids],
    );
    expect(rows.filter(({ state }) => state === 'accepted')).toHaveLength(100);
    expect(rows.filter(({ state, errors }) => state === 'failed' && errors[0]?.gate === 'quota_exceeded')).toHaveLength(100);
    expect(leftOf(outlet)).toBe(100);
    const told = (await world.infra.outboxEvents(statusChanged)).filter(
      ({ data }) => data.status === 'failed' && ids.includes(data.messageId),
    );
    expect(told).toHaveLength(100);
  }, 120_000);

  it('what WhatsApp refuses and what is taken back returns', async () => {
    const outlet = await limited(2);
    const refused = number(1);
    graph.refuses = ({ body }) => (String(body.to).endsWith(refused) ? 131_026 : undefined);
    const send = (to: string, over: object = {}) =>
      world.call('POST', '/messages', outlet.tenantId, { outletId: outlet.id, to: `+${to}`, type: 'text', text: 'hello', ...over });
    const failed = await send(refused);
    await eventually(async () => expect(await world.row(failed.body.id)).toMatchObject({ state: 'failed' }), SOON);
    await eventually(async () => expect(await quotaOf(outlet)).toEqual([0, 0]), SOON);

    await world.infra.rows(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice) values ($1, $3, 'number', $2, 'stop', 'by_hand', 'Paused', '')`,
      [outlet.tenantId, outlet.id, v7()],
    );
    const waiting = [await send(number(2)), await send(number(3))];
    expect(waiting.map(({ status }) => status)).toEqual([202, 202]);
    expect(await send(number(4))).toMatchObject({ status: 402 });
    expect(await quotaOf(outlet)).toEqual([0, 2]);
    expect((await world.call('DELETE', `/messages/${waiting[0]!.body.id}`, outlet.tenantId)).status).toBe(204);
    expect(await quotaOf(outlet)).toEqual([0, 1]);
    expect(await send(number(4))).toMatchObject({ status: 202 });
    graph.refuses = () => undefined;

    // Who is forgotten gets nothing any more; and a plan without a limit keeps no promise of the one before.
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      contactIds: [v7()],
      conversationIds: [],
      messageIds: [],
      phones: [number(3)],
      userIds: [],
    } as never);
    await eventually(async () => expect(await quotaOf(outlet)).toEqual([0, 1]), SOON);
    const last = await send(number(5));
    expect(await quotaOf(outlet)).toEqual([0, 2]);
    await world.infra.rows('update billing.quotas set limit_amount = null where tenant_id = $1', [outlet.tenantId]);
    expect((await world.call('DELETE', `/messages/${last.body.id}`, outlet.tenantId)).status).toBe(204);
    expect(await quotaOf(outlet)).toEqual([0, 1]);
  }, 120_000);

  it('what is scheduled gets its unit when its time comes', async () => {
    const outlet = await limited(1);
    const at = new Date(Date.now() + 86_400_000).toISOString();
    const send = (n: number) =>
      world.call('POST', '/messages', outlet.tenantId, {
        outletId: outlet.id,
        to: `+${number(n)}`,
        type: 'text',
        text: 'later',
        sendAt: at,
      });
    const ids = [(await send(1)).body.id, (await send(2)).body.id];
    expect(await quotaOf(outlet)).toEqual([0, 0]);
    await world.infra.rows(`update message_sender.messages set due_at = now(), send_at = now() where tenant_id = $1`, [outlet.tenantId]);
    await eventually(async () => {
      const states = await Promise.all(ids.map(async (id) => (await world.row(id)).state));
      expect(states.sort()).toEqual(['accepted', 'failed']);
    }, SOON);
    await eventually(async () => expect(await quotaOf(outlet)).toEqual([1, 0]), SOON);
  }, 120_000);
});
