import { v7 } from 'uuid';
import { messageRecorded, ownerChanged, replyGenerated, statusChanged, type EventDefinition } from '#contracts';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, dayBefore, startInfrastructure, startService, type Infrastructure } from '#testing';
import { ForgetStagesHandler } from '../src/handlers/figures/forget-stages.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';

const DAY_MS = 24 * 60 * 60_000;

let infra: Infrastructure;
let running: RunningService;

type Json = Record<string, any>;
async function get(path: string, headers: Record<string, string>): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1/analytics${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Json };
}

const [DAY_BEFORE, DAY, DAY_AFTER] = [dayBefore(3), dayBefore(2), dayBefore(1)];
const at = (time: string): string => `${DAY}T${time}.000Z`;
const OUTLET = v7();
const OTHER_OUTLET = v7();

type Published = [event: EventDefinition, data: unknown, id: string];

function message(
  conversationId: string,
  seq: number,
  author: 'customer' | 'bot' | 'agent' | 'system',
  time: string,
  outletId = OUTLET,
): Published {
  const direction = author === 'customer' ? 'inbound' : 'outbound';
  const view = { id: v7(), seq, direction, author, type: 'text', status: 'received', at: at(time) };
  return [messageRecorded, { conversationId, outletId, contactId: v7(), message: view }, v7()];
}
const status = (messageId: string, value: string, time: string): Published => [
  statusChanged,
  { messageId, outletId: OUTLET, status: value, at: at(time) },
  v7(),
];
const handoff = (reason: string): Published => [
  ownerChanged,
  { conversationId: v7(), outletId: OUTLET, epoch: 2, state: 'pending', owner: 'none', previousOwner: 'bot', reason },
  v7(),
];
const closing = (): Published => [
  ownerChanged,
  { conversationId: v7(), outletId: OUTLET, epoch: 2, state: 'closed', owner: 'none', previousOwner: 'agent', reason: 'closed' },
  v7(),
];
const answer = (): Published => [
  replyGenerated,
  {
    conversationId: v7(),
    outletId: OUTLET,
    epoch: 1,
    outcome: { kind: 'answer', text: 'Yes.', citations: [] },
    usage: { responder: 'offline', model: 'offline', promptTokens: 0, completionTokens: 0, durationMs: 3 },
  },
  v7(),
];

/** The bot hands over: what becomes of it is told by the change of hands. */
const proposal = (): Published => {
  const [event, data, id] = answer();
  return [event, { ...(data as object), outcome: { kind: 'handoff', reason: 'no_answer' } }, id];
};

async function publish(tenantId: string, events: readonly Published[]): Promise<void> {
  for (const [event, data, id] of events) await infra.publish(event, tenantId, data, { id });
}
beforeAll(async () => {
  infra = await startInfrastructure({ modules: [migrations] });
  running = await startService(infra, service);
}, 60_000);

afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('analytics', () => {
  it('counts every event once, for its own tenant, whatever comes again and in whatever batches', async () => {
    const [a, b] = [v7(), v7()];
    const conversation = v7();
    const [first, second] = [v7(), v7()];
    const ofA = [
      message(conversation, 1, 'customer', '09:00:00'),
      message(conversation, 2, 'customer', '09:00:02'),
      message(conversation, 3, 'bot', '09:00:04'),
      message(conversation, 4, 'customer', '10:00:00', OTHER_OUTLET),
      message(conversation, 5, 'agent', '10:00:10', OTHER_OUTLET),
      status(first, 'accepted', '09:00:04'),
      status(first, 'read', '09:30:00'),
      status(first, 'read', '09:31:00'),
      status(second, 'sent', '09:00:05'),
      status(second, 'failed', '09:00:06'),
    ];
    const ofB = [message(v7(), 1, 'customer', '09:00:00'), status(v7(), 'delivered', '09:00:00')];
    await publish(a, ofA);
    await publish(b, ofB);
    await publish(a, ofA);
    await publish(b, ofB);
    await infra.settled('analytics');

    const path = `/overview?from=${DAY}&to=${DAY}`;
    expect((await get(path, asMember(infra, a, 'viewer'))).body).toMatchObject({
      from: DAY,
      to: DAY,
      messages: { in: 3, out: 2, bot: 1, agent: 1, api: 0 },
      automationRate: 1,
      delivery: { accepted: 2, sent: 2, delivered: 1, read: 1, failed: 1 },
      responseTime: { count: 2, averageMs: 7_000 },
    });
    expect((await get(`${path}&outletId=${OTHER_OUTLET}`, asApiKey(infra, a, ['analytics:read']))).body).toMatchObject({
      messages: { in: 1, out: 1, bot: 0, agent: 1 },
      delivery: { accepted: 0 },
      responseTime: { count: 1, averageMs: 10_000 },
    });
    expect((await get(path, asMember(infra, b))).body).toMatchObject({
      messages: { in: 1, out: 0 },
      delivery: { accepted: 1, sent: 1, delivered: 1, read: 0, failed: 0 },
      responseTime: { count: 0, averageMs: null },
    });
    expect((await get(path, asMember(infra, v7()))).body).toMatchObject({ messages: { in: 0, out: 0 }, delivery: { sent: 0 } });
  });

  it('shows handoffs by reason and the answers of the bot', async () => {
    const tenant = v7();
    await publish(tenant, [handoff('no_answer'), handoff('no_answer'), handoff('customer_asked'), answer()]);
    await infra.settled('analytics');
    expect((await get('/overview', asMember(infra, tenant))).body).toMatchObject({
      botAnswers: 1,
      handoffs: {
        total: 3,
        byReason: [
          { reason: 'no_answer', count: 2 },
          { reason: 'customer_asked', count: 1 },
        ],
      },
    });
  });

  it('counts nothing again that comes again later: messages, answers, handoffs, deliveries', async () => {
    const tenant = v7();
    const conversation = v7();
    const events = [
      message(conversation, 1, 'customer', '09:00:00'),
      message(conversation, 2, 'bot', '09:00:05'),
      status(v7(), 'read', '09:30:00'),
      handoff('no_answer'),
      closing(),
      answer(),
      proposal(),
    ];
    await publish(tenant, events);
    await infra.settled('analytics');
    const [ofDay, ofToday] = [`/overview?from=${DAY}&to=${DAY}`, '/overview'];
    const shown = async () => [await get(ofDay, asMember(infra, tenant)), await get(ofToday, asMember(infra, tenant))];
    const once = await shown();
    expect(once).toMatchObject([
      { body: { messages: { in: 1, out: 1 }, delivery: { accepted: 1, read: 1 }, responseTime: { count: 1, averageMs: 5_000 } } },
      { body: { botAnswers: 1, handoffs: { total: 1 }, conversationsClosed: 1 } },
    ]);
    for (const event of events) {
      await publish(tenant, [event]);
      await infra.settled('analytics');
    }
    expect(await shown()).toEqual(once);
  });

  it('adds what comes later to what was counted, and measures a response over several deliveries', async () => {
    const tenant = v7();
    const conversation = v7();
    for (const event of [
      message(conversation, 1, 'customer', '09:00:00'),
      message(conversation, 2, 'customer', '09:00:30'),
      message(conversation, 3, 'agent', '09:01:00'),
      message(conversation, 4, 'customer', '09:02:00'),
      message(conversation, 5, 'system', '09:02:01'),
      message(conversation, 6, 'bot', '09:02:10'),
    ]) {
      await publish(tenant, [event]);
      await infra.settled('analytics');
    }
    expect((await get(`/overview?from=${DAY}&to=${DAY}`, asMember(infra, tenant))).body).toMatchObject({
      messages: { in: 3, out: 3, bot: 1, agent: 1, api: 0, system: 1 },
      responseTime: { count: 2, averageMs: 35_000 },
    });
  });

  it('begins and ends its days in the time zone that is asked for', async () => {
    const tenant = v7();
    // Still the day before in Bogota, and the day after in Tokyo.
    await publish(tenant, [message(v7(), 1, 'customer', '02:30:00'), message(v7(), 1, 'customer', '23:30:00')]);
    await infra.settled('analytics');
    const received = async (zone: string, day: string) => {
      const { body } = await get(`/overview?from=${day}&to=${day}&timeZone=${zone}`, asMember(infra, tenant));
      return body.messages.in;
    };
    const days = [DAY_BEFORE, DAY, DAY_AFTER];
    expect(await Promise.all(days.map((day) => received('America/Bogota', day)))).toEqual([1, 1, 0]);
    expect(await Promise.all(days.map((day) => received('Asia/Tokyo', day)))).toEqual([0, 1, 1]);
    const series = async (interval: string) => {
      const query = `from=${DAY_BEFORE}&to=${DAY}&timeZone=America/Bogota&metric=messagesIn&interval=${interval}`;
      const { body } = await get(`/timeseries?${query}`, asMember(infra, tenant));
      return body.items.filter(({ value }: Json) => value > 0);
    };
    expect(await series('day')).toEqual([
      { at: `${DAY_BEFORE}T05:00:00.000Z`, value: 1 },
      { at: at('05:00:00'), value: 1 },
    ]);
    expect(await series('hour')).toEqual([
      { at: at('02:00:00'), value: 1 },
      { at: at('23:00:00'), value: 1 },
    ]);
    const refused = await get('/overview?timeZone=Mars/Olympus', asMember(infra, tenant));
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'timeZone' }] } });
  });

  it('does not count as answered automatically what was handed to a person', async () => {
    const tenant = v7();
    const conversation = v7();
    const now = new Date().toISOString();
    const today = (seq: number, author: 'customer' | 'bot' | 'system'): Published => {
      const [event, data, id] = message(conversation, seq, author, '00:00:00');
      const { message: view, ...rest } = data as { message: object };
      return [event, { ...rest, message: { ...view, at: now } }, id];
    };
    // One answer; then a question that the bot could not answer, the notice of which is not an answer.
    await publish(tenant, [today(1, 'customer'), today(2, 'bot'), today(3, 'customer'), handoff('no_answer'), today(4, 'system')]);
    await infra.settled('analytics');
    expect((await get('/overview', asMember(infra, tenant))).body).toMatchObject({
      messages: { out: 2, bot: 1, system: 1 },
      automationRate: 0.5,
    });
  });

  it('a series has every hour or day of its period', async () => {
    const tenant = v7();
    await publish(tenant, [message(v7(), 1, 'customer', '00:00:00'), message(v7(), 1, 'customer', '23:59:59')]);
    await infra.settled('analytics');
    const hours = await get(`/timeseries?metric=messagesIn&interval=hour&from=${DAY}&to=${DAY}`, asMember(infra, tenant));
    expect(hours.body.items).toHaveLength(24);
    expect(hours.body.items.filter((item: Json) => item.value > 0)).toEqual([
      { at: at('00:00:00'), value: 1 },
      { at: at('23:00:00'), value: 1 },
    ]);
    const days = await get(`/timeseries?metric=messagesIn&from=${DAY_BEFORE}&to=${DAY_AFTER}`, asMember(infra, tenant));
    expect(days.body).toMatchObject({ metric: 'messagesIn', interval: 'day' });
    expect(days.body.items.map((item: Json) => [item.at.slice(0, 10), item.value])).toEqual([
      [DAY_BEFORE, 0],
      [DAY, 2],
      [DAY_AFTER, 0],
    ]);
  });

  it('two processes that share the work count the same, without a deadlock', async () => {
    const other = await startService(infra, service);
    try {
      const tenant = v7();
      const conversations = Array.from({ length: 20 }, () => v7());
      const events = conversations.flatMap((id, n) =>
        Array.from({ length: 10 }, (_, k) => message(id, k + 1, k % 2 ? 'bot' : 'customer', `1${n % 5}:00:0${k}`)),
      );
      const statuses = Array.from({ length: 100 }, () => v7()).map((id) => status(id, 'delivered', '11:00:00'));
      await Promise.all([...events, ...statuses].map(([event, data, id]) => infra.publish(event, tenant, data, { id })));
      await infra.settled('analytics');
      expect((await get(`/overview?from=${DAY}&to=${DAY}`, asMember(infra, tenant))).body).toMatchObject({
        messages: { in: 100, out: 100, bot: 100 },
        delivery: { accepted: 100, sent: 100, delivered: 100 },
      });
    } finally {
      await other.close();
    }
  });

  it('knows a stage again as long as a report or a replay of it may come, and forgets it then', async () => {
    const tenant = v7();
    const ids = [v7({ msecs: Date.now() - 95 * DAY_MS }), v7({ msecs: Date.now() - 105 * DAY_MS })];
    await infra.rows(
      `insert into analytics.message_stages (tenant_id, message_id, stage, counted_at)
       select $1, id, 'sent', coalesce(uuid_extract_timestamp(id), now()) from unnest($2::uuid[]) id`,
      [tenant, ids],
    );
    await running.app.get(ForgetStagesHandler).execute();
    expect(await infra.rows('select message_id as id from analytics.message_stages where tenant_id = $1', [tenant])).toEqual([
      { id: ids[0] },
    ]);
  });

  it.each([
    ['/overview?from=2026-13-01', 'from'],
    ['/overview?outletId=mine', 'outletId'],
    ['/timeseries?metric=everything', 'metric'],
    ['/timeseries?metric=sent&interval=minute', 'interval'],
    ['/timeseries?metric=sent&interval=hour&from=2026-01-01&to=2026-03-01', 'from'],
  ])('says what is wrong with %s', async (path, field) => {
    const { status: code, body } = await get(path, asMember(infra, v7()));
    expect({ code, body }).toMatchObject({ code: 400, body: { code: 'validation_failed', errors: [{ field }] } });
  });
});
