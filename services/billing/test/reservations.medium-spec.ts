import fc from 'fast-check';
import { v7 } from 'uuid';
import { replyGenerated, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, asSuperadmin, awayFromMidnight, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { ExpireReservationsHandler } from '../src/handlers/reservations/expire-reservations.handler.js';
import { SettleReservations } from '../src/handlers/reservations/settle-reservations.step.js';
import { LedgerRepository } from '../src/persistence/ledger/ledger.repository.js';
import { ReservationsRepository } from '../src/persistence/reservations/reservations.repository.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;
type Meter = 'messages' | 'aiReplies';

let infra: Infrastructure;
let running: RunningService;
/** As message-sender reserves, and as billing settles. */
let makers: TenantDatabase;
let books: TenantDatabase;

const ledger = new LedgerRepository();
const reservations = new ReservationsRepository();
const settle = new SettleReservations(reservations, ledger);

async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1/billing${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
}
const payIn = (tenant: string, amountMinor: number, currency = 'USD') =>
  call('POST', `/tenants/${tenant}/deposit`, asSuperadmin(infra), { amountMinor, currency, reference: v7() });
const quota = async (tenant: string) => (await call('GET', `/tenants/${tenant}/quota`, asMember(infra, tenant))).body;
const meter = async (tenant: string, name: Meter = 'messages') => (await quota(tenant)).meters.find((each: Json) => each.meter === name);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

/** A tenant whose plan allows so many messages, with a price for those beyond. */
async function limited(limit: number, overage: object = {}, name: Meter = 'messages'): Promise<string> {
  const tenant = v7();
  await infra.rows(`insert into billing.quotas (tenant_id, meter, limit_amount, overage) values ($1, $2, $3, $4)`, [
    tenant,
    name,
    limit,
    overage,
  ]);
  return tenant;
}
const reserve = (tenant: string, keys: readonly string[], keepFor = '1 day', name: Meter = 'messages') =>
  makers.forTenant(tenant, async (tx) => {
    const rows = await tx.query<{ key: string; granted: boolean }>(
      `select key, granted from billing.reserve_v1($1, $2::uuid[], $3::interval)`,
      [name, keys, keepFor],
    );
    return rows.filter(({ granted }) => granted).map(({ key }) => key);
  });
const end = (tenant: string, used: readonly string[], returned: readonly string[]) =>
  books.forTenant(tenant, (tx) => settle.execute(tx, 'messages', { used, returned, isCounted: false }));
const ids = (count: number): string[] => Array.from({ length: count }, () => v7());
const status = (messageId: string, what: 'accepted' | 'delivered' | 'failed') => ({
  messageId,
  outletId: v7(),
  status: what,
  at: new Date().toISOString(),
  errors: [],
});

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
  const open = (schema: string, name: string) =>
    new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(name), schema });
  makers = open('message_sender', 'message_sender');
  books = open('billing', 'billing');
  await awayFromMidnight();
}, 90_000);
afterAll(async () => {
  await makers?.close();
  await books?.close();
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('room of a plan', () => {
  it('of 200 that ask at once for 100, exactly 100 get a unit, and asking again takes no second one', async () => {
    const tenant = await limited(100);
    const keys = ids(200);
    const granted = (await Promise.all(keys.map((key) => reserve(tenant, [key])))).flat();
    expect(granted).toHaveLength(100);
    expect(await meter(tenant)).toMatchObject({ meter: 'messages', used: 0, reserved: 100 });
    expect((await Promise.all(granted.map((key) => reserve(tenant, [key])))).flat()).toHaveLength(100);
    expect(await reserve(tenant, ids(1))).toEqual([]);
    await end(tenant, granted.slice(0, 60), granted.slice(60, 70));
    await end(tenant, granted.slice(0, 60), granted.slice(60, 70));
    expect(await meter(tenant)).toMatchObject({ used: 60, reserved: 30 });
    expect(await reserve(tenant, ids(15))).toHaveLength(10);
  });

  it('what is rolled back was never promised, and nobody without a limit has a reservation', async () => {
    const tenant = await limited(1);
    const work = makers.forTenant(tenant, async (tx) => {
      await tx.query(`select from billing.reserve_v1('messages', $1::uuid[], interval '1 day')`, [ids(1)]);
      throw new Error('the process dies here');
    });
    await expect(work).rejects.toThrow('dies here');
    expect(await reserve(tenant, ids(2))).toHaveLength(1);
    const free = v7();
    expect(await reserve(free, ids(3))).toHaveLength(3);
    expect(await infra.rows(`select from billing.reservations where tenant_id = $1`, [free])).toEqual([]);
    // Nobody reserves for another tenant, whoever asks, and with none set nothing happens to anybody.
    expect(await meter(tenant)).toMatchObject({ reserved: 1 });
  });

  it('whoever reserved and was never heard of again gives it back when its time is over', async () => {
    const tenant = await limited(2, { USD: 5 });
    await payIn(tenant, 5);
    const [lost, kept] = ids(2) as [string, string];
    await reserve(tenant, [lost], '-1 second');
    await reserve(tenant, [kept]);
    const beyond = ids(1);
    await reserve(tenant, beyond, '-1 second');
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(5), reserved: usd(5) });
    const expire = new ExpireReservationsHandler(books, reservations, settle);
    await expire.execute();
    expect(await meter(tenant)).toMatchObject({ used: 0, reserved: 1 });
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(5), reserved: usd(0) });
    // It left after all, late: it is not counted, and nothing breaks.
    await end(tenant, [lost, kept], []);
    expect(await meter(tenant)).toMatchObject({ used: 1, reserved: 0 });
  });

  it('a new month begins at 0 with what is under way still promised to the old one', async () => {
    const tenant = await limited(3, { USD: 10 });
    await payIn(tenant, 10);
    const old = await reserve(tenant, ids(4));
    expect(old).toHaveLength(4);
    for (const table of ['quotas', 'reservations']) {
      await infra.rows(`update billing.${table} set period_start = (period_start - interval '1 month')::date where tenant_id = $1`, [
        tenant,
      ]);
    }
    expect(await meter(tenant)).toMatchObject({ used: 0, reserved: 0 });
    expect(await reserve(tenant, ids(3))).toHaveLength(3);
    await end(tenant, old, []);
    expect(await meter(tenant)).toMatchObject({ used: 0, reserved: 3 });
    // What it cost is paid, whenever it left.
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(0), reserved: usd(0) });
  });
});

describe('beyond the plan', () => {
  it('the deposit pays: 200 at once on a balance for 100 are exactly 100, and what left is one entry of the ledger a batch', async () => {
    const tenant = await limited(0, { USD: 3, EUR: 1 });
    await payIn(tenant, 302);
    const granted = (await Promise.all(ids(200).map((key) => reserve(tenant, [key])))).flat();
    expect(granted).toHaveLength(100);
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(302), reserved: usd(300) });
    await end(tenant, granted.slice(0, 90), granted.slice(90));
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(32), reserved: usd(0) });
    const { items } = (await call('GET', `/tenants/${tenant}/ledger`, asMember(infra, tenant))).body;
    expect(items[0]).toMatchObject({ kind: 'overage', from: 'deposit', to: 'overage', amount: usd(270), units: 90, source: 'usage' });
    expect(items).toHaveLength(2);
    expect(await reserve(tenant, ids(11))).toHaveLength(10);
  });

  it('comes after the plan’s own room, and costs nothing without a price in the currency of the deposit', async () => {
    const [tenant, other] = [await limited(2, { USD: 3 }), await limited(2, { USD: 3 })];
    await payIn(tenant, 9);
    await payIn(other, 900, 'EUR');
    expect(await reserve(tenant, ids(6))).toHaveLength(5);
    expect(await reserve(other, ids(6))).toHaveLength(2);
    expect((await quota(tenant)).deposit).toEqual({ balance: usd(9), reserved: usd(9) });
  });

  it('is priced by the version of the plan, which superadmins write', async () => {
    const tenant = v7();
    const prices = { messages: { USD: 2, KWD: 1 } };
    const changed = await call('PUT', '/plans/starter', asSuperadmin(infra), { limits: { messages: 1 }, overage: prices });
    expect(changed).toMatchObject({ status: 200, body: { overage: prices } });
    for (const wrong of [{ messages: { USD: 0 } }, { messages: { usd: 1 } }, { messages: { USD: 1.5 } }, { messages: [] }, { users: {} }]) {
      expect((await call('PUT', '/plans/starter', asSuperadmin(infra), { overage: wrong })).body.code).toBe('validation_failed');
    }
    await call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(infra), { plan: 'starter' });
    await payIn(tenant, 4);
    expect(await quota(tenant)).toMatchObject({ suspended: false });
    expect(await reserve(tenant, ids(5))).toHaveLength(3);
    expect(await quota(tenant)).toMatchObject({
      suspended: true,
      messages: { limit: 1, used: 0, reserved: 3, remaining: 0 },
      deposit: { balance: usd(4), reserved: usd(4) },
    });
    await payIn(tenant, 2);
    expect(await quota(tenant)).toMatchObject({ suspended: false });
    expect((await call('PUT', '/plans/starter', asSuperadmin(infra), { overage: {}, limits: { messages: 10_000 } })).body.overage).toEqual(
      {},
    );
  });
});

describe('events end reservations', () => {
  it('a message that left is used, one that failed returns, and repeating it changes nothing', async () => {
    const tenant = await limited(5);
    const [first, second, third] = (await reserve(tenant, ids(3))) as [string, string, string];
    for (let round = 0; round < 2; round++) {
      await infra.publish(statusChanged, tenant, status(first, 'accepted'));
      await infra.publish(statusChanged, tenant, status(first, 'delivered'));
      await infra.publish(statusChanged, tenant, status(second, 'failed'));
      // Taken by WhatsApp and not delivered: it left.
      await infra.publish(statusChanged, tenant, status(third, 'accepted'));
      await infra.publish(statusChanged, tenant, status(third, 'failed'));
    }
    await infra.settled('billing');
    expect(await meter(tenant)).toMatchObject({ used: 2, reserved: 0 });
  });

  it('an answer is used once, a handover returns it', async () => {
    const tenant = await limited(5, {}, 'aiReplies');
    const [answered, handed] = (await reserve(tenant, ids(2), '15 minutes', 'aiReplies')) as [string, string];
    const usage = { responder: 'model' as const, model: 'm', promptTokens: 1, completionTokens: 1, durationMs: 1 };
    const about = { conversationId: v7(), outletId: v7(), epoch: 1, usage };
    await infra.publish(replyGenerated, tenant, {
      ...about,
      requestId: answered,
      outcome: { kind: 'answer' as const, text: 'Yes', citations: [] },
    });
    await infra.publish(replyGenerated, tenant, {
      ...about,
      requestId: handed,
      outcome: { kind: 'handoff' as const, reason: 'no_answer' as const },
    });
    await eventually(async () => expect(await meter(tenant, 'aiReplies')).toMatchObject({ used: 1, reserved: 0 }), { timeoutMs: 20_000 });
  });
});

describe('any steps', () => {
  const step = fc.record({
    verb: fc.constantFrom('reserve' as const, 'use' as const, 'return' as const, 'pay' as const),
    keys: fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 6 }),
  });

  it('promise no more than there is, and end in the books that they say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5 }), fc.array(step, { minLength: 3, maxLength: 15 }), async (limit, steps) => {
        const tenant = await limited(limit, { USD: 7 });
        const names = ids(20);
        const open = new Map<string, boolean>();
        let [used, beyond, paid, spent] = [0, 0, 0, 0];
        for (const { verb, keys } of steps) {
          const chosen = keys.map((key) => names[key]!);
          if (verb === 'pay') {
            await payIn(tenant, keys.length * 5);
            paid += keys.length * 5;
          } else if (verb === 'reserve') {
            const granted = await reserve(tenant, chosen);
            const expected: string[] = [];
            for (const key of chosen) {
              if (open.has(key)) expected.push(key);
              else if (used + open.size - beyond < limit) {
                open.set(key, false);
                expected.push(key);
              } else if (paid - spent - 7 * [...open.values()].filter(Boolean).length >= 7) {
                open.set(key, true);
                beyond++;
                expected.push(key);
              }
            }
            expect(granted).toEqual(expected);
          } else {
            const ended = chosen.filter((key) => open.has(key));
            await end(tenant, verb === 'use' ? chosen : [], verb === 'use' ? [] : chosen);
            for (const key of ended) {
              const isPaid = open.get(key)!;
              open.delete(key);
              if (verb === 'use') used++;
              if (verb === 'use' && isPaid) spent += 7;
              if (verb === 'return' && isPaid) beyond--;
            }
          }
        }
        const [row] = await infra.rows<Json>(
          `select used_amount, reserved_amount, overage_amount from billing.quotas where tenant_id = $1`,
          [tenant],
        );
        expect(Object.values(row!).map(Number)).toEqual([used, open.size, beyond]);
        const balances = await infra.rows<Json>(
          `select account, balance_minor, reserved_minor from billing.ledger_accounts where tenant_id = $1`,
          [tenant],
        );
        expect(balances.reduce((sum, { balance_minor: each }) => sum + Number(each), 0)).toBe(0);
        const deposit = balances.find(({ account }) => account === 'deposit');
        expect([Number(deposit?.balance_minor ?? 0), Number(deposit?.reserved_minor ?? 0)]).toEqual([
          paid - spent,
          7 * [...open.values()].filter(Boolean).length,
        ]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
