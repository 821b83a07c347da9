import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, asSuperadmin, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { Deposits } from '../src/handlers/ledger/deposits.step.js';
import { LedgerRepository } from '../src/persistence/ledger/ledger.repository.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1/billing/tenants/${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}
const payIn = (tenant: string, amountMinor: unknown, reference: unknown, currency: unknown = 'USD') =>
  call('POST', `${tenant}/deposit`, asSuperadmin(infra), { amountMinor, currency, reference });
const depositOf = async (tenant: string) => (await call('GET', `${tenant}/quota`, asMember(infra, tenant))).body.deposit;
const ledgerOf = async (tenant: string, query = '') => (await call('GET', `${tenant}/ledger${query}`, asMember(infra, tenant))).body;
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('the deposit', () => {
  it('is nothing until somebody pays, and the same reference is one payment, however often and however fast it is said', async () => {
    const tenant = v7();
    expect(await depositOf(tenant)).toBeNull();
    const answers = await Promise.all(Array.from({ length: 12 }, () => payIn(tenant, 5_000, 'transfer 17')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.transfer.id)).size).toBe(1);
    expect(await depositOf(tenant)).toEqual({ balance: usd(5_000), reserved: usd(0) });
    await payIn(tenant, 250, 'transfer 18');
    expect(await depositOf(tenant)).toEqual({ balance: usd(5_250), reserved: usd(0) });
    expect((await ledgerOf(tenant)).items).toMatchObject([
      { kind: 'top_up', from: 'payments', to: 'deposit', amount: usd(250), source: 'operator', reference: 'transfer 18' },
      { kind: 'top_up', from: 'payments', to: 'deposit', amount: usd(5_000), source: 'operator', reference: 'transfer 17' },
    ]);
    await eventually(async () =>
      expect(
        await infra.rows(
          `select envelope::jsonb -> 'data' ->> 'action' as action, envelope::jsonb -> 'data' -> 'after' ->> 'reference' as reference
           from billing.outbox where tenant_id = $1 order by id`,
          [tenant],
        ),
      ).toEqual([
        { action: 'deposit.paid_in', reference: 'transfer 17' },
        { action: 'deposit.paid_in', reference: 'transfer 18' },
      ]),
    );
  });

  it('is in one currency, and a reference names one amount', async () => {
    const tenant = v7();
    await payIn(tenant, 1_000, 'a', 'KWD');
    expect(await payIn(tenant, 1_000, 'b', 'JPY')).toMatchObject({ status: 409, body: { code: 'deposit_currency' } });
    expect(await payIn(tenant, 1_001, 'a', 'KWD')).toMatchObject({ status: 409, body: { code: 'reference_reused' } });
    expect(await depositOf(tenant)).toEqual({
      balance: { amountMinor: 1_000, currency: 'KWD' },
      reserved: { amountMinor: 0, currency: 'KWD' },
    });
    const other = v7();
    const [first, second] = await Promise.all([payIn(other, 10, 'a', 'USD'), payIn(other, 10, 'b', 'EUR')]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
  });

  it('is paid into by superadmins, with whole amounts of known currencies', async () => {
    const tenant = v7();
    for (const wrong of [
      [0, 'r'],
      [-5, 'r'],
      [1.5, 'r'],
      ['5', 'r'],
      [1_000_000_000_001, 'r'],
      [5, ''],
      [5, 'a\nb'],
      [5, 'r', 'usd'],
      [5, 'r', 'XQZ'],
    ] as const) {
      expect((await payIn(tenant, wrong[0], wrong[1], wrong[2] ?? 'USD')).body.code).toBe('validation_failed');
    }
    const body = { ...usd(5), reference: 'r' };
    expect((await call('POST', `${tenant}/deposit`, asMember(infra, tenant, 'owner'), body)).status).toBe(403);
    expect((await call('POST', `${tenant}/deposit`, asApiKey(infra, tenant, ['billing:read']), body)).status).toBe(403);
    expect(await depositOf(tenant)).toBeNull();
  });

  it('is told page by page, to the tenant and nobody else', async () => {
    const [tenant, other] = [v7(), v7()];
    for (let n = 1; n <= 5; n++) await payIn(tenant, n, `payment ${n}`);
    const first = await ledgerOf(tenant, '?limit=2');
    const second = await ledgerOf(tenant, `?limit=2&cursor=${first.nextCursor}`);
    const third = await ledgerOf(tenant, `?limit=2&cursor=${second.nextCursor}`);
    expect([first, second, third].map(({ items }) => items.map(({ amount }: Json) => amount.amountMinor))).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.nextCursor).toBeNull();
    expect((await ledgerOf(other)).items).toEqual([]);
    expect((await call('GET', `${tenant}/ledger`, asMember(infra, other))).status).toBe(404);
    expect((await call('GET', `${tenant}/ledger?cursor=nonsense`, asMember(infra, tenant))).body.code).toBe('invalid_cursor');
  });
});

describe('what the operator gives and corrects', () => {
  const credit = (tenant: string, amountMinor: number, reference: string) =>
    call('POST', `${tenant}/credits`, asSuperadmin(infra), { ...usd(amountMinor), reference });
  const reverse = (tenant: string, id: string) => call('POST', `${tenant}/ledger/${id}/reversal`, asSuperadmin(infra));

  it('a credit comes once, is corrected once by its opposite, and both stay in the books', async () => {
    const tenant = v7();
    const answers = await Promise.all(Array.from({ length: 6 }, () => credit(tenant, 700, 'sorry for the outage')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.transfer.id}`)).size).toBe(1);
    expect(await depositOf(tenant)).toEqual({ balance: usd(700), reserved: usd(0) });
    expect(await credit(tenant, 701, 'sorry for the outage')).toMatchObject({ status: 409, body: { code: 'reference_reused' } });
    const { id } = answers[0]!.body.transfer;
    const corrected = await Promise.all(Array.from({ length: 6 }, () => reverse(tenant, id)));
    expect(new Set(corrected.map(({ status, body }) => `${status} ${body.transfer.id}`)).size).toBe(1);
    expect(await depositOf(tenant)).toEqual({ balance: usd(0), reserved: usd(0) });
    expect((await ledgerOf(tenant)).items).toMatchObject([
      { kind: 'credit_reversal', from: 'deposit', to: 'adjustments', amount: usd(700), source: 'operator', reference: `reversal of ${id}` },
      { kind: 'credit', from: 'adjustments', to: 'deposit', amount: usd(700), reference: 'sorry for the outage' },
    ]);
    const [first] = (await ledgerOf(tenant)).items;
    expect(await reverse(tenant, first.id)).toMatchObject({ status: 409, body: { code: 'not_reversible' } });
    const actions = await infra.rows<{ action: string }>(
      `select envelope::jsonb -> 'data' ->> 'action' as action from billing.outbox where tenant_id = $1 order by created_at`,
      [tenant],
    );
    expect(actions.map(({ action }) => action)).toEqual(['deposit.credited', 'deposit.corrected']);
  });

  it('what was used beyond the plan is lowered on its day, when it is corrected', async () => {
    const tenant = v7();
    await payIn(tenant, 500, 'a');
    const database = running.app.get(TenantDatabase);
    const ledger = running.app.get(LedgerRepository);
    await database.forTenant(tenant, async (tx) => {
      await ledger.lock(tx, 'overage', 'USD');
      for (const [amountMinor, units] of [
        [300, 3],
        [100, 1],
      ] as const) {
        const used = { kind: 'overage' as const, money: usd(amountMinor), units, source: 'usage' as const };
        await ledger.post(tx, { ...used, reference: `messages ${v7()}` });
        await ledger.addOverage(tx, 'messages', usd(amountMinor), units);
      }
    });
    const entry = (await ledgerOf(tenant)).items.find(({ amount }: Json) => amount.amountMinor === 300);
    for (let time = 0; time < 2; time++) expect((await reverse(tenant, entry.id)).body.transfer.kind).toBe('overage_reversal');
    const rows = await infra.rows(`select meter, units::int, amount_minor::int as minor from billing.overage_daily where tenant_id = $1`, [
      tenant,
    ]);
    expect(rows).toEqual([{ meter: 'messages', units: 1, minor: 100 }]);
  });

  it('takes back no more than the deposit has free, nothing of a payment provider, and nothing for who may not', async () => {
    const [tenant, other] = [v7(), v7()];
    const { transfer } = (await payIn(tenant, 500, 'typed wrongly')).body;
    await infra.rows(`update billing.ledger_accounts set reserved_minor = 1 where tenant_id = $1 and account = 'deposit'`, [tenant]);
    expect(await reverse(tenant, transfer.id)).toMatchObject({ status: 409, body: { code: 'deposit_too_small', free: usd(499) } });
    await infra.rows(`update billing.ledger_accounts set reserved_minor = 0 where tenant_id = $1 and account = 'deposit'`, [tenant]);
    expect(await reverse(other, transfer.id)).toMatchObject({ status: 404 });
    for (const path of [`${tenant}/credits`, `${tenant}/ledger/${transfer.id}/reversal`]) {
      expect((await call('POST', path, asMember(infra, tenant, 'owner'), { ...usd(5), reference: 'mine' })).status).toBe(403);
    }
    expect((await reverse(tenant, transfer.id)).body.transfer).toMatchObject({ kind: 'top_up_reversal', from: 'deposit', to: 'payments' });
    await infra.rows(
      `insert into billing.ledger_transfers (tenant_id, id, kind, from_account, to_account, currency, amount_minor, source, reference)
       values ($1, $2, 'top_up', 'payments', 'deposit', 'USD', 9, 'stripe', 'pi_1')`,
      [tenant, other],
    );
    expect(await reverse(tenant, other)).toMatchObject({ status: 409, body: { code: 'not_reversible' } });
  });
});

describe('the ledger', () => {
  const steps = fc.array(
    fc.record({
      verb: fc.constantFrom('topUp' as const, 'credit' as const, 'takeBack' as const),
      amountMinor: fc.integer({ min: 1, max: 500 }),
      reference: fc.integer({ min: 0, max: 7 }),
    }),
    { minLength: 1, maxLength: 14 },
  );

  it.each(['JPY', 'USD', 'KWD'])('balances and keeps its floor after any steps, repeated or not, in %s', async (currency) => {
    const database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('billing'), schema: 'billing' });
    const ledger = new LedgerRepository();
    const deposits = new Deposits(ledger);
    try {
      await fc.assert(
        fc.asyncProperty(steps, async (given) => {
          const tenant = v7();
          let [balance, owed] = [0, 0];
          const seen = new Map<string, string>();
          for (const { verb, amountMinor, reference } of given) {
            const name = `${verb === 'takeBack' ? 'back' : 'in'} ${reference}`;
            const work = database.forTenant(
              tenant,
              async (tx) => void (await deposits[verb](tx, { amountMinor, currency }, 'stripe', name)),
            );
            const before = seen.get(name);
            const what = `${verb} ${amountMinor}`;
            if (before !== undefined && before !== what) {
              await expect(work).rejects.toMatchObject({ code: 'reference_reused' });
              continue;
            }
            await work;
            if (before !== undefined) continue;
            seen.set(name, what);
            if (verb !== 'takeBack') balance += amountMinor;
            else {
              owed += Math.max(0, amountMinor - balance);
              balance = Math.max(0, balance - amountMinor);
            }
          }
          const rows = await infra.rows<{ account: string; balance: number }>(
            `select account, balance_minor as balance from billing.ledger_accounts where tenant_id = $1`,
            [tenant],
          );
          const held = Object.fromEntries(rows.map((row) => [row.account, Number(row.balance)]));
          expect(Object.values(held).reduce((sum, each) => sum + each, 0)).toBe(0);
          expect(held.deposit ?? 0).toBe(balance);
          expect(0 - (held.receivable ?? 0)).toBe(owed);
          // What accounts hold is what their transfers say.
          expect(
            await infra.rows(
              `select a.account from billing.ledger_accounts a where a.tenant_id = $1 and a.balance_minor <> (
                 select coalesce(sum(case a.account when to_account then amount_minor when from_account then -amount_minor else 0 end), 0)
                 from billing.ledger_transfers where tenant_id = $1)`,
              [tenant],
            ),
          ).toEqual([]);
        }),
        { numRuns: 25 },
      );
    } finally {
      await database.close();
    }
  });

  it('can neither be changed nor lose a row, and the database refuses a deposit below its floor', async () => {
    const tenant = v7();
    await payIn(tenant, 100, 'a');
    const client = new pg.Client({ connectionString: infra.roleUrl('billing', 'tenant') });
    await client.connect();
    try {
      await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
      for (const statement of [
        'update billing.ledger_transfers set amount_minor = 1',
        'delete from billing.ledger_transfers',
        'delete from billing.ledger_accounts',
      ]) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
      for (const change of ['balance_minor = -1', 'reserved_minor = 101', 'reserved_minor = -1']) {
        const changed = client.query(`update billing.ledger_accounts set ${change} where account = 'deposit'`);
        await expect(changed).rejects.toMatchObject({ constraint: 'deposit_floor' });
      }
    } finally {
      await client.end();
    }
    expect(await depositOf(tenant)).toEqual({ balance: usd(100), reserved: usd(0) });
  });
});
