import { v7 } from 'uuid';
import { contactErasureRequested, messageSubmitted, sendingAudited } from '#contracts';
import { asMember, eventually } from '#testing';
import { EraseContactHandler } from '../src/handlers/privacy/erase-contact.handler.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** Permanent: not a WhatsApp number. */
const UNDELIVERABLE = 131_026;
const HOUR = 3_600_000;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

const reaches = (id: string, state: string) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs: 15_000 });
const post = async (outlet: Outlet, over: object = {}): Promise<string> => {
  const message = { outletId: outlet.id, to: '+16505551234', type: 'text', text: 'hello', ...over };
  return (await world.call('POST', '/messages', outlet.tenantId, message)).body.id;
};
const fails = async (outlet: Outlet, over: object = {}): Promise<string> => {
  graph.script(outlet.phoneNumberId, UNDELIVERABLE);
  const id = await post(outlet, over);
  await reaches(id, 'failed');
  return id;
};
const retry = (outlet: Outlet, id: string, headers: Record<string, string> = {}) =>
  world.call('POST', `/messages/${id}/retry`, outlet.tenantId, undefined, headers);
const list = async (outlet: Outlet, query: string): Promise<string[]> => {
  const { status, body } = await world.call('GET', `/messages?${query}`, outlet.tenantId);
  expect({ query, status }).toEqual({ query, status: 200 });
  return body.items.map(({ id }: { id: string }) => id);
};

describe('POST /messages/{id}/retry', () => {
  it('of a customer whom the conversations have forgotten meanwhile: the new message goes with the old one, whoever asked when', async () => {
    const outlet = await world.outlet();
    const failed = await fails(outlet, { text: 'of before' });
    const other = await fails(outlet, { to: '+16505559999' });
    const erasedAt = await world.infra.rows<{ now: string }>('select now()');
    graph.script(outlet.phoneNumberId, UNDELIVERABLE);
    const { body } = await retry(outlet, failed);
    await reaches(body.id, 'failed');
    // What is sent again says in place of what, so that the conversations know that it is of before.
    const told = await world.infra.outboxEvents(messageSubmitted, outlet.tenantId);
    expect(told.map(({ data }) => [data.messageId, data.retryOf])).toEqual(
      expect.arrayContaining([
        [failed, undefined],
        [body.id, failed],
      ]),
    );
    // And once more.
    const { body: again } = await retry(outlet, body.id);
    const later = await post(outlet, { text: 'to who has the number now' });
    const names = { erasureId: v7(), contactIds: [v7()], conversationIds: [], phones: ['16505551234'], userIds: [] };
    const occurredAt = new Date(erasedAt[0]!.now).toISOString();
    const { subject } = contactErasureRequested;
    await world.running.app.get(EraseContactHandler).execute({ id: v7(), subject, tenantId: outlet.tenantId, occurredAt, data: names });
    expect(again.id).not.toBe(body.id);
    const left = await world.infra.rows<{ id: string }>('select id from message_sender.messages where tenant_id = $1', [outlet.tenantId]);
    expect(left.map(({ id }) => id).toSorted()).toEqual([other, later].toSorted());
  });

  it('sends what failed again, once, as a new message that says so, however many ask', async () => {
    const outlet = await world.outlet();
    const failed = await fails(outlet, { class: 'reminder', contextWamid: 'wamid.asked', text: 'again' });
    const [listed] = (await world.call('GET', '/messages?status=failed', outlet.tenantId)).body.items;
    expect(listed).toMatchObject({ id: failed, errors: [{ code: UNDELIVERABLE, title: expect.any(String), advice: expect.any(String) }] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => retry(outlet, failed)));
    answers.push(await retry(outlet, failed));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, id: body.id }))).size).toBe(1);
    // Whoever asks later is told how far it is.
    const { status, body } = answers.find((answer) => answer.body.status === 'queued')!;
    expect({ status, body }).toEqual({ status: 202, body: { id: expect.any(String), status: 'queued' } });
    await reaches(body.id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toMatchObject([
      { body: { text: { body: 'again' }, biz_opaque_callback_data: failed } },
      { body: { text: { body: 'again' }, biz_opaque_callback_data: body.id, context: { message_id: 'wamid.asked' }, to: '+16505551234' } },
    ]);
    expect((await world.call('GET', `/messages/${body.id}`, outlet.tenantId)).body).toMatchObject({
      retryOf: failed,
      class: 'reminder',
      contextWamid: 'wamid.asked',
    });
    expect(await world.row(failed)).toMatchObject({ state: 'failed' });
    const told = (await world.infra.outboxEvents(messageSubmitted, outlet.tenantId)).map(({ data }) => data.messageId);
    expect(told).toEqual([failed, body.id]);
    expect((await world.infra.outboxEvents(sendingAudited, outlet.tenantId)).map(({ data }) => data)).toMatchObject([
      { action: 'message.retried', targetType: 'message', targetId: failed, after: { messageId: body.id } },
    ]);
  });

  it('is refused where nothing has failed, and finds nothing of another company', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    const sent = await post(outlet);
    await reaches(sent, 'accepted');
    const scheduled = await post(outlet, { sendAt: inMs(HOUR) });
    for (const id of [sent, scheduled]) {
      expect(await retry(outlet, id)).toMatchObject({ status: 409, body: { code: 'message_not_failed' } });
    }
    expect((await retry(outlet, v7())).status).toBe(404);
    const failed = await fails(outlet, { to: '+16505550001' });
    expect((await retry(other, failed)).status).toBe(404);
    expect((await retry(outlet, failed, asMember(world.infra, outlet.tenantId, 'viewer'))).status).toBe(403);
    // It reached the customer after all.
    const { wamid } = await world.row(sent);
    for (const status of ['failed', 'delivered']) await world.report(outlet, { wamid: wamid!, status, callbackData: sent });
    await reaches(sent, 'delivered');
    expect(await retry(outlet, sent)).toMatchObject({ status: 409, body: { code: 'message_not_failed' } });
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(2);
  });

  it('is checked like any other message: a promotion does not go to who has refused them since', async () => {
    const outlet = await world.outlet();
    graph.templates.add(outlet.wabaId, { name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hello.' }] });
    await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
    const failed = await fails(outlet, { type: 'template', text: undefined, template: { name: 'sale', language: 'en_US' } });
    await world.infra.rows(
      `insert into conversation.contacts (tenant_id, id, phone, marketing_consent) values ($1, $2, '16505551234', 'denied')`,
      [outlet.tenantId, v7()],
    );
    expect(await retry(outlet, failed)).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    await world.infra.rows(`update conversation.contacts set marketing_consent = 'granted' where tenant_id = $1`, [outlet.tenantId]);
    const { body } = await retry(outlet, failed);
    await reaches(body.id, 'accepted');
  });

  it('asked once more tells how it went with the new message: that it failed, or was taken back', async () => {
    const outlet = await world.outlet();
    const failed = await fails(outlet);
    graph.script(outlet.phoneNumberId, UNDELIVERABLE);
    const { body } = await retry(outlet, failed);
    await reaches(body.id, 'failed');
    expect(await retry(outlet, failed)).toMatchObject({ status: 202, body: { id: body.id, status: 'failed' } });
    const again = await retry(outlet, body.id);
    await reaches(again.body.id, 'accepted');
    expect(await retry(outlet, body.id)).toMatchObject({ status: 202, body: { id: again.body.id, status: 'accepted' } });
  });

  it('of a message into a group is left to the conversation of the group', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, UNDELIVERABLE);
    const failed = await world.request(outlet, 'to all', { groupId: 'group-1' });
    await reaches(failed, 'failed');
    expect(await retry(outlet, failed)).toMatchObject({ status: 409, body: { code: 'message_of_group' } });
  });
});

it('a message keeps its place behind others of its recipient, though its outlet was written in capitals', async () => {
  const outlet = await world.outlet();
  const lanes = new Set<string>();
  for (const outletId of [outlet.id, outlet.id.toUpperCase()]) {
    const [row] = await world.infra.rows<{ lane: string }>('select lane from message_sender.messages where id = $1', [
      await post(outlet, { outletId }),
    ]);
    lanes.add(row!.lane);
  }
  expect(lanes).toEqual(new Set([`${outlet.id}:16505551234`]));
});

describe('GET /messages', () => {
  it('finds messages by class, recipient, number, status and the time they were made', async () => {
    const outlet = await world.outlet();
    const sibling = await world.outlet(outlet.tenantId);
    const brazil = await post(outlet, { to: '+5511987654321', class: 'otp' });
    await reaches(brazil, 'accepted');
    const between = inMs(0);
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(between)));
    const failed = await fails(outlet, { class: 'broadcast' });
    const byUserId = await post(sibling, { to: 'US.13491208655302741918', class: 'broadcast' });
    await reaches(byUserId, 'accepted');
    const failedToo = await fails(sibling, { to: '+16505550002' });

    expect(await list(outlet, '')).toEqual([failedToo, byUserId, failed, brazil]);
    expect(await list(outlet, 'class=broadcast')).toEqual([byUserId, failed]);
    expect(await list(outlet, `to=${encodeURIComponent('+55 11 98765-4321')}`)).toEqual([brazil]);
    // The same account under its other spelling.
    expect(await list(outlet, 'to=551187654321')).toEqual([brazil]);
    expect(await list(outlet, 'to=US.13491208655302741918')).toEqual([byUserId]);
    expect(await list(outlet, 'status=failed')).toEqual([failedToo, failed]);
    expect(await list(outlet, `status=failed&outletId=${outlet.id}&class=broadcast`)).toEqual([failed]);
    expect(await list(outlet, `outletId=${sibling.id}&status=accepted`)).toEqual([byUserId]);
    expect(await list(outlet, `from=${between}`)).toEqual([failedToo, byUserId, failed]);
    expect(await list(outlet, `until=${between}`)).toEqual([brazil]);
    expect(await list(outlet, `until=${between}&status=accepted`)).toEqual([brazil]);
    expect(await list(outlet, `from=${inMs(24 * HOUR).slice(0, 10)}`)).toEqual([]);
    expect(await list(outlet, `from=${between}&status=failed&limit=1`)).toEqual([failedToo]);
    const other = await world.outlet();
    expect(await list(other, 'status=failed')).toEqual([]);
    for (const query of [
      'to=nobody',
      'from=yesterday',
      'until=2026-02-30T25:00:00Z',
      'from=2026-02-30',
      'until=2025-02-29T10:00:00Z',
      'from=0000-01-01',
      'from=2026-11-20T09:00:00',
      'class=urgent',
      'scheduled=maybe',
    ]) {
      expect(await world.call('GET', `/messages?${query}`, outlet.tenantId)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed', errors: [{ field: query.split('=')[0] }] },
      });
    }
  }, 60_000);

  it('shows what waits for its time, the next first, page by page', async () => {
    const outlet = await world.outlet();
    const [third, first, second] = [
      await post(outlet, { sendAt: inMs(3 * HOUR) }),
      await post(outlet, { sendAt: inMs(HOUR), class: 'drip' }),
      await post(outlet, { sendAt: inMs(2 * HOUR), to: '+16505550002' }),
    ];
    await reaches(await post(outlet), 'accepted');
    expect(await list(outlet, 'scheduled=true')).toEqual([first, second, third]);
    expect(await list(outlet, 'status=scheduled')).toEqual([first, second, third]);
    expect(await list(outlet, 'scheduled=true&class=drip')).toEqual([first]);
    expect(await list(outlet, 'scheduled=true&to=16505550002')).toEqual([second]);
    expect(await list(outlet, 'scheduled=true&status=failed')).toEqual([]);
    const page = (await world.call('GET', '/messages?scheduled=true&limit=2', outlet.tenantId)).body;
    expect(page.items.map(({ id }: { id: string }) => id)).toEqual([first, second]);
    expect(await list(outlet, `scheduled=true&limit=2&cursor=${page.nextCursor}`)).toEqual([third]);
    expect(await list(outlet, `status=scheduled&limit=2&cursor=${page.nextCursor}`)).toEqual([third]);
    const [noDay, noYear] = ['2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z'];
    for (const keys of [[first], ['x', first], [inMs(0), 'x'], [noDay, first], [noYear, first]]) {
      const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url');
      expect(await world.call('GET', `/messages?scheduled=true&cursor=${cursor}`, outlet.tenantId)).toMatchObject({
        status: 400,
        body: { code: 'invalid_cursor' },
      });
    }
    await world.call('DELETE', `/messages/${first}`, outlet.tenantId);
    expect(await list(outlet, 'scheduled=true')).toEqual([second, third]);
    expect(await list(outlet, 'status=cancelled')).toEqual([first]);
  });

  it('looks at so many messages a page and says where to go on, in either order', async () => {
    const outlet = await world.outlet();
    // Other recipients than the one that is looked for, all of one second.
    const fill = (state: string, dueAt: string | null) =>
      world.infra.rows(
        `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, state, send_at, due_at)
         select $1, uuidv7(), $2::uuid, p, $2::uuid || ':' || p, 'reply', '{"type":"text","text":"x"}', $3, $4, $4
         from generate_series(1, 1001) n cross join lateral (select (16507000000 + n)::text as p) one`,
        [outlet.tenantId, outlet.id, state, dueAt],
      );
    const oldest = await post(outlet, { to: '+16505559999' });
    await reaches(oldest, 'accepted');
    await fill('read', null);
    await fill('scheduled', inMs(HOUR));
    const last = await post(outlet, { to: '+16505559999', sendAt: inMs(2 * HOUR) });
    for (const [query, wanted] of [
      ['to=16505559999&status=accepted', oldest],
      ['to=16505559999&scheduled=true', last],
    ] as const) {
      let [cursor, pages]: [string | null, number] = ['', 0];
      let found: string[] = [];
      while (cursor !== null && found.length === 0) {
        const { body } = await world.call('GET', `/messages?${query}${cursor && `&cursor=${cursor}`}`, outlet.tenantId);
        found = body.items.map(({ id }: { id: string }) => id);
        cursor = body.nextCursor;
        pages++;
      }
      expect({ query, found }).toEqual({ query, found: [wanted] });
      expect(pages).toBeGreaterThan(1);
    }
  });
});
