import { v7 } from 'uuid';
import { answerTried, messageRecorded, replyGenerated, statusChanged, type EventDefinition } from '#contracts';
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
import { ForgetPricedMessagesHandler } from '../src/handlers/usage/forget-priced-messages.handler.js';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

const DAY_MS = 24 * 60 * 60_000;

let infra: Infrastructure;
let running: RunningService;

type Json = Record<string, any>;
async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
}

const message = (direction: 'inbound' | 'outbound', at: string) => ({
  conversationId: v7(),
  outletId: v7(),
  contactId: v7(),
  message: { id: v7(), seq: 1, direction, author: 'customer' as const, type: 'text', status: 'received', at },
});
const reply = (kind: 'answer' | 'handoff', promptTokens: number, completionTokens: number) => ({
  conversationId: v7(),
  outletId: v7(),
  epoch: 1,
  outcome: kind === 'answer' ? { kind, text: 'Yes.', citations: [] } : { kind, reason: 'no_answer' as const },
  usage: { responder: 'model' as const, model: 'm', promptTokens, completionTokens, durationMs: 5 },
});
const status = (messageId: string, value: 'sent' | 'delivered' | 'read', at: string, category?: string) => ({
  messageId,
  outletId: v7(),
  status: value,
  at,
  ...(category ? { pricing: { category, type: 'regular', billable: true } } : {}),
});

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);

afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('usage', () => {
  it('counts every event once, however often and in whatever batches it comes, for its own tenant', async () => {
    await awayFromMidnight();
    const [a, b] = [v7(), v7()];
    const [day, dayAfter, today] = [dayBefore(2), dayBefore(1), dayBefore(0)];
    const at = `${day}T10:00:00.000Z`;
    const later = `${dayAfter}T10:00:00.000Z`;
    const [first, second] = [v7(), v7()];
    const events: [EventDefinition, string, unknown, string][] = [
      [messageRecorded, a, message('inbound', at), v7()],
      [messageRecorded, a, message('inbound', later), v7()],
      [messageRecorded, a, message('outbound', at), v7()],
      [messageRecorded, b, message('inbound', at), v7()],
      [statusChanged, a, status(first, 'sent', at, 'service'), v7()],
      [statusChanged, a, status(first, 'delivered', later, 'service'), v7()],
      [statusChanged, a, status(first, 'read', later), v7()],
      [statusChanged, a, status(second, 'sent', at, 'utility'), v7()],
      [statusChanged, b, status(v7(), 'sent', at, 'marketing'), v7()],
    ];
    for (const round of [events, [...events].reverse(), events]) {
      for (const [event, tenantId, data, id] of round) await infra.publish(event, tenantId, data, { id });
    }
    await infra.settled('billing');

    const period = `?from=${dayBefore(29)}&to=${today}`;
    expect((await call('GET', `/tenants/${a}/usage/stats${period}`, asMember(infra, a, 'viewer'))).body).toEqual({
      from: dayBefore(29),
      to: today,
      messagesIn: 2,
      messagesOut: 1,
      aiReplies: 0,
      promptTokens: 0,
      completionTokens: 0,
      charges: [
        { category: 'service', type: 'regular', messages: 1 },
        { category: 'utility', type: 'regular', messages: 1 },
      ],
    });
    expect((await call('GET', `/tenants/${b}/usage/stats${period}`, asApiKey(infra, b, ['billing:read']))).body).toMatchObject({
      messagesIn: 1,
      messagesOut: 0,
      charges: [{ category: 'marketing', messages: 1 }],
    });
    const daily = await call('GET', `/tenants/${a}/usage/daily?from=${day}&to=${today}`, asMember(infra, a));
    expect(daily.body.items).toMatchObject([
      { day, messagesIn: 1, messagesOut: 1 },
      { day: dayAfter, messagesIn: 1, messagesOut: 0 },
      { day: today, messagesIn: 0, messagesOut: 0, charges: [] },
    ]);
  });

  it('two processes that share the work count the same', async () => {
    const other = await startService(infra, service);
    try {
      const tenant = v7();
      const days = [44, 43, 42, 41, 40].map(dayBefore);
      await Promise.all(
        Array.from({ length: 200 }, (_, n) => infra.publish(messageRecorded, tenant, message('inbound', `${days[n % 5]}T10:00:00.000Z`))),
      );
      await infra.settled('billing');
      const { body } = await call('GET', `/tenants/${tenant}/usage/daily?from=${days[0]}&to=${days[4]}`, asMember(infra, tenant));
      expect(body.items.map((day: Json) => day.messagesIn)).toEqual([40, 40, 40, 40, 40]);
    } finally {
      await other.close();
    }
  });

  it('shows the plan and what is left of it this month', async () => {
    await awayFromMidnight();
    const tenant = v7();
    await infra.publish(messageRecorded, tenant, message('inbound', new Date().toISOString()));
    await infra.publish(messageRecorded, tenant, message('outbound', new Date().toISOString()));
    await infra.publish(replyGenerated, tenant, reply('answer', 100, 20));
    await infra.publish(replyGenerated, tenant, reply('handoff', 50, 1));
    const tried = { responder: 'model', model: 'any', promptTokens: 7, completionTokens: 3, durationMs: 5 } as const;
    await infra.publish(answerTried, tenant, { requestId: v7(), answered: true, usage: tried });
    await infra.publish(answerTried, tenant, { requestId: v7(), answered: false, usage: tried });
    await infra.settled('billing');
    const path = `/billing/tenants/${tenant}/quota`;
    expect((await call('GET', path, asMember(infra, tenant))).body).toMatchObject({
      tenantId: tenant,
      plan: 'free',
      messages: { limit: 1_000, used: 1, remaining: 999 },
      aiReplies: { limit: 200, used: 2, remaining: 198 },
      limits: { outlets: 1 },
    });
    expect((await call('GET', `/tenants/${tenant}/usage/stats`, asMember(infra, tenant))).body).toMatchObject({
      promptTokens: 164,
      completionTokens: 27,
    });
    const change = { plan: 'enterprise' };
    expect((await call('PUT', `/billing/tenants/${tenant}/subscription`, asMember(infra, tenant), change)).status).toBe(403);
    expect((await call('PUT', `/billing/tenants/${tenant}/subscription`, asSuperadmin(infra), change)).status).toBe(204);
    expect((await call('GET', path, asSuperadmin(infra, tenant))).body).toMatchObject({
      plan: 'enterprise',
      messages: { limit: null, remaining: null },
    });
  });

  it('knows a priced message again as long as a report or a replay of it may come, and forgets it then', async () => {
    const tenant = v7();
    const ids = { young: v7({ msecs: Date.now() - 95 * DAY_MS }), old: v7({ msecs: Date.now() - 105 * DAY_MS }) };
    for (const [age, id] of [
      [95, ids.young],
      [105, ids.old],
    ] as const) {
      await infra.rows(
        `insert into billing.priced_messages (tenant_id, message_id, category, type, day) values ($1, $2, 'service', 'regular', current_date - $3::integer)`,
        [tenant, id, age],
      );
    }
    await running.app.get(ForgetPricedMessagesHandler).execute();
    expect(await infra.rows('select message_id as id from billing.priced_messages where tenant_id = $1', [tenant])).toEqual([
      { id: ids.young },
    ]);
  });

  it('another tenant’s figures are not there', async () => {
    const [a, b] = [v7(), v7()];
    for (const path of [`/billing/tenants/${a}/quota`, `/tenants/${a}/usage/stats`, `/tenants/${a}/usage/daily`]) {
      expect((await call('GET', path, asMember(infra, b))).status).toBe(404);
      expect((await call('GET', path, asApiKey(infra, a, ['messages:send']))).body.code).toBe('scope_missing');
    }
  });

  it.each(['from=2026-02-30', 'from=yesterday', 'from=2026-11-02&to=2026-11-01', 'from=2020-01-01&to=2026-01-01'])(
    'says what is wrong with %s',
    async (query) => {
      const tenant = v7();
      const { status: code, body } = await call('GET', `/tenants/${tenant}/usage/stats?${query}`, asMember(infra, tenant));
      expect({ code, body }).toMatchObject({ code: 400, body: { code: 'validation_failed', errors: [{ field: 'from' }] } });
    },
  );
});
