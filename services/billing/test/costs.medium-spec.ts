import { v7 } from 'uuid';
import { replyGenerated, statusChanged, textsEmbedded, type EventDefinition } from '#contracts';
import type { RunningService } from '#service-kit';
import {
  asApiKey,
  asMember,
  asSuperadmin,
  awayFromMidnight,
  dayBefore,
  startInfrastructure,
  startService,
  type Infrastructure,
} from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

const get = async (path: string, headers: Record<string, string>): Promise<{ status: number; body: Json }> => {
  const response = await fetch(`${running.url}/api/v1${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Json };
};
const importCard = async (card: object): Promise<void> => {
  const response = await fetch(`${running.url}/api/v1/billing/rate-cards`, {
    method: 'POST',
    headers: { ...asSuperadmin(infra), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Card', source: 'invented for a test', effectiveFrom: dayBefore(100), ...card }),
  });
  expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 201 });
};
const costs = async (tenant: string, query: string, headers = asMember(infra, tenant, 'admin')): Promise<Json> => {
  const { status, body } = await get(`/billing/tenants/${tenant}/costs?${query}`, headers);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
};
const usd = (amountMicros: number) => ({ amountMicros, amountMinor: Math.round(amountMicros / 10_000), currency: 'USD' });
const line = (estimated: number, final: number) => ({ estimated: usd(estimated), final: usd(final), total: usd(estimated + final) });

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
  const rate = (market: string, category: string, amount: string) => ({ market, category, currency: 'USD', amount });
  await importCard({
    rates: [
      rate('Peru', 'marketing', '0.07'),
      rate('Peru', 'service', '0.004'),
      { ...rate('Peru', 'service', '0.005'), effectiveFrom: dayBefore(3) },
      rate('Other', 'service', '0.01'),
    ],
    markets: [
      { country: 'PE', market: 'Peru' },
      { country: 'ZZ', market: 'Other' },
    ],
    models: [{ model: 'thinker', currency: 'USD', prompt: '0.15', completion: '0.60' }],
  });
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('costs', () => {
  it('are the same however often and in whatever order their events come, estimated until WhatsApp has charged', async () => {
    await awayFromMidnight();
    const [tenant, other, outlet, second] = [v7(), v7(), v7(), v7()];
    const [old, young] = [`${dayBefore(5)}T10:00:00.000Z`, `${dayBefore(2)}T10:00:00.000Z`];
    const status = (messageId: string, value: string, at: string, over: object = {}, by = outlet) =>
      [
        statusChanged,
        tenant,
        { messageId, outletId: by, status: value, at, country: 'PE', category: 'service', errors: [], ...over },
        v7(),
      ] as const;
    const pricing = (category: string, type = 'regular', price?: object) => ({ pricing: { category, type, ...(price ? { price } : {}) } });
    const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => v7());
    const answer = (model: string, promptTokens: number) =>
      [
        replyGenerated,
        tenant,
        {
          conversationId: v7(),
          outletId: outlet,
          epoch: 1,
          outcome: { kind: 'answer', text: 'Yes.', citations: [] },
          usage: { responder: 'model', model, promptTokens, completionTokens: 100, durationMs: 5 },
        },
        v7(),
      ] as const;
    const events: (readonly [EventDefinition, string, unknown, string])[] = [
      // Delivered and charged: by the rate of the day on which it left.
      status(a!, 'accepted', old),
      status(a!, 'sent', old, pricing('service')),
      status(a!, 'delivered', young, pricing('service')),
      // Only on its way.
      status(b!, 'accepted', young),
      // Under a max price.
      status(c!, 'accepted', young, { category: 'marketing' }, second),
      status(
        c!,
        'delivered',
        young,
        { category: 'marketing', ...pricing('marketing_lite', 'regular', { amountMicros: 51_200, currency: 'USD' }) },
        second,
      ),
      // Free, failed, and without a price.
      status(d!, 'delivered', young, pricing('service', 'free_customer_service')),
      status(e!, 'accepted', young),
      status(e!, 'failed', young),
      status(f!, 'accepted', young, { category: 'utility' }),
      answer('thinker', 2_000),
      answer('nobody knows', 2_000),
    ];
    for (const round of [[...events].reverse(), events, [...events.slice(6), ...events.slice(0, 6)]]) {
      for (const [event, tenantId, data, id] of round) await infra.publish(event, tenantId, data, { id });
    }
    await infra.publish(statusChanged, other, { ...status(v7(), 'accepted', young)[2], country: 'BR' } as never);
    await infra.settled('billing');

    const period = `from=${dayBefore(9)}&to=${dayBefore(0)}`;
    expect(await costs(tenant, `${period}&groupBy=category`)).toEqual({
      from: dayBefore(9),
      to: dayBefore(0),
      groupBy: 'category',
      items: [
        { key: 'marketing_lite', ...line(0, 51_200), quantity: { estimated: 0, final: 1 } },
        { key: 'model', ...line(360, 0), quantity: { estimated: 1, final: 0 } },
        { key: 'service', ...line(5_000, 4_000), quantity: { estimated: 1, final: 2 } },
      ],
      totals: [line(5_360, 55_200)],
      unpriced: 2,
    });
    expect((await costs(tenant, `from=${dayBefore(5)}&to=${dayBefore(2)}`)).items).toEqual([
      { key: dayBefore(5), ...line(0, 4_000), quantity: { estimated: 0, final: 1 } },
      { key: dayBefore(2), ...line(5_000, 51_200), quantity: { estimated: 1, final: 2 } },
    ]);
    expect((await costs(tenant, `${period}&groupBy=outlet`)).items.map(({ key, total }: Json) => [key, total.amountMicros])).toEqual([
      [outlet, 9_360],
      [second, 51_200],
    ]);
    expect(await costs(tenant, `${period}&groupBy=model`)).toMatchObject({
      items: [{ key: 'thinker', ...line(360, 0) }],
      totals: [line(360, 0)],
      unpriced: 1,
    });
    expect(await costs(other, period)).toMatchObject({ totals: [line(10_000, 0)] });
  });

  it('of what WhatsApp has not charged yet, the first of each number and month are free', async () => {
    await awayFromMidnight();
    await importCard({ policies: [{ category: 'service', billable: true, freeMonthly: 3 }] });
    try {
      const [tenant, outlet, second] = [v7(), v7(), v7()];
      const at = new Date().toISOString();
      for (const outletId of [outlet, outlet, outlet, outlet, outlet, second]) {
        await infra.publish(statusChanged, tenant, {
          messageId: v7(),
          outletId,
          status: 'accepted',
          at,
          country: 'PE',
          category: 'service',
          errors: [],
        });
      }
      await infra.settled('billing');
      const { items, totals } = await costs(tenant, 'groupBy=outlet');
      expect(items).toEqual([
        { key: outlet, ...line(10_000, 0), quantity: { estimated: 5, final: 0 } },
        { key: second, ...line(0, 0), quantity: { estimated: 1, final: 0 } },
      ]);
      expect(totals).toEqual([line(10_000, 0)]);
    } finally {
      await infra.rows('delete from billing.price_policies');
    }
  });

  it('are read from sums: a tenant with a million messages is answered as fast as one with ten', async () => {
    const tenant = v7();
    await infra.rows(
      `insert into billing.costs_daily select $1, current_date - d, 'message', uuidv7(), c, 'final', 'USD', 1000, 1000, 4000000
       from generate_series(0, 39) d, unnest(array['service', 'marketing', 'utility', 'authentication', 'marketing_lite']) c, generate_series(1, 5)`,
      [tenant],
    );
    const { totals } = await costs(tenant, `from=${dayBefore(39)}&to=${dayBefore(0)}`);
    expect(totals).toEqual([line(0, 4_000_000_000)]);
  });

  it('are told of one conversation, by category', async () => {
    const [tenant, other, conversation, second] = [v7(), v7(), v7(), v7()];
    const at = `${dayBefore(2)}T10:00:00.000Z`;
    const sent = (of: string | undefined, status: string, category: string, messageId = v7()) =>
      infra.publish(statusChanged, tenant, {
        messageId,
        ...(of ? { conversationId: of } : {}),
        outletId: v7(),
        status,
        at,
        country: 'PE',
        category,
        errors: [],
      } as never);
    const twice = v7();
    for (const status of ['accepted', 'delivered']) await sent(conversation, status, 'service', twice);
    await sent(conversation, 'accepted', 'marketing');
    await sent(conversation, 'accepted', 'utility');
    await sent(conversation, 'failed', 'marketing');
    await sent(second, 'accepted', 'marketing');
    await sent(undefined, 'accepted', 'marketing');
    await infra.settled('billing');
    const path = (of: string, whose = tenant) => `/billing/tenants/${whose}/conversations/${of}/costs`;
    expect((await get(path(conversation), asMember(infra, tenant, 'admin'))).body).toEqual({
      items: [
        { key: 'marketing', ...line(70_000, 0), quantity: { estimated: 1, final: 0 } },
        { key: 'service', ...line(5_000, 0), quantity: { estimated: 1, final: 0 } },
      ],
      totals: [line(75_000, 0)],
      unpriced: 1,
    });
    expect((await get(path(second), asApiKey(infra, tenant, ['billing:read']))).body.totals).toEqual([line(70_000, 0)]);
    expect((await get(path(v7()), asMember(infra, tenant, 'admin'))).body).toEqual({ items: [], totals: [], unpriced: 0 });
    expect((await get(path(conversation), asMember(infra, tenant, 'agent'))).status).toBe(403);
    expect((await get(path(conversation), asMember(infra, other, 'owner'))).status).toBe(404);
    expect((await get(path(conversation, other), asMember(infra, other, 'owner'))).body.items).toEqual([]);
  });

  it('count what encoders were given, each event once, by the price of its day; what has no price is told', async () => {
    await awayFromMidnight();
    const [tenant, event] = [v7(), v7()];
    const embedded = (model: string, texts: number, tokens: number, id = v7()) =>
      infra.publish(textsEmbedded, tenant, { model, texts, tokens }, { id });
    for (let n = 0; n < 3; n++) await embedded('thinker', 12, 1_000_000, event);
    await embedded('thinker', 3, 500_000);
    await embedded('nobody knows', 5, 70);
    await infra.settled('billing');
    const today = `from=${dayBefore(0)}&to=${dayBefore(0)}`;
    expect(await costs(tenant, `${today}&groupBy=model`)).toMatchObject({
      items: [{ key: 'thinker', total: usd(225_000), quantity: { estimated: 15, final: 0 } }],
      unpriced: 5,
    });
    expect((await costs(tenant, `${today}&groupBy=outlet`)).items).toMatchObject([{ key: '00000000-0000-0000-0000-000000000001' }]);
    // They are no answers.
    const { body } = await get(`/tenants/${tenant}/usage/stats?${today}`, asMember(infra, tenant, 'admin'));
    expect(body).toMatchObject({ aiReplies: 0 });
  });

  it('are for admins of the tenant, and keys that may read bills', async () => {
    const [tenant, other] = [v7(), v7()];
    const path = `/billing/tenants/${tenant}/costs`;
    expect((await get(path, asMember(infra, tenant, 'agent'))).status).toBe(403);
    expect((await get(path, asMember(infra, other, 'owner'))).status).toBe(404);
    expect((await get(path, asApiKey(infra, tenant, ['messages:read']))).body.code).toBe('scope_missing');
    expect((await get(path, asApiKey(infra, tenant, ['billing:read']))).body).toMatchObject({ items: [], totals: [], unpriced: 0 });
    expect((await get(path, asSuperadmin(infra))).status).toBe(200);
    expect((await get(`${path}?groupBy=contact`, asMember(infra, tenant, 'admin'))).body.code).toBe('validation_failed');
  });

  it('tell nothing of a message again after no status of it can come any more', async () => {
    const rows = await infra.rows(`select keep::text from chasqui.partitioned_tables where schema = 'billing' and name = 'message_costs'`);
    expect(rows).toEqual([{ keep: '100 days' }]);
  });
});
