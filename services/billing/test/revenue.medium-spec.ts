import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, asSuperadmin, awayFromMidnight, dayBefore, startInfrastructure, startService, type Infrastructure } from '#testing';
import { LookAtTenantsHandler } from '../src/handlers/revenue/look-at-tenants.handler.js';
import { MODULES } from '../../../deploy/migrations.js';
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
  const response = await fetch(`${running.url}/api/v1/billing${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
}
const read = async (path: string): Promise<Json> => {
  const { status, body } = await call('GET', path, asSuperadmin(infra));
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
};
const subscribe = async (tenant: string, plan: string): Promise<void> => {
  expect((await call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(infra), { plan })).status).toBe(204);
};
async function company(name: string): Promise<string> {
  const id = v7();
  await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, $3)`, [id, `company-${id}`, name]);
  return id;
}
/** Goes through all tenants now, whenever the job last did. */
const look = () => running.app.get(LookAtTenantsHandler).execute(() => false, 0);
const pay = (tenant: string, amountMinor: number, currency = 'USD') =>
  call('POST', `/tenants/${tenant}/deposit`, asSuperadmin(infra), { amountMinor, currency, reference: v7() });
const month = (): string => dayBefore(0).slice(0, 7);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
  for (const [plan, amountMinor] of [
    ['starter', 1_900],
    ['growth', 4_900],
  ] as const) {
    await call('PUT', `/plans/${plan}`, asSuperadmin(infra), { limits: {}, price: usd(amountMinor) });
  }
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('revenue', () => {
  it('counts who is on which version and who came, moved and left, of a day with several changes the last one', async () => {
    await awayFromMidnight();
    const now = async () => {
      const { plans, monthly, months } = await read('/revenue?months=2');
      return { plans, monthly, last: months.at(-1), first: months[0] };
    };
    const before = await now();
    expect(before.plans).toEqual([]);
    const [stays, rises, leaves, undecided] = [v7(), v7(), v7(), v7()];
    for (const tenant of [stays, rises, leaves]) await subscribe(tenant, 'starter');
    for (const plan of ['growth', 'starter', 'growth', 'free']) await subscribe(undecided, plan);
    expect(await now()).toMatchObject({
      plans: [
        { plan: 'free', tenants: 1, price: null, monthly: null },
        { plan: 'starter', version: 2, tenants: 3, trials: 0, price: usd(1_900), monthly: usd(5_700) },
      ],
      monthly: [usd(5_700)],
      last: { start: 0, new: 3, ended: 0, end: 3, churn: null },
    });
    // They came in the months before.
    await infra.rows(`update billing.plan_periods set from_day = (date_trunc('month', now() at time zone 'utc') - interval '1 day')::date`);
    await subscribe(rises, 'growth');
    await subscribe(leaves, 'free');
    expect(await now()).toMatchObject({
      monthly: [usd(6_800)],
      first: { new: 3, ended: 0, end: 3 },
      last: {
        month: month(),
        start: 3,
        new: 0,
        upgrades: 1,
        downgrades: 0,
        ended: 1,
        end: 2,
        churn: 1 / 3,
        money: [
          {
            currency: 'USD',
            startMinor: 5_700,
            newMinor: 0,
            upgradesMinor: 3_000,
            downgradesMinor: 0,
            endedMinor: -1_900,
            endMinor: 6_800,
          },
        ],
      },
    });
    // A company that is deleted has ended; nobody forgets that it was there.
    await infra.rows('delete from billing.plan_periods where tenant_id = $1', [rises]);
    expect(await now()).toMatchObject({ monthly: [usd(1_900)], last: { start: 3, upgrades: 1, ended: 2, end: 1 } });
    // And what is counted is what is there.
    expect(
      await infra.rows(`select plan, plan_version as v, tenants::int from billing.plan_tenants where tenants <> 0 order by 1, 2`),
    ).toEqual(
      await infra.rows(
        `select plan, plan_version as v, count(*)::int as tenants from (
           select distinct on (tenant_id) * from billing.plan_periods order by tenant_id, from_day desc) n group by 1, 2 order by 1, 2`,
      ),
    );
  });

  it('warns of contacts that came by writing, and shows how many there are', async () => {
    const tenant = await company('Loved');
    await subscribe(tenant, 'free');
    await infra.rows(
      `insert into conversation.contacts (tenant_id, id, user_id) select $1, uuidv7(), uuidv7()::text from generate_series(1, 501)`,
      [tenant],
    );
    await look();
    const warned = await infra.rows(
      `select level, used_amount::int as used from billing.quota_warnings where tenant_id = $1 and level = 100`,
      [tenant],
    );
    expect(warned).toEqual([{ level: 100, used: 501 }]);
    const { body } = await call('GET', `/tenants/${tenant}/quota`, asMember(infra, tenant, 'owner'));
    expect(body.meters).toContainEqual({ meter: 'contacts', limit: 500, used: 501, reserved: 0, remaining: 0 });
    await infra.rows(`delete from conversation.contacts where tenant_id = $1`, [tenant]);
    await look();
  }, 60_000);

  it('lists who is near a limit, the fullest first, page by page, and forgets who is not any more', async () => {
    const [full, near, far, unbound] = [await company('Full'), await company('Near'), await company('Far'), await company('Unbound')];
    for (const tenant of [full, near, far]) await subscribe(tenant, 'free');
    const use = (tenant: string, meter: string, amount: number) =>
      infra.rows(
        `insert into billing.quotas (tenant_id, meter, used_amount, period_start) values ($1, $2, $3, date_trunc('month', now() at time zone 'utc')::date)
         on conflict (tenant_id, meter) do update set used_amount = excluded.used_amount, period_start = excluded.period_start`,
        [tenant, meter, amount],
      );
    await use(full, 'messages', 1_000);
    await use(full, 'aiReplies', 170);
    await use(near, 'aiReplies', 160);
    await use(far, 'messages', 799);
    await use(unbound, 'messages', 100_000);
    await infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, status)
       values ($1, $2, 'Shop', 'near', '1', '+1', '', 'active')`,
      [near, v7()],
    );
    expect(await look()).toBe(true);
    const first = await read('/near-limits?limit=2');
    expect(first.asOf).toEqual(expect.any(String));
    const second = await read(`/near-limits?limit=5&cursor=${first.nextCursor}`);
    const told = [...first.items, ...second.items].map(({ tenantName, meter, percent }) => `${tenantName} ${meter} ${percent}`);
    expect(told.slice(0, 2).sort()).toEqual(['Full messages 100', 'Near outlets 100']);
    expect(told.slice(2)).toEqual(['Full aiReplies 85', 'Near aiReplies 80']);
    expect(second.nextCursor).toBeNull();
    await subscribe(full, 'growth');
    await look();
    expect((await read('/near-limits')).items.map(({ tenantName }: Json) => tenantName)).toEqual(['Near', 'Near']);
  });

  it('tells what each tenant paid and cost, and lists them by their margins', async () => {
    await awayFromMidnight();
    const [dear, good, free] = [await company('Dear'), await company('Good'), await company('Free')];
    await subscribe(dear, 'starter');
    await subscribe(good, 'growth');
    const cost = (tenant: string, micros: number, kind = 'final', currency = 'USD') =>
      infra.rows(
        `insert into billing.costs_daily (tenant_id, day, source, outlet_id, item, kind, currency, quantity, charged, amount_micros)
         values ($1, (now() at time zone 'utc')::date, 'message', $2, 'marketing', $3, $4, 1, 1, $5)`,
        [tenant, v7(), kind, currency, micros],
      );
    await cost(dear, 90_000_000);
    await cost(dear, 5_000_000, 'estimated');
    await cost(dear, 0, 'unpriced', 'XXX');
    await cost(good, 100_000);
    await cost(free, 2_000_000);
    await infra.rows(
      `insert into billing.overage_daily (tenant_id, day, meter, currency, units, amount_minor)
       values ($1, (now() at time zone 'utc')::date, 'messages', 'USD', 10, 250)`,
      [good],
    );
    await look();
    const [day, days] = [
      Number(dayBefore(0).slice(8)),
      new Date(Date.UTC(Number(month().slice(0, 4)), Number(month().slice(5)), 0)).getUTCDate(),
    ];
    const share = (micros: number) => Math.floor((micros * day) / days) - Math.floor((micros * (day - 1)) / days);
    const expected = [
      ['Dear', share(19_000_000) - 95_000_000],
      ['Free', -2_000_000],
      ['Good', share(49_000_000) + 2_500_000 - 100_000],
    ];
    const names = new Set(['Dear', 'Free', 'Good']);
    const listed = async (query: string) => {
      const { items } = await read(`/margins?month=${month()}&currency=USD&${query}`);
      return items
        .filter(({ tenantName }: Json) => names.has(tenantName))
        .map((row: Json) => [row.tenantName, row.figures.margin.amountMicros]);
    };
    expect(await listed('order=lowest')).toEqual(expected);
    expect(await listed('order=highest')).toEqual([...expected].reverse());
    const page = await read(`/margins?limit=1&currency=USD`);
    expect(page.items[0]).toMatchObject({ tenantName: 'Dear', figures: { costs: { amountMicros: 95_000_000, amountMinor: 9_500 } } });
    const next = await read(`/margins?limit=1&currency=USD&cursor=${page.nextCursor}`);
    expect(next.items[0]).toMatchObject({ tenantName: 'Free' });
    expect(page.totals).toEqual([
      expect.objectContaining({ currency: 'USD', costs: expect.objectContaining({ amountMicros: 97_100_000 }) }),
    ]);
    const { items, totals } = await read(`/tenants/${good}/margin?from=${dayBefore(40)}&to=${dayBefore(0)}`);
    expect(items).toEqual([
      {
        day: dayBefore(0),
        plan: expect.objectContaining({ amountMicros: share(49_000_000) }),
        overage: { amountMicros: 2_500_000, amountMinor: 250, currency: 'USD' },
        costs: { amountMicros: 100_000, amountMinor: 10, currency: 'USD' },
        margin: expect.objectContaining({ amountMicros: share(49_000_000) + 2_400_000 }),
      },
    ]);
    expect(totals).toHaveLength(1);
    // What is beyond the kept months goes.
    await infra.rows(
      `insert into billing.margins (tenant_id, month, currency, plan_micros, overage_micros, cost_micros, margin_micros)
       select $1, '2001-01-01', 'USD', 0, 0, 0, 0`,
      [good],
    );
    await look();
    expect(await infra.rows(`select from billing.margins where month < '2002-01-01'`)).toEqual([]);
  });

  it('lists deposits, what is owed, and what they come to', async () => {
    const [rich, poor, euros] = [await company('Rich'), await company('Poor'), await company('Euros')];
    await pay(rich, 5_000);
    await pay(poor, 700);
    await pay(euros, 900, 'EUR');
    await infra.rows(`update billing.ledger_accounts set balance_minor = 0 where tenant_id = $1 and account = 'deposit'`, [poor]);
    await infra.rows(
      `insert into billing.ledger_accounts (tenant_id, account, currency, balance_minor) values ($1, 'receivable', 'USD', -300), ($2, 'receivable', 'USD', 0)`,
      [poor, rich],
    );
    await look();
    const deposits = await read('/deposits?limit=1');
    const rest = await read(`/deposits?cursor=${deposits.nextCursor}`);
    expect([...deposits.items, ...rest.items].map(({ tenantName, amount }) => [tenantName, amount])).toEqual([
      ['Rich', usd(5_000)],
      ['Euros', { amountMinor: 900, currency: 'EUR' }],
    ]);
    const debts = await read('/deposits?kind=debt');
    expect(debts.items).toEqual([{ tenantId: poor, tenantName: 'Poor', amount: usd(300), reserved: usd(0) }]);
    expect(debts.totals).toEqual([
      expect.objectContaining({ deposits: 1, balance: { amountMinor: 900, currency: 'EUR' }, debts: 0 }),
      { deposits: 1, balance: usd(5_000), reserved: usd(0), debts: 1, owed: usd(300) },
    ]);
  });

  it('one process at a time goes through all tenants', async () => {
    const handler = running.app.get(LookAtTenantsHandler);
    await infra.rows(`update billing.figure_passes set begun_at = now() - interval '11 minutes'`);
    const went = await Promise.all([1, 2, 3].map(() => handler.execute()));
    expect(went.filter(Boolean)).toHaveLength(1);
  });

  it('is for superadmins alone, and refuses what it cannot read', async () => {
    const tenant = v7();
    const PATHS = ['/revenue', '/near-limits', '/margins', '/deposits', `/tenants/${tenant}/margin`];
    for (const path of PATHS) {
      expect((await call('GET', path, asMember(infra, tenant, 'owner'))).status).toBe(403);
    }
    const wrong = [
      '/revenue?months=25',
      '/margins?month=2026-13',
      '/margins?currency=dollars',
      '/margins?order=best',
      '/deposits?kind=all',
    ];
    for (const path of wrong) expect((await call('GET', path, asSuperadmin(infra))).body.code).toBe('validation_failed');
    for (const path of ['/near-limits?cursor=WzFd', '/margins?cursor=WyJhIiwiYiJd', '/deposits?cursor=nothing']) {
      expect((await call('GET', path, asSuperadmin(infra))).body.code).toBe('invalid_cursor');
    }
  });
});
