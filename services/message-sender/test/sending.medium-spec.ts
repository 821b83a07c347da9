import { v7 } from 'uuid';
import { statusChanged } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const reaches = (id: string, state: string, timeoutMs = 10_000) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs });

describe('sending', () => {
  it('sends a requested message once and tells that it was accepted', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'hello');
    await reaches(id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toMatchObject([
      { token: 'token-1', body: { to: '+16505551234', type: 'text', text: { body: 'hello' }, biz_opaque_callback_data: id } },
    ]);
    const events = await eventually(async () => {
      const found = (await world.infra.events(statusChanged)).filter((event) => event.data.messageId === id);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(events[0]).toMatchObject({
      tenantId: outlet.tenantId,
      data: { status: 'accepted', outletId: outlet.id, wamid: graph.of(outlet.phoneNumberId)[0]!.wamid },
    });
  });

  it('tells what WhatsApp calls the account of a number that has another spelling: by its answer, or by a status where the answer is lost', async () => {
    const outlet = await world.outlet();
    graph.accounts.set('+5511981234567', '551181234567');
    const told = async (id: string) =>
      (await world.infra.events(statusChanged))
        .filter(({ data }) => data.messageId === id)
        .map(({ data }) => [data.status, data.recipient]);
    const differs = await world.request(outlet, 'differs', { to: '5511981234567' });
    const same = await world.request(outlet, 'same', { to: '5511987654321' });
    const plain = await world.request(outlet, 'plain', { to: '51987111000' });
    await eventually(async () => {
      expect(await told(differs)).toEqual([['accepted', { phone: '5511981234567', waId: '551181234567' }]]);
      expect(await told(same)).toEqual([['accepted', { phone: '5511987654321', waId: '5511987654321' }]]);
      expect(await told(plain)).toEqual([['accepted', undefined]]);
    });
    graph.script(outlet.phoneNumberId, 'drop');
    const lost = await world.request(outlet, 'lost', { to: '5511981234567' });
    await reaches(lost, 'unknown');
    await world.report(outlet, { wamid: 'wamid.lost', status: 'sent', callbackData: lost, recipient: { phone: '551181234567' } });
    await eventually(async () =>
      expect(await told(lost)).toEqual([
        ['unknown', undefined],
        ['sent', { phone: '5511981234567', waId: '551181234567' }],
      ]),
    );
  });

  it('sends once when the same request arrives twice, as the same event or as another', async () => {
    const outlet = await world.outlet();
    const [messageId, eventId] = [v7(), v7()];
    await world.request(outlet, 'once', { messageId, eventId });
    await world.request(outlet, 'once', { messageId, eventId });
    await world.request(outlet, 'once', { messageId });
    const after = await world.request(outlet, 'after');
    await reaches(after, 'accepted');
    await eventually(async () => {
      const receipts = await world.infra.rows('select 1 from message_sender.receipts_v1 where tenant_id = $1', [outlet.tenantId]);
      expect(receipts).toHaveLength(3);
    });
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['once', 'after']);
  });

  it('keeps the order of a recipient while its first message is retried', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 131000);
    const ids = [];
    for (const text of ['first', 'second', 'third']) ids.push(await world.request(outlet, text));
    for (const id of ids) await reaches(id, 'accepted');
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['first', 'first', 'second', 'third']);
    expect(await world.row(ids[0]!)).toMatchObject({ claim: 2, refusals: 1, errors: [] });
  }, 20_000);

  it('settles a message whose answer was lost by its status, and never sends it again', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 'drop');
    const id = await world.request(outlet, 'lost answer');
    await reaches(id, 'unknown');
    const [post] = graph.of(outlet.phoneNumberId);
    await world.report(outlet, { wamid: post!.wamid, status: 'sent', callbackData: id });
    await world.report(outlet, { wamid: post!.wamid, status: 'delivered', callbackData: id });
    await reaches(id, 'delivered');
    expect(await world.row(id)).toMatchObject({ wamid: post!.wamid, resends: 0 });
    expect(await world.announced(id)).toEqual(['unknown', 'sent', 'delivered']);
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
  });

  it('makes a message unknown when no answer comes in time, and lets the next one of its recipient go after a while', async () => {
    const outlet = await world.outlet();
    let answer = (): void => undefined;
    graph.script(outlet.phoneNumberId, () => new Promise<void>((resolve) => (answer = resolve)));
    const [slow, next] = [await world.request(outlet, 'slow'), await world.request(outlet, 'next')];
    await reaches(slow, 'unknown');
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['slow']);
    await reaches(next, 'accepted');
    expect(await world.row(slow)).toMatchObject({ state: 'unknown' });
    answer();
  }, 20_000);

  it('sends once after a time in which Graph refused connections', async () => {
    const outlet = await world.outlet();
    await graph.stop();
    const id = await world.request(outlet, 'patient');
    await eventually(async () => expect((await world.row(id)).claim).toBeGreaterThan(1));
    expect(await world.row(id)).toMatchObject({ refusals: 0, failed: false });
    await graph.start();
    await reaches(id, 'accepted', 15_000);
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
  }, 20_000);

  it('does not fall back when the status comes before the answer', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, async (post) => {
      await world.report(outlet, { wamid: post.wamid, status: 'delivered', callbackData: post.body.biz_opaque_callback_data });
      await reaches(post.body.biz_opaque_callback_data, 'delivered', 900);
    });
    const id = await world.request(outlet, 'fast status');
    await reaches(id, 'delivered');
    const next = await world.request(outlet, 'next');
    await reaches(next, 'accepted');
    expect(await world.row(id)).toMatchObject({ state: 'delivered' });
    expect(await world.announced(id)).toEqual(['delivered']);
  });

  it('matches a status without our id that came before the message had its wamid', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, async (post) => {
      await world.report(outlet, { wamid: post.wamid, status: 'sent' });
      await eventually(async () =>
        expect(await world.infra.rows('select 1 from message_sender.status_log where wamid = $1', [post.wamid])).toHaveLength(1),
      );
    });
    const id = await world.request(outlet, 'no callback data');
    await reaches(id, 'sent');
    expect(await world.announced(id)).toEqual(['accepted', 'sent']);
  });

  it('logs each status once, keeps its price, and keeps statuses of messages that were sent elsewhere', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'priced');
    await reaches(id, 'accepted');
    const { wamid } = await world.row(id);
    const pricing = { type: 'regular', category: 'service' };
    for (const status of ['delivered', 'delivered', 'sent'])
      await world.report(outlet, { wamid: wamid!, status, callbackData: id, pricing });
    await world.report(outlet, { wamid: 'wamid.elsewhere', status: 'sent' });
    await eventually(async () => {
      const log = await world.infra.rows<{ status: string; message_id: string | null }>(
        'select status, message_id from message_sender.status_log where outlet_id = $1 order by status, wamid',
        [outlet.id],
      );
      expect(log).toEqual([
        { status: 'delivered', message_id: id },
        expect.objectContaining({ status: 'sent' }),
        expect.objectContaining({ status: 'sent' }),
      ]);
      expect(log.filter((entry) => entry.message_id === null)).toHaveLength(1);
    });
    expect(await world.row(id)).toMatchObject({ state: 'delivered', pricing });
    expect(await world.announced(id)).toEqual(['accepted', 'delivered']);
  });

  it('does not let a status of one outlet touch a message of another', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    const id = await world.request(outlet, 'mine');
    await reaches(id, 'accepted');
    await world.report(other, { wamid: 'wamid.foreign', status: 'read', callbackData: id });
    const sibling = await world.outlet(outlet.tenantId);
    await world.report(sibling, { wamid: 'wamid.sibling', status: 'read', callbackData: id });
    await eventually(async () => {
      const log = await world.infra.rows("select 1 from message_sender.status_log where wamid in ('wamid.foreign', 'wamid.sibling')");
      expect(log).toHaveLength(2);
    });
    expect(await world.row(id)).toMatchObject({ state: 'accepted' });
  });

  it('fails for good on 131047, with advice, and sends what follows', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 131047);
    const id = await world.request(outlet, 'too late');
    await reaches(id, 'failed');
    const next = await world.request(outlet, 'next');
    await reaches(next, 'accepted');
    const { body } = await world.call('GET', `/messages/${id}`, outlet.tenantId);
    expect(body).toMatchObject({ status: 'failed', errors: [{ code: 131047, advice: 'Send an approved template instead.' }], attempts: 1 });
    expect(await world.announced(id)).toEqual(['failed']);
  });

  it('fails content of which no message can be made, without asking Graph', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, '', { content: { type: 'fax' } });
    await reaches(id, 'failed');
    expect(graph.of(outlet.phoneNumberId)).toEqual([]);
  });

  it('fails a message to nobody, and one to a number without digits', async () => {
    const outlet = await world.outlet();
    for (const to of ['', 'nobody']) {
      const id = await world.request(outlet, 'to nobody', { to });
      await reaches(id, 'failed');
      expect((await world.row(id)).errors).toMatchObject([{ code: 100, details: expect.stringMatching(/^to: /) }]);
    }
    expect(graph.of(outlet.phoneNumberId)).toEqual([]);
  });

  it('makes only the recipient wait whose pair rate was exceeded', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 131056);
    const waiting = await world.request(outlet, 'to A', { to: '16505550001' });
    await eventually(() => expect(graph.texts(outlet.phoneNumberId)).toEqual(['to A']));
    const other = await world.request(outlet, 'to B', { to: '16505550002' });
    await reaches(other, 'accepted');
    expect(await world.row(waiting)).toMatchObject({ state: 'queued' });
    await reaches(waiting, 'accepted', 15_000);
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['to A', 'to B', 'to A']);
  }, 20_000);
});

describe('holds', () => {
  const holds = async (outlet: Outlet) => (await world.call('GET', '/messages/holds', outlet.tenantId)).body.items;

  it('keeps the queue while a token is refused, burns nothing, and goes on with another token', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 190);
    const id = await world.request(outlet, 'held');
    await eventually(async () =>
      expect(await holds(outlet)).toMatchObject([{ scope: 'number', key: outlet.id, kind: 'auth', code: '190' }]),
    );
    const behind = await world.request(outlet, 'behind', { to: '16505550009' });
    const elsewhere = await world.outlet();
    await reaches(await world.request(elsewhere, 'free'), 'accepted');
    expect(await world.row(behind)).toMatchObject({ state: 'queued', claim: 0 });
    await world.infra.rows('update tenant.outlets set access_token_sealed = $2 where id = $1', [
      outlet.id,
      world.seal('token-2', outlet.id),
    ]);
    for (const message of [id, behind]) await reaches(message, 'accepted');
    expect(graph.of(outlet.phoneNumberId).map((post) => post.token)).toEqual(['token-1', 'token-2', 'token-2']);
    expect(await holds(outlet)).toEqual([]);
  }, 20_000);

  it('stops an account until somebody resumes it', async () => {
    const outlet = await world.outlet();
    const sibling = await world.outlet(outlet.tenantId);
    await world.infra.rows('update tenant.outlets set waba_id = $2 where id = $1', [sibling.id, outlet.wabaId]);
    graph.script(outlet.phoneNumberId, 131042);
    const id = await world.request(outlet, 'unpaid');
    const [hold] = await eventually(async () => {
      const items = await holds(outlet);
      expect(items).toMatchObject([{ scope: 'waba', key: outlet.wabaId, kind: 'stop', until: null }]);
      return items;
    });
    const siblings = await world.request(sibling, 'same account');
    await eventually(async () => expect(await world.row(siblings)).toMatchObject({ state: 'queued' }));
    const stranger = await world.outlet();
    expect((await world.call('DELETE', `/messages/holds/${hold.id}`, stranger.tenantId)).status).toBe(404);
    expect((await world.call('DELETE', `/messages/holds/${hold.id}`, outlet.tenantId)).status).toBe(204);
    for (const message of [id, siblings]) await reaches(message, 'accepted');
    expect((await world.call('DELETE', `/messages/holds/${hold.id}`, outlet.tenantId)).status).toBe(404);
  });

  it('stops a number when the refusal comes late, as a status', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'accepted first');
    await reaches(id, 'accepted');
    await world.report(outlet, { wamid: (await world.row(id)).wamid!, status: 'failed', callbackData: id, errors: [{ code: 131048 }] });
    await eventually(async () => expect(await holds(outlet)).toMatchObject([{ scope: 'number', kind: 'stop', code: '131048' }]));
    expect(await world.row(id)).toMatchObject({ state: 'failed', failed: true, errors: [{ code: 131048 }] });
  });

  it('lets a number that was too fast go on by itself', async () => {
    const outlet = await world.outlet();
    graph.script(outlet.phoneNumberId, 130429);
    const id = await world.request(outlet, 'too fast');
    await reaches(id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(2);
    await eventually(async () => expect(await holds(outlet)).toEqual([]));
  }, 20_000);

  it('stops only the tenant whose own app is rate-limited, which sees and lifts the hold', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    const sibling = await world.outlet(outlet.tenantId);
    graph.script(outlet.phoneNumberId, 4);
    const id = await world.request(outlet, 'limited');
    const [hold] = await eventually(async () => {
      const items = await holds(outlet);
      expect(items).toMatchObject([{ scope: 'app', key: '', kind: 'wait', code: '4' }]);
      return items;
    });
    const behind = await world.request(sibling, 'behind');
    await reaches(await world.request(other, 'of another tenant'), 'accepted');
    expect(await holds(other)).toEqual([]);
    for (const held of [id, behind]) expect(await world.row(held)).toMatchObject({ state: 'queued' });
    expect((await world.call('DELETE', `/messages/holds/${hold.id}`, other.tenantId)).status).toBe(404);
    expect((await world.call('DELETE', `/messages/holds/${hold.id}`, outlet.tenantId)).status).toBe(204);
    for (const held of [id, behind]) await reaches(held, 'accepted');
  });

  it('holds the messages of an outlet without a usable token', async () => {
    const outlet = await world.outlet();
    await world.infra.rows("update tenant.outlets set access_token_sealed = 'k0.a.b' where id = $1", [outlet.id]);
    const id = await world.request(outlet, 'no token');
    await eventually(async () => expect(await holds(outlet)).toMatchObject([{ kind: 'auth', code: 'token_unreadable' }]));
    await world.infra.rows('update tenant.outlets set access_token_sealed = $2 where id = $1', [
      outlet.id,
      world.seal('token-9', outlet.id),
    ]);
    await reaches(id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toMatchObject([{ token: 'token-9' }]);
  });

  it('sends nothing of a disabled outlet', async () => {
    const outlet = await world.outlet();
    await world.infra.rows("update tenant.outlets set status = 'disabled' where id = $1", [outlet.id]);
    const id = await world.request(outlet, 'later');
    await reaches(await world.request(await world.outlet(), 'now'), 'accepted');
    expect(await world.row(id)).toMatchObject({ state: 'queued' });
    const refused = await world.call('POST', '/messages', outlet.tenantId, {
      outletId: outlet.id,
      to: '+16505551234',
      type: 'text',
      text: 'x',
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'number_paused' } });
    await world.infra.rows("update tenant.outlets set status = 'active' where id = $1", [outlet.id]);
    await reaches(id, 'accepted');
  });
});

describe('an outlet whose number nobody has confirmed', () => {
  it.each(['unconfirmed', 'quarantined'])('sends nothing (%s), and sends what waits once it is confirmed', async (status) => {
    const outlet = await world.outlet();
    await world.infra.rows('update tenant.outlets set status = $2 where id = $1', [outlet.id, status]);
    const id = await world.request(outlet, 'later');
    await reaches(await world.request(await world.outlet(), 'now'), 'accepted');
    expect(await world.row(id)).toMatchObject({ state: 'queued' });
    expect(graph.of(outlet.phoneNumberId)).toEqual([]);
    const message = { outletId: outlet.id, to: '+16505551234', type: 'text', text: 'x' };
    expect(await world.call('POST', '/messages', outlet.tenantId, message)).toMatchObject({
      status: 422,
      body: { code: 'number_paused' },
    });
    await world.infra.rows("update tenant.outlets set status = 'active' where id = $1", [outlet.id]);
    await reaches(id, 'accepted');
  });
});
