import { accountChanged, messageRecorded, ownerChanged, replyGenerated, replyRequested, sendRequested } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply, World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('what is said in a group', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service);
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const newGroup = (): string => `Y2FwaV9ncm91cDo${v7()}`;
  const say = (
    world: World,
    group: string,
    phone: string,
    text: string,
    more: { name?: string; at?: Date; wamid?: string; type?: string } = {},
  ) =>
    world.write({ phone, ...(more.name ? { name: more.name } : {}) }, text, {
      raw: { type: more.type ?? 'text', text: { body: text }, from: phone, group_id: group },
      ...(more.at ? { timestamp: more.at.toISOString() } : {}),
      ...(more.wamid ? { wamid: more.wamid } : {}),
      ...(more.type ? { type: more.type } : {}),
    });
  // Shapes are what these tests are about.
  async function call(
    world: World,
    method: string,
    path: string,
    body?: object,
    role: 'admin' | 'agent' | 'viewer' = 'admin',
  ): Promise<{ status: number; body: any }> {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(infra, world.tenantId, role), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: await response.json() };
  }
  const list = async (world: World): Promise<any[]> => (await call(world, 'GET', '/conversations')).body.items;
  const thread = async (world: World, id: string): Promise<any[]> => (await call(world, 'GET', `/conversations/${id}/messages`)).body.items;
  const letBotSpeak = (world: World) => call(world, 'PUT', `/inboxes/${world.outletId}/settings`, { botInGroups: true });
  const report = (world: World, field: string, ...groups: object[]) =>
    infra.publish(accountChanged, world.tenantId, { wabaId: 'w', outletId: world.outletId, field, value: { groups } });

  it('stands in one thread with the name of each author, and waits for a person while the bot is silent', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    await say(world, group, '5111', 'Who is coming?', { name: 'Rosa' });
    await say(world, group, '5222', 'I am!', { name: 'Teo' });
    await world.untilHandled(2);
    const [shown, ...others] = await list(world);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      owner: 'none',
      state: 'pending',
      handoffReason: 'group',
      unreadCount: 2,
      contact: { name: 'Rosa, Teo' },
      group: {
        id: group,
        participants: [
          { name: 'Rosa', phone: '5111', isMember: true },
          { name: 'Teo', phone: '5222' },
        ],
      },
      lastMessage: { text: 'I am!', sender: 'Teo' },
    });
    expect(shown.contact).not.toHaveProperty('phone');
    expect(shown.responseDueAt).toBeUndefined();
    expect((await thread(world, shown.id)).map(({ seq, text, author, sender }) => ({ seq, text, author, who: sender.name }))).toEqual([
      { seq: 1, text: 'Who is coming?', author: 'customer', who: 'Rosa' },
      { seq: 2, text: 'I am!', author: 'customer', who: 'Teo' },
    ]);
    expect(await world.sent(replyRequested)).toEqual([]);
    expect(await world.sent(sendRequested)).toEqual([]);
    expect((await world.sent(ownerChanged)).map(({ owner, reason }) => ({ owner, reason }))).toEqual([{ owner: 'none', reason: 'group' }]);
    // Each event names the group's side of the thread.
    expect(new Set((await world.sent(messageRecorded)).map(({ contactId }) => contactId))).toEqual(new Set([shown.contact.id]));
  });

  it('opens the window of the group, and what an agent writes goes into the group', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    const at = new Date(Date.now() - 60_000);
    await say(world, group, '5111', 'Where do we meet?', { at });
    await world.untilHandled(1);
    const [shown] = await list(world);
    expect(Date.parse(shown.windowExpiresAt)).toBe(at.getTime() + 24 * 60 * 60_000);
    const sent = await call(world, 'POST', `/conversations/${shown.id}/messages`, { type: 'text', text: 'At the door.' }, 'agent');
    expect(sent.status).toBe(201);
    expect(await world.sends()).toMatchObject([{ to: { groupId: group }, content: { text: { body: 'At the door.' } } }]);
    expect(Object.keys((await world.sends())[0]!.to)).toEqual(['groupId']);
    for (const draft of [{ type: 'location', location: { latitude: 1, longitude: 2 } }]) {
      const refused = await call(world, 'POST', `/conversations/${shown.id}/messages`, draft, 'agent');
      expect([draft.type, refused.status, refused.body.code]).toEqual([draft.type, 422, 'type_not_for_groups']);
    }
    expect(await world.sends()).toHaveLength(1);
  });

  it('is answered by the bot into the group where the inbox lets it, and it is called by no name', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    const group = newGroup();
    expect((await letBotSpeak(world)).body).toMatchObject({ botInGroups: true });
    await say(world, group, '5111', 'Hi all', { name: 'Rosa' });
    await say(world, group, '5222', 'When do you open?', { name: 'Teo' });
    const [, request] = await world.requests(2);
    expect(request).toMatchObject({ question: 'Hi all\nWhen do you open?' });
    expect(request).not.toHaveProperty('customerName');
    await infra.publish(replyGenerated, world.tenantId, reply(request!, answer('At nine.')));
    expect(await world.sends()).toMatchObject([{ to: { groupId: group }, content: { text: { body: 'At nine.' } } }]);
    const [shown] = await list(world);
    expect(shown).toMatchObject({ owner: 'bot', state: 'open' });
    // What was said stands in the history of the next question.
    await say(world, group, '5111', 'And close?');
    expect((await world.requests(3))[2]).toMatchObject({
      question: 'And close?',
      history: [{ text: 'Hi all' }, { text: 'When do you open?' }, { text: 'At nine.' }],
    });
  });

  it('is no part of what is said in private, and private words are none of the group', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    const group = newGroup();
    await say(world, group, '5111', 'Let us all go', { name: 'Rosa' });
    await world.write({ phone: '5111', name: 'Rosa' }, 'Are you open?');
    await world.untilHandled(2);
    expect(await world.requests()).toMatchObject([{ question: 'Are you open?', history: [], customerName: 'Rosa' }]);
    const [one, other] = await list(world);
    expect([one.group?.id, other.group?.id].filter(Boolean)).toEqual([group]);
    expect(one.id).not.toBe(other.id);
    // One customer, who is found as one; the group is no contact.
    const { items } = (await call(world, 'GET', '/contacts')).body;
    expect(items).toMatchObject([{ name: 'Rosa', phone: '5111' }]);
    const ofGroup = [one, other].find((each) => each.group)!;
    expect((await call(world, 'GET', `/contacts/${ofGroup.contact.id}`)).status).toBe(404);
    expect((await call(world, 'POST', `/contacts/${ofGroup.contact.id}/erasure`)).status).toBe(404);
    expect((await call(world, 'POST', `/contacts/${items[0].id}/merge`, { contactId: ofGroup.contact.id })).status).toBe(404);
  });

  it('is left to people again after it was closed, or handed to a bot that is silent there', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    await say(world, group, '5111', 'One');
    await world.untilHandled(1);
    const [{ id }] = (await list(world)) as [any];
    await call(world, 'POST', `/conversations/${id}/close`);
    await say(world, group, '5111', 'Two');
    await world.untilHandled(2);
    expect((await list(world))[0]).toMatchObject({ state: 'pending', owner: 'none' });
    await call(world, 'POST', `/conversations/${id}/release`);
    await say(world, group, '5222', 'Three');
    await world.untilHandled(3);
    expect((await list(world))[0]).toMatchObject({ state: 'pending', owner: 'none' });
    expect(await world.sent(replyRequested)).toEqual([]);
    expect(await world.sent(sendRequested)).toEqual([]);
  });

  it('that is deleted has nobody in it any more', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    const second = Math.floor(Date.now() / 1000) - 100;
    const people = [{ wa_id: '5111' }, { wa_id: '5333' }];
    await report(world, 'group_lifecycle_update', {
      group_id: group,
      timestamp: second,
      type: 'group_create',
      subject: 'Choir',
      added_participants: people,
    });
    await report(world, 'group_lifecycle_update', { group_id: group, timestamp: second + 10, type: 'group_delete' });
    await eventually(async () => {
      const rows = await infra.rows('select is_member from conversation.group_participants where tenant_id = $1', [world.tenantId]);
      expect(rows).toEqual([{ is_member: false }, { is_member: false }]);
    });
  });

  it('has the name and the people that WhatsApp reports, whatever comes late', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    const second = Math.floor(Date.now() / 1000) - 100;
    await report(world, 'group_lifecycle_update', {
      group_id: group,
      timestamp: `${second}`,
      type: 'group_create',
      subject: 'Choir',
      added_participants: [{ wa_id: 5111 }, { wa_id: '5333' }],
    });
    await say(world, group, '5111', 'Hello', { name: 'Rosa', at: new Date((second + 10) * 1000) });
    await report(world, 'group_settings_update', {
      group_id: group,
      timestamp: second + 20,
      group_subject: { text: 'Choir of Cusco', update_successful: true },
    });
    await report(world, 'group_participants_update', {
      group_id: group,
      timestamp: second + 20,
      removed_participants: [{ wa_id: '5333' }],
    });
    await world.untilHandled(4);
    // Older reports change nothing.
    await report(world, 'group_settings_update', {
      group_id: group,
      timestamp: second + 5,
      group_subject: { text: 'Old', update_successful: true },
    });
    await report(world, 'group_participants_update', { group_id: group, timestamp: second + 5, added_participants: [{ wa_id: '5333' }] });
    await world.untilHandled(6);
    const [shown, ...others] = await list(world);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ contact: { name: 'Choir of Cusco' }, group: { name: 'Choir of Cusco' } });
    expect(shown.group.participants.map(({ name, isMember }: any) => ({ name, isMember }))).toEqual([
      { name: 'Rosa', isMember: true },
      { name: '5333', isMember: false },
    ]);
    const found = (await call(world, 'GET', '/conversations?q=cusco')).body.items;
    expect(found).toMatchObject([{ id: shown.id }]);
  });

  it('has one thread for each number that the group is reached by, and none in another company', async () => {
    const [one, other] = [await World.create(infra), await World.create(infra)];
    const group = newGroup();
    await say(one, group, '5111', 'Ours');
    await say(other, group, '5111', 'Theirs');
    await one.untilHandled(1);
    await other.untilHandled(1);
    for (const [world, text] of [
      [one, 'Ours'],
      [other, 'Theirs'],
    ] as const) {
      const threads = await list(world);
      expect(threads).toHaveLength(1);
      expect((await thread(world, threads[0].id)).map((message) => message.text)).toEqual([text]);
    }
    const [{ id }] = (await list(one)) as [any];
    expect((await call(other, 'GET', `/conversations/${id}`)).status).toBe(404);
  });

  it('follows a participant whose number has two spellings, and two contacts that are merged', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    await say(world, group, '551188887777', 'From the account', { name: 'Caio' });
    await world.untilHandled(1);
    await world.write({ phone: '5511988887777', waId: '551188887777' }, 'From the other spelling', {
      raw: { type: 'text', from: '5511988887777', group_id: group },
    });
    await world.untilHandled(2);
    const [shown] = await list(world);
    expect(shown.group.participants).toMatchObject([{ name: 'Caio', phone: '551188887777' }]);
    await world.write({ userId: 'BR.77' }, 'By the id alone', { raw: { type: 'text', from_user_id: 'BR.77', group_id: group } });
    await world.untilHandled(3);
    const { items } = (await call(world, 'GET', '/contacts')).body;
    const [caio, byId] = [items.find((each: any) => each.phone), items.find((each: any) => !each.phone)];
    expect((await call(world, 'POST', `/contacts/${caio.id}/merge`, { contactId: byId.id })).status).toBe(200);
    expect((await list(world))[0].group.participants).toMatchObject([{ contactId: caio.id }]);
    expect((await list(world))[0].group.participants).toHaveLength(1);
    expect((await thread(world, shown.id)).map(({ sender }) => sender.contactId)).toEqual([caio.id, caio.id, caio.id]);
  });

  it('keeps what others wrote when a participant is forgotten, and nothing of the participant', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    await say(world, group, '5111', 'The zanzibar plan', { name: 'Rosalinde' });
    await say(world, group, '5222', 'Fine with me', { name: 'Teo' });
    await world.untilHandled(2);
    const { items } = (await call(world, 'GET', '/contacts?phone=5111')).body;
    expect((await call(world, 'POST', `/contacts/${items[0].id}/erasure`)).status).toBe(202);
    const [shown] = await list(world);
    expect((await thread(world, shown.id)).map(({ text }) => text)).toEqual(['Fine with me']);
    expect(shown.group.participants).toMatchObject([{ name: 'Teo' }]);
    const tables = await infra.rows<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text = 'conversation'`,
    );
    for (const { name } of tables) {
      const rows = await infra.rows(`select 1 from ${name} t where t::text ilike '%zanzibar%' or t::text like '%Rosalinde%'`);
      expect([name, rows.length]).toEqual([name, 0]);
    }
  });

  it('is found by its words, edited and taken back where it stands', async () => {
    const world = await World.create(infra);
    const group = newGroup();
    const wamid = await say(world, group, '5111', 'The quetzal sings', { name: 'Rosa' });
    await world.untilHandled(1);
    const found = await eventually(async () => {
      const { body } = await call(world, 'GET', '/conversations/search?q=quetzal');
      expect(body.items).toHaveLength(1);
      return body.items[0];
    });
    const [shown] = await list(world);
    expect(found).toMatchObject({ conversationId: shown.id });
    await world.write({ phone: '5111' }, undefined, {
      type: 'revoke',
      raw: { type: 'revoke', from: '5111', group_id: group, revoke: { original_message_id: wamid } },
    });
    await world.untilHandled(2);
    expect(await thread(world, shown.id)).toMatchObject([{ deletedAt: expect.any(String), sender: { name: 'Rosa' } }]);
  });
});
