import fc from 'fast-check';
import { v7 } from 'uuid';
import { contactErasureRequested, messageCancelled, messageSubmitted, sendingAudited } from '#contracts';
import { asMember, eventually, startService } from '#testing';
import { TellSubmitted } from '../src/handlers/queue/tell-submitted.step.js';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { service } from '../src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

const post = (outlet: Outlet, over: object = {}, headers: Record<string, string> = {}) =>
  world.call(
    'POST',
    '/messages',
    outlet.tenantId,
    { outletId: outlet.id, to: '+16505551234', type: 'text', text: 'later', ...over },
    headers,
  );
const cancel = (outlet: Outlet, id: string) => world.call('DELETE', `/messages/${id}`, outlet.tenantId);
/** Its time has come. */
const comes = (...ids: string[]) =>
  world.infra.rows(`update message_sender.messages set due_at = now() where id = any($1) and due_at is not null`, [ids]);
const reaches = (id: string, state: string) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs: 15_000 });
const told = async (outlet: Outlet) =>
  (await world.infra.outboxEvents(messageSubmitted, outlet.tenantId)).map(({ data }) => data.messageId);
const disable = (outlet: Outlet) => world.infra.rows(`update tenant.outlets set status = 'disabled' where id = $1`, [outlet.id]);
const enable = (outlet: Outlet) => world.infra.rows(`update tenant.outlets set status = 'active' where id = $1`, [outlet.id]);

describe('a message that is scheduled', () => {
  it('leaves at its time, not before, and stands in its conversation from then on', async () => {
    const outlet = await world.outlet();
    const sendAt = inMs(1_500);
    const { status, body } = await post(outlet, { sendAt });
    expect({ status, body }).toEqual({ status: 202, body: { id: expect.any(String), status: 'scheduled', sendAt } });
    let leftAt = 0;
    graph.script(outlet.phoneNumberId, async () => void (leftAt = Date.now()));
    expect((await world.call('GET', `/messages/${body.id}`, outlet.tenantId)).body).toMatchObject({
      status: 'scheduled',
      sendAt,
      attempts: 0,
    });
    expect(await told(outlet)).toEqual([]);
    await reaches(body.id, 'accepted');
    expect(leftAt).toBeGreaterThanOrEqual(Date.parse(sendAt));
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['later']);
    expect(await told(outlet)).toEqual([body.id]);
    expect((await world.call('GET', `/messages/${body.id}`, outlet.tenantId)).body).toMatchObject({ status: 'accepted', sendAt });
  });

  it('leaves by the clock of the contact, of the country of their number, or of the company', async () => {
    const outlet = await world.outlet();
    await world.infra.rows(`insert into tenant.tenants (id, time_zone) values ($1, 'Asia/Tokyo')`, [outlet.tenantId]);
    await world.infra.rows(`insert into conversation.contacts (tenant_id, id, phone, attributes) values ($1, $2, '4915112345678', $3)`, [
      outlet.tenantId,
      v7(),
      { timeZone: 'Asia/Kathmandu' },
    ]);
    await world.infra.rows(`insert into conversation.contacts (tenant_id, id, phone, attributes) values ($1, $2, '16505551111', $3)`, [
      outlet.tenantId,
      v7(),
      { timeZone: 'of the moon' },
    ]);
    // None of these zones ever changes its clock.
    for (const [to, hours] of [
      ['+4915112345678', 5.75],
      ['+51987111000', -5],
      ['+16505550000', 9],
      ['+16505551111', 9],
      ['US.13491208655302741918', 9],
    ] as const) {
      const { status, body } = await post(outlet, { to, sendAt: { localTime: '09:00' } });
      expect({ to, status }).toEqual({ to, status: 202 });
      const at = Date.parse(body.sendAt);
      expect(new Date(at + hours * HOUR).toISOString().slice(11)).toBe('09:00:00.000Z');
      expect(at > Date.now() - 10_000 && at <= Date.now() + DAY).toBe(true);
    }
  });

  it('is refused for a time that is past, too far away, or none, and then nothing is kept', async () => {
    const outlet = await world.outlet();
    for (const sendAt of [inMs(-120_000), inMs(91 * DAY)]) {
      expect(await post(outlet, { sendAt })).toMatchObject({
        status: 422,
        body: { code: 'send_at_out_of_range', errors: [{ field: 'sendAt' }] },
      });
    }
    expect(await post(outlet, { sendAt: 'soon', to: 'nobody' })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ field: 'to' }, { field: 'sendAt' }] },
    });
    expect(await post(outlet, { sendAt: { localTime: '25:00' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'sendAt.localTime' }] },
    });
    expect((await world.call('GET', '/messages', outlet.tenantId)).body.items).toEqual([]);
    // A clock that is slow, or a request that took its time, schedules for now.
    const { status, body } = await post(outlet, { sendAt: inMs(-20_000) });
    expect(status).toBe(202);
    await reaches(body.id, 'accepted');
  });

  it('is the same message under the same idempotency key: before, after it was cancelled, and after its time', async () => {
    const outlet = await world.outlet();
    const key = { 'idempotency-key': 'reminder-1' };
    const request = { sendAt: inMs(HOUR) };
    const first = await post(outlet, request, key);
    expect(await post(outlet, request, key)).toEqual(first);
    expect((await cancel(outlet, first.body.id)).status).toBe(204);
    expect(await post(outlet, request, key)).toEqual(first);
    await world.infra.rows(`update message_sender.messages set send_at = now() - interval '1 hour' where id = $1`, [first.body.id]);
    expect(await post(outlet, request, key)).toMatchObject({ status: 202, body: { id: first.body.id, status: 'scheduled' } });
    expect(await post(outlet, { sendAt: inMs(2 * HOUR) }, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect((await world.call('GET', '/messages', outlet.tenantId)).body.items).toHaveLength(1);
  });

  it('holds back nobody while it waits, and takes its place before later ones when it is due', async () => {
    const outlet = await world.outlet();
    const { body } = await post(outlet, { sendAt: inMs(HOUR), text: 'scheduled' });
    const next = await post(outlet, { text: 'at once' });
    await reaches(next.body.id, 'accepted');
    await disable(outlet);
    const behind = await world.request(outlet, 'behind');
    await eventually(async () => expect(await world.row(behind)).toMatchObject({ state: 'queued' }));
    await comes(body.id);
    await reaches(body.id, 'queued');
    await enable(outlet);
    await reaches(behind, 'accepted');
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['at once', 'scheduled', 'behind']);
  });

  it('that is a promotion does not go to who has refused them by then', async () => {
    const outlet = await world.outlet();
    const components = [{ type: 'BODY', text: 'Hello.' }];
    graph.templates.add(outlet.wabaId, { name: 'sale', category: 'MARKETING', components });
    await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
    const { body } = await post(outlet, {
      type: 'template',
      text: undefined,
      template: { name: 'sale', language: 'en_US' },
      sendAt: inMs(HOUR),
    });
    await world.infra.rows(
      `insert into conversation.contacts (tenant_id, id, phone, marketing_consent) values ($1, $2, '16505551234', 'denied')`,
      [outlet.tenantId, v7()],
    );
    await comes(body.id);
    await reaches(body.id, 'failed');
    expect(await world.row(body.id)).toMatchObject({ errors: [{ code: 131_050 }] });
    expect(graph.of(outlet.phoneNumberId)).toEqual([]);
  });

  it('leaves once, and is told once, with two processes and a failure on the way', async () => {
    const outlets = [await world.outlet(), await world.outlet(), await world.outlet()];
    const ids = new Map<Outlet, string[]>();
    for (const outlet of outlets) {
      await world.infra.rows(
        `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, state, send_at, due_at)
         select $1, uuidv7(), $2::uuid, p, $2::uuid || ':' || p, 'reply', jsonb_build_object('type', 'text', 'text', p), 'scheduled', at, at
         from generate_series(1, 250) n cross join lateral (select (16505000000 + n)::text as p, now() + interval '1 hour' as at) one`,
        [outlet.tenantId, outlet.id],
      );
      const rows = await world.infra.rows<{ id: string }>(`select id from message_sender.messages where outlet_id = $1`, [outlet.id]);
      ids.set(
        outlet,
        rows.map(({ id }) => id),
      );
    }
    const tell = world.running.app.get(TellSubmitted);
    const append = tell.append.bind(tell);
    let isBroken = true;
    tell.append = (tx, message) => {
      // Within the transaction that has put it into the queue.
      if (isBroken && message.outletId === outlets[0]!.id) throw new Error('a fault of this process');
      append(tx, message);
    };
    const other = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: graph.url, GRAPH_TIMEOUT_MS: '1000' });
    try {
      await comes(...[...ids.values()].flat());
      await eventually(
        async () => {
          expect((await told(outlets[1]!)).length).toBe(250);
          isBroken = false;
          for (const outlet of outlets) {
            expect((await told(outlet)).toSorted()).toEqual(ids.get(outlet)!.toSorted());
            expect(graph.texts(outlet.phoneNumberId).toSorted()).toHaveLength(250);
            expect(new Set(graph.texts(outlet.phoneNumberId)).size).toBe(250);
          }
        },
        { timeoutMs: 40_000 },
      );
    } finally {
      tell.append = append;
      await other.close();
    }
  }, 60_000);

  it('is kept by retention until it has left, and goes with the customer who is forgotten', async () => {
    const outlet = await world.outlet();
    const { body: kept } = await post(outlet, { sendAt: inMs(HOUR), to: '+16505550001' });
    const { body: gone } = await post(outlet, { sendAt: inMs(HOUR), to: '+16505550002' });
    await world.infra.rows(`insert into conversation.retention (tenant_id, messages_days) values ($1, 30)`, [outlet.tenantId]);
    const [aged] = await world.infra.rows<{ id: string }>(
      `update message_sender.messages set id = uuidv7(interval '-40 days'), created_at = now() - interval '40 days' where id = $1 returning id`,
      [kept.id],
    );
    await world.running.app.get(ApplyRetentionHandler).execute();
    await comes(aged!.id);
    await reaches(aged!.id, 'accepted');
    // It is as old as the time at which it left.
    await world.infra.rows(`update message_sender.messages set send_at = now() - interval '29 days' where id = $1`, [aged!.id]);
    await world.running.app.get(ApplyRetentionHandler).execute();
    expect(await world.row(aged!.id)).toMatchObject({ state: 'accepted' });
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      contactIds: [v7()],
      conversationIds: [],
      phones: ['16505550002'],
      userIds: [],
    } as never);
    await eventually(async () => {
      expect(await world.infra.rows('select from message_sender.messages where id = $1', [gone.id])).toEqual([]);
    });
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
  });
});

describe('DELETE /messages/{id}', () => {
  it('takes back what waits for its time or in the queue: it never leaves, and that is told', async () => {
    const outlet = await world.outlet();
    const { body: scheduled } = await post(outlet, { sendAt: inMs(HOUR) });
    await disable(outlet);
    const queued = await world.request(outlet, 'of an agent');
    await eventually(async () => expect(await world.row(queued)).toMatchObject({ state: 'queued' }));
    for (const id of [scheduled.id, queued, queued]) expect((await cancel(outlet, id)).status).toBe(204);
    await enable(outlet);
    const last = await world.request(outlet, 'last');
    await reaches(last, 'accepted');
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['last']);
    expect((await world.call('GET', `/messages/${scheduled.id}`, outlet.tenantId)).body).toMatchObject({ status: 'cancelled' });
    const [stored] = await world.infra.rows<{ conversation_id: string }>(
      'select conversation_id from message_sender.messages where id = $1',
      [queued],
    );
    expect((await world.infra.outboxEvents(messageCancelled, outlet.tenantId)).map(({ data }) => data)).toMatchObject([
      { messageId: scheduled.id, outletId: outlet.id, wasScheduled: true },
      { messageId: queued, outletId: outlet.id, wasScheduled: false, conversationId: stored!.conversation_id },
    ]);
    expect((await world.infra.outboxEvents(sendingAudited, outlet.tenantId)).map(({ data }) => data)).toMatchObject([
      {
        action: 'message.cancelled',
        targetType: 'message',
        targetId: scheduled.id,
        before: { status: 'scheduled' },
        after: { status: 'cancelled' },
      },
      { action: 'message.cancelled', targetId: queued, before: { status: 'queued' } },
    ]);
  });

  it('is refused for what has left, and finds nothing of another company', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    const { body: sent } = await post(outlet);
    await reaches(sent.id, 'accepted');
    expect(await cancel(outlet, sent.id)).toMatchObject({ status: 409, body: { code: 'message_left' } });
    const { body: scheduled } = await post(outlet, { sendAt: inMs(HOUR) });
    expect((await cancel(other, scheduled.id)).status).toBe(404);
    expect((await cancel(outlet, v7())).status).toBe(404);
    const asViewer = asMember(world.infra, outlet.tenantId, 'viewer');
    expect((await world.call('DELETE', `/messages/${scheduled.id}`, outlet.tenantId, undefined, asViewer)).status).toBe(403);
    expect(await world.row(scheduled.id)).toMatchObject({ state: 'scheduled' });
  });

  it('frees the lane: what waited behind the message leaves', async () => {
    const outlet = await world.outlet();
    await disable(outlet);
    const [first, second] = [await world.request(outlet, 'first'), await world.request(outlet, 'second')];
    await eventually(async () => expect(await world.row(second)).toMatchObject({ state: 'queued' }));
    // The second one was put aside for the first, which waits for a time of its own.
    await world.infra.rows(`update message_sender.messages set next_attempt_at = now() + interval '1 hour' where id = any($1)`, [
      [first, second],
    ]);
    await enable(outlet);
    expect((await cancel(outlet, first)).status).toBe(204);
    await reaches(second, 'accepted');
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['second']);
  });

  it('and the claim of a message never both win, whenever they meet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ isScheduled: fc.boolean(), afterMs: fc.nat(60) }), { minLength: 6, maxLength: 24 }),
        async (messages) => {
          const outlet = await world.outlet();
          await disable(outlet);
          const ids = await Promise.all(
            messages.map(async ({ isScheduled }, n) => {
              const to = `1650556${String(n).padStart(4, '0')}`;
              const id = await world.request(outlet, `m${n}`, { to });
              await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'queued' }));
              if (isScheduled) {
                await world.infra.rows(
                  `update message_sender.messages set state = 'scheduled', due_at = now() + interval '1 hour' where id = $1`,
                  [id],
                );
              }
              return id;
            }),
          );
          await Promise.all([enable(outlet), comes(...ids)]);
          const answers = await Promise.all(
            messages.map(async ({ afterMs }, n) => {
              const until = Date.now() + afterMs;
              while (Date.now() < until) await new Promise(setImmediate);
              return (await cancel(outlet, ids[n]!)).status;
            }),
          );
          await eventually(async () => {
            const states = await Promise.all(ids.map(async (id) => (await world.row(id)).state));
            expect(states).toEqual(answers.map((status) => (status === 204 ? 'cancelled' : 'accepted')));
          });
          const left = graph.texts(outlet.phoneNumberId).toSorted();
          expect(left).toEqual(ids.flatMap((_, n) => (answers[n] === 409 ? [`m${n}`] : [])).toSorted());
        },
      ),
      { numRuns: 6 },
    );
  }, 90_000);
});
