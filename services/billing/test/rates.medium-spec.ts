import pg from 'pg';
import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, asSuperadmin, dayBefore, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

const answerOf = async (response: Response): Promise<{ status: number; body: Json }> => {
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
};
const get = async (path: string, headers: Record<string, string>) => answerOf(await fetch(`${running.url}/api/v1${path}`, { headers }));
const importCard = async (card: object, headers = asSuperadmin(infra)) =>
  answerOf(
    await fetch(`${running.url}/api/v1/billing/rate-cards`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(card),
    }),
  );
const importForm = async (fields: Record<string, string>, files: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const [name, text] of Object.entries(files)) form.set(name, new Blob([text], { type: 'text/csv' }), `${name}.csv`);
  return answerOf(await fetch(`${running.url}/api/v1/billing/rate-cards`, { method: 'POST', headers: asSuperadmin(infra), body: form }));
};
const active = async (query: string) => (await get(`/billing/rate-cards/active${query}`, asSuperadmin(infra))).body;
const about = (name: string) => ({ name, source: 'invented for a test', effectiveFrom: dayBefore(100) });

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);
beforeEach(async () => {
  await infra.rows('truncate billing.rates, billing.rate_markets, billing.price_policies, billing.model_prices, billing.rate_cards');
});

describe('rate cards', () => {
  it('of each key the latest day that has come holds, and the same day again is a correction', async () => {
    const rate = { market: 'Andes', category: 'marketing', currency: 'USD' };
    const first = await importCard({
      ...about('First'),
      rates: [
        { ...rate, amount: '0.03' },
        { ...rate, amount: '0.04', effectiveFrom: dayBefore(10) },
        { ...rate, currency: 'EUR', amount: 0.025 },
        { ...rate, category: 'utility', amount: '0.000001' },
      ],
    });
    expect(first).toMatchObject({ status: 201, body: { name: 'First', rates: 4, markets: 0, policies: 0, effectiveFrom: dayBefore(100) } });
    const micros = async (day: string): Promise<Json> =>
      Object.fromEntries((await active(`?date=${day}&currency=USD`)).rates.map((each: Json) => [each.category, each.amountMicros]));
    expect(await micros(dayBefore(101))).toEqual({});
    expect(await micros(dayBefore(11))).toEqual({ marketing: 30_000, utility: 1 });
    expect(await micros(dayBefore(10))).toEqual({ marketing: 40_000, utility: 1 });

    await importCard({ ...about('Second'), source: 'a correction', rates: [{ ...rate, amount: '0.041', effectiveFrom: dayBefore(10) }] });
    expect(await active('?currency=USD')).toMatchObject({
      rates: [
        { category: 'marketing', amount: '0.041', amountMicros: 41_000, effectiveFrom: dayBefore(10), source: 'a correction' },
        { category: 'utility', amount: '0.000001', source: 'invented for a test' },
      ],
    });
    expect((await active('')).rates).toHaveLength(3);
    const { body } = await get('/billing/rate-cards?limit=1', asSuperadmin(infra));
    expect(body.items).toMatchObject([{ name: 'Second' }]);
    const rest = await get(`/billing/rate-cards?limit=1&cursor=${body.nextCursor}`, asSuperadmin(infra));
    expect(rest.body).toMatchObject({ items: [{ name: 'First' }], nextCursor: null });
  });

  it('a country leaves its region on a day, and what is free changes on one', async () => {
    await importCard({
      ...about('Markets'),
      markets: [
        { country: 'MA', market: 'Rest of Africa' },
        { country: 'MA', market: 'Morocco', effectiveFrom: dayBefore(20) },
        { country: 'ZZ', market: 'Other' },
      ],
      policies: [
        { category: 'service', billable: false },
        { category: 'service', billable: true, freeMonthly: 1_000, freeInEntry: true, effectiveFrom: dayBefore(20) },
        { category: 'utility', billable: true, freeInWindow: true },
      ],
    });
    const marketOf = async (day: string) => (await active(`?date=${day}`)).markets.find((each: Json) => each.country === 'MA')?.market;
    expect([await marketOf(dayBefore(21)), await marketOf(dayBefore(20))]).toEqual(['Rest of Africa', 'Morocco']);
    expect((await active(`?date=${dayBefore(21)}`)).policies).toMatchObject([
      { category: 'service', billable: false, freeMonthly: 0 },
      { category: 'utility', billable: true, freeInWindow: true, freeInEntry: false },
    ]);
    expect((await active('')).policies[0]).toMatchObject({ category: 'service', billable: true, freeMonthly: 1_000, freeInEntry: true });
  });

  it('comes as CSV too, as a spreadsheet of any country writes it', async () => {
    const { status, body } = await importForm(about('Sheet'), {
      file:
        '\uFEFFmarket;category;currency;amount;effectiveFrom\r\n"Rest; of it";marketing;USD;0.0625;\r\n;;;;\r\nPeru;utility;USD;0.01;' +
        dayBefore(3),
      markets: 'country,market\nPE,Peru\n',
    });
    expect({ status, body }).toMatchObject({ status: 201, body: { rates: 2, markets: 1 } });
    expect(await active('')).toMatchObject({
      rates: [
        { market: 'Peru', amountMicros: 10_000, effectiveFrom: dayBefore(3) },
        { market: 'Rest; of it', amountMicros: 62_500, effectiveFrom: dayBefore(100) },
      ],
      markets: [{ country: 'PE', market: 'Peru' }],
    });
  });

  it('takes all rows or none, and names those that are wrong', async () => {
    const good = { market: 'Peru', category: 'marketing', currency: 'USD', amount: '0.1' };
    const { status, body } = await importCard({
      ...about('Wrong'),
      rates: [
        good,
        { ...good, amount: '0,1', category: 'gossip' },
        { ...good, market: ' ' },
        good,
        { ...good, amount: '0.1234567', currency: 'usd' },
      ],
      markets: [{ country: 'Peru', market: 'Peru' }],
      policies: [{ category: 'service', billable: 'yes' }],
    });
    expect({ status, fields: body.errors.map((error: Json) => error.field) }).toEqual({
      status: 400,
      fields: [
        'rates.1.category',
        'rates.1.amount',
        'rates.2.market',
        'rates.3',
        'rates.4.currency',
        'rates.4.amount',
        'markets.0.country',
        'policies.0.billable',
      ],
    });
    expect(await infra.rows('select 1 from billing.rates union all select 1 from billing.rate_cards')).toEqual([]);
    const cases: [string, object, string[]][] = [
      ['nothing', {}, ['name', 'source', 'effectiveFrom']],
      ['no row', about('Empty'), ['rates']],
      ['no list', { ...about('List'), rates: 'all' }, ['rates']],
      ['no object', { ...about('Row'), rates: [null] }, ['rates.0']],
      ['no day', { ...about('Day'), effectiveFrom: '2026-02-30', rates: [good] }, ['effectiveFrom']],
    ];
    for (const [what, card, fields] of cases) {
      const answer = await importCard(card);
      expect({ what, status: answer.status, found: answer.body.errors.map((error: Json) => error.field) }).toMatchObject({
        what,
        status: 400,
      });
      expect(answer.body.errors.map((error: Json) => error.field)).toEqual(expect.arrayContaining(fields));
    }
  });

  it('a file that is no table of rates is refused with what it lacks', async () => {
    expect((await importForm(about('Columns'), { file: 'market,price\nPeru,1\n' })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'rates.category' }, { field: 'rates.currency' }, { field: 'rates.amount' }],
    });
    expect((await importForm(about('Quote'), { file: 'market,category,currency,amount\n"Peru,marketing,USD,1\n' })).body).toMatchObject({
      code: 'csv_malformed',
      detail: expect.stringContaining('line 2'),
    });
    expect((await importForm(about('Large'), { file: 'x'.repeat(2 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  it('the superadmin imports, every member reads the prices, and the platform’s log says who imported', async () => {
    const tenant = v7();
    const card = { ...about('Mine'), rates: [{ market: 'Peru', category: 'service', currency: 'USD', amount: '0.01' }] };
    expect((await importCard(card, asMember(infra, tenant, 'owner'))).status).toBe(403);
    expect((await get('/billing/rate-cards', asMember(infra, tenant, 'owner'))).status).toBe(403);
    const { body } = await importCard(card);
    for (const headers of [asMember(infra, tenant, 'viewer'), asApiKey(infra, tenant, ['billing:read'])]) {
      expect((await get('/billing/rate-cards/active', headers)).body.rates).toMatchObject([{ amount: '0.01' }]);
    }
    expect((await get('/billing/rate-cards/active?date=tomorrow&currency=us', asMember(infra, tenant))).body.errors).toHaveLength(2);
    await eventually(async () =>
      expect(
        await infra.rows(
          `select tenant_id as tenant, envelope::jsonb -> 'data' ->> 'action' as action from billing.outbox where envelope::text like $1`,
          [`%${body.id}%`],
        ),
      ).toEqual([{ tenant: '00000000-0000-0000-0000-000000000000', action: 'rate_card.imported' }]),
    );
  });

  it('the sender reads prices, markets and policies through views, and writes nothing', async () => {
    await importCard({
      ...about('Views'),
      rates: [{ market: 'Peru', category: 'marketing', currency: 'USD', amount: '0.07' }],
      markets: [{ country: 'PE', market: 'Peru' }],
      policies: [{ category: 'service', billable: true, freeMonthly: 1_000 }],
    });
    for (const kind of ['tenant', 'system'] as const) {
      const client = new pg.Client({ connectionString: infra.roleUrl('message_sender', kind) });
      await client.connect();
      try {
        const { rows } = await client.query(
          `select r.amount_micros::int as micros, r.kind, r.source, p.free_monthly as free from billing.rate_markets_v1 m
           join billing.rates_v1 r on r.market = m.market cross join billing.price_policies_v1 p where m.country = 'PE'`,
        );
        expect(rows).toEqual([{ micros: 70_000, kind: 'list', source: 'invented for a test', free: 1_000 }]);
        await expect(client.query(`update billing.rates_v1 set amount_micros = 0`)).rejects.toThrow(/permission denied/);
      } finally {
        await client.end();
      }
    }
  });
});
