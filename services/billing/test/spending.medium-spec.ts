import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, asSuperadmin, awayFromMidnight, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { SettleReservations } from '../src/handlers/reservations/settle-reservations.step.js';
import { LedgerRepository } from '../src/persistence/ledger/ledger.repository.js';
import { ReservationsRepository } from '../src/persistence/reservations/reservations.repository.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;
let makers: TenantDatabase;
let books: TenantDatabase;
const settle = new SettleReservations(new ReservationsRepository(), new LedgerRepository());

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
  const open = (schema: string) => new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema });
  makers = open('message_sender');
  books = open('billing');
  await awayFromMidnight();
}, 90_000);
afterAll(async () => {
  await makers?.close();
  await books?.close();
  await running?.close();
  await infra?.stop();
}, 30_000);

async function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Json> {
  const response = await fetch(`${running.url}/api/v1/billing/tenants/${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...((await response.json()) as Json) };
}
const cap = (tenant: string, dailyMinor: unknown) =>
  call('PUT', `${tenant}/spending-cap`, asMember(infra, tenant, 'owner'), { dailyMinor });
const spending = (tenant: string) => call('GET', `${tenant}/spending-cap`, asMember(infra, tenant, 'admin'));
const quota = (tenant: string) => call('GET', `${tenant}/quota`, asMember(infra, tenant));
const ids = (count: number): string[] => Array.from({ length: count }, () => v7());

/** A tenant with no room in its plan, 3 cents a message and 2 an answer beyond it, and ten dollars. */
async function prepaid(): Promise<string> {
  const tenant = v7();
  await infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount, overage) values ($1, 'messages', 0, '{"USD": 3}'), ($1, 'aiReplies', 0, '{"USD": 2}')`,
    [tenant],
  );
  await call('POST', `${tenant}/deposit`, asSuperadmin(infra), { amountMinor: 1_000, currency: 'USD', reference: 'first' });
  return tenant;
}
const reserve = (tenant: string, keys: readonly string[], meter = 'messages') =>
  makers.forTenant(tenant, async (tx) => {
    const rows = await tx.query<{ key: string }>(`select key from billing.reserve_v1($1, $2::uuid[], interval '1 day') where granted`, [
      meter,
      keys,
    ]);
    return rows.map(({ key }) => key);
  });
const end = (tenant: string, used: readonly string[], returned: readonly string[]) =>
  books.forTenant(tenant, (tx) => settle.execute(tx, 'messages', { used, returned, isCounted: false }));

describe('a daily cap of the deposit', () => {
  it('holds exactly: of 200 messages and answers that ask at once the deposit pays for no more, in whatever order they come', async () => {
    const tenant = await prepaid();
    expect(await cap(tenant, 100)).toMatchObject({ status: 200, dailyMinor: 100, spentMinor: 0, currency: 'USD' });
    const granted = await Promise.all(
      ids(200).map((key, n) =>
        (n % 2 === 0 ? reserve(tenant, [key]) : reserve(tenant, [key], 'aiReplies')).then((given) => given.length * (3 - (n % 2))),
      ),
    );
    const spent = granted.reduce((sum, each) => sum + each, 0);
    // What is left is less than an answer costs.
    expect(spent).toBeGreaterThan(98);
    expect(spent).toBeLessThanOrEqual(100);
    expect(await spending(tenant)).toMatchObject({ dailyMinor: 100, spentMinor: spent });
    expect((await quota(tenant)).deposit.reserved).toEqual({ amountMinor: spent, currency: 'USD' });
    expect(await reserve(tenant, ids(1))).toEqual([]);
  });

  it('what returns on the same day can be spent again, what is used cannot, and tomorrow all of it can', async () => {
    const tenant = await prepaid();
    await cap(tenant, 10);
    const first = await reserve(tenant, ids(5));
    expect(first).toHaveLength(3);
    await end(tenant, first.slice(0, 2), first.slice(2));
    expect(await spending(tenant)).toMatchObject({ spentMinor: 6 });
    const again = await reserve(tenant, ids(5));
    expect(again).toHaveLength(1);
    for (const [table, column] of [
      ['ledger_accounts', 'spent_day'],
      ['reservations', 'reserved_on'],
    ]) {
      await infra.rows(`update billing.${table} set ${column} = ${column} - 1 where tenant_id = $1`, [tenant]);
    }
    expect(await spending(tenant)).toMatchObject({ spentMinor: 0 });
    expect(await reserve(tenant, ids(2))).toHaveLength(2);
    // A unit of yesterday that returns gives nothing to today.
    await end(tenant, [], again);
    expect(await spending(tenant)).toMatchObject({ spentMinor: 6 });
    expect(await reserve(tenant, ids(5))).toHaveLength(1);
  });

  it('that is set at noon knows of the morning; it is told apart from an empty deposit, and gone it holds nobody', async () => {
    const tenant = await prepaid();
    expect(await reserve(tenant, ids(4))).toHaveLength(4);
    await cap(tenant, 14);
    expect(await spending(tenant)).toMatchObject({ spentMinor: 12 });
    expect(await reserve(tenant, ids(1))).toEqual([]);
    const reason = () =>
      makers.forTenant(tenant, (tx) =>
        tx.query<Json>(`select currency, cap_minor as cap, spent_minor as spent from billing.spending_cap_v1('messages')`),
      );
    expect(await reason()).toEqual([{ currency: 'USD', cap: 14, spent: 12 }]);
    // An answer still fits in.
    expect(await reserve(tenant, ids(2), 'aiReplies')).toHaveLength(1);
    await cap(tenant, null);
    expect(await reason()).toEqual([]);
    expect(await reserve(tenant, ids(400))).toHaveLength(328);
    await cap(tenant, 5_000);
    // Now it is the deposit that has no more.
    expect(await reason()).toEqual([]);
    await cap(tenant, 0);
    expect(await spending(tenant)).toMatchObject({ dailyMinor: 0, spentMinor: 998 });
  });

  it('is set by owners, with a whole amount, of their own company', async () => {
    const [tenant, other] = [await prepaid(), v7()];
    for (const wrong of [-1, 1.5, '5', undefined, 1_000_000_000_001])
      expect(await cap(tenant, wrong)).toMatchObject({ code: 'validation_failed' });
    const put = (headers: Record<string, string>) => call('PUT', `${tenant}/spending-cap`, headers, { dailyMinor: 5 });
    expect((await put(asMember(infra, tenant, 'admin'))).status).toBe(403);
    expect((await put(asApiKey(infra, tenant, ['billing:read']))).status).toBe(403);
    expect((await put(asMember(infra, other, 'owner'))).status).toBe(404);
    expect((await call('GET', `${tenant}/spending-cap`, asMember(infra, other))).status).toBe(404);
    expect(await spending(other)).toMatchObject({ dailyMinor: null, currency: null, spentMinor: 0 });
    await cap(tenant, 5);
    await cap(tenant, 5);
    const told = await infra.rows(
      `select envelope::jsonb -> 'data' -> 'after' as after from billing.outbox where tenant_id = $1 and envelope like '%deposit.capped%'`,
      [tenant],
    );
    expect(told).toEqual([{ after: { dailyMinor: 5 } }]);
  });
});
