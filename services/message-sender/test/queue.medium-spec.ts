import { v7 } from 'uuid';
import { eventually, startService } from '#testing';
import type { RunningService } from '#service-kit';
import { sendRequested, statusReceived } from '#contracts';
import { CLAIM } from '../src/persistence/queue/claim-statement.js';
import { RecordSendRequestHandler } from '../src/handlers/sending/record-send-request.handler.js';
import { RecordStatusesHandler } from '../src/handlers/statuses/record-statuses.handler.js';
import { service } from '../src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop(), 30_000);

interface Queued {
  outlet: Outlet;
  to?: string;
  text?: string;
  class?: string;
  template?: string;
}

/** Messages as they lie in the queue, in this order. */
async function queued(messages: readonly Queued[]): Promise<string[]> {
  const ids = messages.map(() => v7());
  const to = (message: Queued): string => message.to ?? '16505551234';
  await world.infra.rows(
    `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, next_attempt_at)
     select r.tenant, r.id, r.outlet, r.phone, r.lane, r.class, r.content, now() - interval '1 hour' + make_interval(secs => r.n::float8 / 1000)
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[]) with ordinality
       as r (tenant, id, outlet, phone, lane, class, content, n)`,
    [
      messages.map(({ outlet }) => outlet.tenantId),
      ids,
      messages.map(({ outlet }) => outlet.id),
      messages.map(to),
      messages.map((message) => `${message.outlet.id}:${to(message)}`),
      messages.map((message) => message.class ?? 'reply'),
      messages.map(({ template, text }) =>
        JSON.stringify(
          template
            ? { type: 'template', template: { name: template, language: 'en' } }
            : { type: 'text', text: { body: text ?? 'queued' } },
        ),
      ),
    ],
  );
  return ids;
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const stateOf = async (tenantId: string): Promise<Record<string, number>> => {
  const rows = await world.infra.rows<{ state: string; count: number }>(
    'select state, count(*)::int as count from message_sender.messages where tenant_id = $1 group by state',
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

describe('requests in batches', () => {
  let running: RunningService;
  let other: RunningService;
  beforeAll(async () => {
    // Nothing is dispatched: what is queued stays to be looked at.
    running = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: graph.url });
    other = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: graph.url });
  }, 60_000);
  afterAll(async () => {
    await running.close();
    await other.close();
  }, 30_000);

  const event = (outlet: Outlet, messageId: string, over: { text?: string; to?: string } = {}) => ({
    id: v7(),
    subject: sendRequested.subject,
    tenantId: outlet.tenantId,
    occurredAt: new Date().toISOString(),
    data: sendRequested.data.parse({
      messageId,
      conversationId: v7(),
      outletId: outlet.id,
      to: { phone: over.to ?? '+1 650 555 1234' },
      class: 'reply',
      content: { type: 'text', text: { body: over.text ?? 'hello' } },
    }),
  });

  it('queue each message once, however often it is in them and in whichever process they are', async () => {
    const outlet = await world.outlet();
    const ids = many(60, () => v7());
    const events = ids.map((id, n) => event(outlet, id, { to: `165055521${10 + n}` }));
    const batch = [...events, events[3]!, event(outlet, ids[5]!, { text: 'another event of the same message' })];
    const handlers = [running, other].map(({ app }) => app.get(RecordSendRequestHandler));
    await Promise.all([
      handlers[0]!.execute(outlet.tenantId, batch),
      handlers[1]!.execute(outlet.tenantId, batch.toReversed()),
      handlers[1]!.execute(outlet.tenantId, batch.slice(20)),
    ]);
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ accepted: 60 }));
    const posts = graph.of(outlet.phoneNumberId).map(({ body }) => body.biz_opaque_callback_data as string);
    expect(posts.toSorted()).toEqual(ids.toSorted());
    const receipts = await world.infra.rows('select 1 from message_sender.receipts_v1 where tenant_id = $1', [outlet.tenantId]);
    expect(receipts).toHaveLength(61);
  }, 30_000);

  it('are taken one by one when one of them cannot be stored', async () => {
    const outlet = await world.outlet();
    const good = await Promise.all(many(5, (n) => world.request(outlet, `good ${n}`, { to: `1650555100${n}` })));
    await world.request(outlet, 'a NUL, which no Postgres keeps: \0', { to: '16505551009' });
    good.push(await world.request(outlet, 'good too', { to: '16505551008' }));
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ accepted: 6 }));
    expect(graph.texts(outlet.phoneNumberId)).toHaveLength(6);
  }, 30_000);

  it('of statuses fold as one by one would, and are logged once', async () => {
    const outlet = await world.outlet();
    const ids = await Promise.all(many(30, (n) => world.request(outlet, `m ${n}`, { to: `165055520${10 + n}` })));
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ accepted: 30 }));
    const wamids = new Map(graph.of(outlet.phoneNumberId).map(({ body, wamid }) => [body.biz_opaque_callback_data as string, wamid]));
    const report = (id: string, status: string, second: number, byWamid = false) => ({
      id: v7(),
      subject: statusReceived.subject,
      tenantId: outlet.tenantId,
      occurredAt: new Date().toISOString(),
      data: statusReceived.data.parse({
        outletId: outlet.id,
        phoneNumberId: outlet.phoneNumberId,
        status: {
          wamid: wamids.get(id),
          status,
          timestamp: new Date(Date.now() + second * 1_000).toISOString(),
          recipient: {},
          ...(byWamid ? {} : { callbackData: id }),
        },
      }),
    });
    const events = ids.flatMap((id, n) => [report(id, 'delivered', 2), report(id, 'sent', 1, n % 3 === 0), report(id, 'sent', 1)]);
    const handlers = [running, other].map(({ app }) => app.get(RecordStatusesHandler));
    await Promise.all([
      handlers[0]!.execute(outlet.tenantId, events),
      handlers[1]!.execute(outlet.tenantId, events.toReversed()),
      handlers[1]!.execute(outlet.tenantId, events.slice(40)),
    ]);
    expect(await stateOf(outlet.tenantId)).toEqual({ delivered: 30 });
    const log = await world.infra.rows('select 1 from message_sender.status_log where tenant_id = $1', [outlet.tenantId]);
    expect(log).toHaveLength(60);
    for (const id of ids) {
      const told = await world.announced(id);
      expect(told[0]).toBe('accepted');
      expect(told.at(-1)).toBe('delivered');
      expect(new Set(told).size).toBe(told.length);
    }
  }, 30_000);

  it('write the states after the acceptance beside the message, and into no index', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'settled');
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ accepted: 1 }));
    const client = await world.infra.owner.connect();
    try {
      await client.query('begin');
      await client.query(`update message_sender.messages set state = 'sent', pricing = '{}', updated_at = now() where id = $1`, [id]);
      await client.query(`update message_sender.messages set state = 'delivered', updated_at = now() where id = $1`, [id]);
      const { rows } = await client.query(
        `select n_tup_upd::int as updates, n_tup_hot_upd::int as hot from pg_stat_xact_user_tables
         where schemaname = 'message_sender' and relname = 'messages'`,
      );
      expect(rows).toEqual([{ updates: 2, hot: 2 }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('a long queue', () => {
  afterEach(() => world.running.close(), 30_000);

  it('lets others pass who are behind more messages to one recipient than a claim looks at, and keeps their order', async () => {
    const outlet = await world.outlet();
    const flood = many(40, (n) => ({ outlet, to: '16505554001', text: `flood ${n}` }));
    await queued([
      ...flood,
      { outlet, to: '16505554002', text: 'other' },
      ...many(3, (n) => ({ outlet, to: '16505554003', text: `few ${n}` })),
    ]);
    await world.startService({ SEND_CONCURRENCY: '4' });
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ accepted: 44 }), { timeoutMs: 30_000 });
    const texts = graph.texts(outlet.phoneNumberId);
    expect(texts.filter((text) => text.startsWith('flood'))).toEqual(flood.map(({ text }) => text));
    expect(texts.filter((text) => text.startsWith('few'))).toEqual(['few 0', 'few 1', 'few 2']);
    expect(texts.indexOf('other')).toBeLessThan(30);
  }, 60_000);

  it('lets others pass whose queue is behind many that are held', async () => {
    const outlet = await world.outlet();
    const held = await Promise.all(many(80, () => world.outlet(outlet.tenantId)));
    const [last] = [...held, outlet].sort((a, b) => (a.id < b.id ? 1 : -1));
    const free = last!;
    const others = [...held, outlet].filter(({ id }) => id !== free.id);
    for (const { id } of others) {
      await world.infra.rows(
        `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice) values ($1, $2, 'number', $3, 'stop', '1', '', '')`,
        [outlet.tenantId, v7(), id],
      );
    }
    await queued([...others.map((each) => ({ outlet: each, class: 'otp' })), { outlet: free, class: 'broadcast', text: 'free' }]);
    await world.startService();
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ queued: 80, accepted: 1 }));
    expect(graph.texts(free.phoneNumberId)).toEqual(['free']);
  }, 30_000);

  it('lets other templates pass when one of its number is held', async () => {
    const outlet = await world.outlet();
    await world.infra.rows(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice) values ($1, $2, 'template', $3, 'stop', '132015', '', '')`,
      [outlet.tenantId, v7(), `${outlet.wabaId}:paused`],
    );
    const paused = many(200, (n) => ({ outlet, to: `1650555${5_000 + n}`, template: 'paused', class: 'broadcast' }));
    await queued([...paused, { outlet, to: '16505556000', template: 'fine', class: 'broadcast' }]);
    await world.startService();
    await eventually(async () => expect(await stateOf(outlet.tenantId)).toEqual({ queued: 200, accepted: 1 }));
  }, 30_000);
});

describe('a backlog of one tenant', () => {
  afterEach(() => world.running.close(), 30_000);

  /** Where in the order of what was sent messages of a number are. */
  const places = (from: number, outlet: Outlet): number[] =>
    graph.posts.slice(from).flatMap(({ phoneNumberId }, index) => (phoneNumberId === outlet.phoneNumberId ? [index] : []));

  it('delays no other, whatever its class and however many numbers and templates it has', async () => {
    const quiet = await world.outlet();
    const numbers = await Promise.all(many(4, () => world.outlet(quiet.tenantId.replace(/^........./, '00000000-'))));
    await queued(
      many(3_000, (n) => ({
        outlet: numbers[n % numbers.length]!,
        to: `1650556${1_000 + n}`,
        class: n % 2 ? 'otp' : 'reply',
        ...(n % 3 ? { template: `template_${n}` } : {}),
      })),
    );
    const [id] = await queued([{ outlet: quiet, class: 'broadcast', text: 'quiet' }]);
    const before = graph.posts.length;
    await world.startService({ SEND_CONCURRENCY: '8' });
    await eventually(async () => expect(await world.row(id!)).toMatchObject({ state: 'accepted' }), { timeoutMs: 20_000 });
    expect(places(before, quiet)[0]).toBeLessThan(100);
    await world.infra.rows(`update message_sender.messages set state = 'failed' where state = 'queued'`);
  }, 60_000);

  it('is sent in turns with that of another tenant, and within a tenant in turns of its numbers', async () => {
    const one = await world.outlet();
    const tenant = v7();
    const numbers = await Promise.all(many(10, () => world.outlet(tenant)));
    const messages = (outlet: Outlet, count: number): Queued[] => many(count, (n) => ({ outlet, to: `1650557${1_000 + n}` }));
    await queued(numbers.flatMap((outlet) => messages(outlet, 60)));
    await queued(messages(one, 60));
    const before = graph.posts.length;
    await world.startService({ SEND_CONCURRENCY: '8' });
    await eventually(async () => expect(await stateOf(one.tenantId)).toEqual({ accepted: 60 }), { timeoutMs: 30_000 });
    await eventually(async () => expect(await stateOf(tenant)).toEqual({ accepted: 600 }), { timeoutMs: 30_000 });
    expect(places(before, one).at(-1)).toBeLessThan(180);
    for (const outlet of numbers) expect(places(before, outlet)[9]).toBeLessThan(400);
  }, 90_000);
});

describe('a claim', () => {
  /** Blocks that the statement reads. What it does is undone. */
  async function blocks(limit: number): Promise<number> {
    const client = await world.infra.owner.connect();
    try {
      await client.query('begin');
      await client.query('set local plan_cache_mode = force_generic_plan');
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${CLAIM}`, [
        limit,
        null,
        null,
        null,
        null,
        0,
        '00000000-0000-0000-0000-000000000000',
        v7(),
      ]);
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
      return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  it('reads no more when hundreds of thousands of messages are queued, beside thousands of small tenants', async () => {
    await world.infra.rows(`update message_sender.messages set state = 'failed' where state in ('queued', 'sending', 'unknown')`);
    const fill = (tenants: number, messages: number, recipients: number) =>
      world.infra.rows(
        `with tenants as materialized (select uuidv7() as tenant, uuidv7() as outlet from generate_series(1, $1::integer)),
         outlets as (
           insert into tenant.outlets (tenant_id, id, phone_number_id, waba_id, access_token_sealed)
           select tenant, outlet, '1', 'waba', 'sealed' from tenants)
         insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content)
         select t.tenant, uuidv7(), t.outlet, '1' || (n % $3), t.outlet || ':1' || (n % $3), 'broadcast', '{"type":"text","text":{"body":"x"}}'
         from tenants t cross join generate_series(1, $2::integer) n`,
        [tenants, messages, recipients],
      );
    await fill(1, 200, 50);
    await fill(40, 10, 5);
    await world.infra.rows('analyze message_sender.messages');
    const few = await blocks(24);
    await fill(1, 200_000, 20_000);
    await fill(4_000, 10, 5);
    // Ten thousand to one recipient, before all others.
    await fill(1, 10_000, 1);
    await world.infra.rows('analyze message_sender.messages');
    const lots = await blocks(24);
    expect(few).toBeLessThan(6_000);
    expect(lots).toBeLessThan(few * 1.5 + 1_000);
  }, 120_000);
});
