import {
  accountChanged,
  ownerChanged,
  replyGenerated,
  replyRequested,
  sendRequested,
  typingStarted,
  type handoffReasons,
} from '#contracts';
import type { RunningService } from '#service-kit';
import { asApiKey, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply } from './conversation-world.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('who has a conversation', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let other: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    [running, other] = [await startService(infra, service), await startService(infra, service)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all([running?.close(), other?.close()]);
    await infra?.stop();
  }, 30_000);

  const inboxes = (settings = {}, outlet = {}) => InboxWorld.create(infra, running.url, settings, outlet);

  describe('taking over', () => {
    it('is one agent’s of many who try at once; the others learn whose', async () => {
      const inbox = await inboxes();
      const id = await inbox.handedOff();
      const people = await inbox.people(6);
      const answers = await Promise.all(people.map((userId) => inbox.as('agent', userId)('POST', `/conversations/${id}/take-over`)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      const { assigneeId } = won[0]!.body;
      for (const { status, body } of answers.filter((each) => each !== won[0])) {
        expect({ status, code: body.code, assigneeId: body.assigneeId }).toEqual({ status: 409, code: 'already_taken', assigneeId });
      }
      expect(await inbox.only()).toMatchObject({ owner: 'agent', state: 'open', assignee_id: assigneeId, epoch: 3 });
      const again = await inbox.as('agent', assigneeId)('POST', `/conversations/${id}/take-over`);
      expect(again).toMatchObject({ status: 200, body: { assigneeId, epoch: 3 } });
      expect((await inbox.world.sent(ownerChanged)).at(-1)).toMatchObject({ owner: 'agent', assigneeId, reason: 'taken_over', epoch: 3 });
    });

    it('silences the bot, whose answer was under way', async () => {
      const inbox = await inboxes();
      const id = await inbox.written();
      const [request] = await inbox.world.requests();
      await inbox.as('agent')('POST', `/conversations/${id}/take-over`);
      await infra.publish(replyGenerated, inbox.world.tenantId, reply(request!, answer('Too late')));
      await inbox.world.untilHandled(2);
      expect(await inbox.world.sent(sendRequested)).toEqual([]);
    });
  });

  describe('writing', () => {
    it('is told with the customer’s newest message, while the window is open, and not again at once', async () => {
      const inbox = await inboxes();
      const id = await inbox.written();
      const [message] = await inbox.world.messages();
      const typing = async (of = id) => (await inbox.as('agent')('POST', `/conversations/${of}/typing`)).status;
      const window = (ends: string) =>
        infra.rows(`update conversation.conversations set window_expires_at = now() + $2::interval where tenant_id = $1`, [
          inbox.world.tenantId,
          ends,
        ]);
      await window('0 s');
      expect(await typing()).toBe(204);
      expect(await inbox.world.sent(typingStarted)).toEqual([]);
      await window('1 h');
      expect([await typing(), await typing()]).toEqual([204, 204]);
      expect(await inbox.world.sent(typingStarted)).toEqual([
        { conversationId: id, outletId: inbox.world.outletId, wamid: message!.wamid },
      ]);
      expect(await typing(v7())).toBe(404);
    });
  });

  describe('sleeping', () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();

    it('ends at its time, in the same hands, and people see it', async () => {
      const inbox = await inboxes();
      const id = await inbox.written();
      const as = inbox.as('agent');
      await as('POST', `/conversations/${id}/take-over`);
      expect((await as('POST', `/conversations/${id}/snooze`, { until })).body).toMatchObject({
        state: 'snoozed',
        snoozedUntil: until,
        owner: 'agent',
        epoch: 2,
      });
      const seen = (await inbox.live(id)).length;
      await inbox.passed('snoozed_until');
      await inbox.until({ state: 'open', owner: 'agent', snoozed_until: null, epoch: 2 });
      expect((await inbox.live(id)).slice(seen)).toEqual(['conversation']);
    });

    it('ends when the customer writes; one that waited for a person waits again', async () => {
      const inbox = await inboxes();
      const id = await inbox.handedOff();
      await inbox.as('agent')('POST', `/conversations/${id}/snooze`, { until });
      const seen = (await inbox.live(id)).length;
      await inbox.written('Hello?');
      expect(await inbox.only()).toMatchObject({ state: 'pending', owner: 'none', snoozed_until: null, handoff_reason: 'customer_asked' });
      expect((await inbox.live(id)).slice(seen)).toEqual(['message', 'conversation']);
    });

    it('does not silence the bot: the answer under way is spoken, and the next question asked', async () => {
      const inbox = await inboxes();
      const id = await inbox.written();
      const [request] = await inbox.world.requests();
      await inbox.as('agent')('POST', `/conversations/${id}/snooze`, { until });
      await infra.publish(replyGenerated, inbox.world.tenantId, reply(request!, answer('From 9 to 18.')));
      await inbox.world.sends();
      expect(await inbox.only()).toMatchObject({ state: 'snoozed', owner: 'bot', epoch: 1 });
      await inbox.written('And on Sunday?');
      await inbox.world.requests(2);
      expect(await inbox.only()).toMatchObject({ state: 'open', owner: 'bot', epoch: 2 });
    });

    it('keeps a burst due, and is not for what is closed', async () => {
      const inbox = await inboxes({}, { replyDebounceMs: 400 });
      const id = await inbox.written();
      const as = inbox.as('agent');
      await as('POST', `/conversations/${id}/snooze`, { until });
      await inbox.world.requests(1);
      await as('POST', `/conversations/${id}/close`);
      expect(await as('POST', `/conversations/${id}/snooze`, { until })).toMatchObject({
        status: 409,
        body: { code: 'conversation_closed' },
      });
      expect(await inbox.only()).toMatchObject({ state: 'closed', snoozed_until: null });
    });
  });

  it('what is closed opens again by a person, who has it then, by a program, or by the customer', async () => {
    const inbox = await inboxes();
    const id = await inbox.written();
    const as = inbox.as('agent');
    expect((await as('POST', `/conversations/${id}/close`)).body).toMatchObject({
      state: 'closed',
      closedAt: expect.any(String),
      epoch: 2,
    });
    const reopened = (await as('POST', `/conversations/${id}/reopen`)).body;
    expect(reopened).toMatchObject({ state: 'open', owner: 'agent', assigneeId: expect.any(String), epoch: 3 });
    expect(reopened).not.toHaveProperty('closedAt');
    await as('POST', `/conversations/${id}/close`);
    const program = { ...asApiKey(infra, inbox.world.tenantId, ['conversations:write']) };
    const response = await fetch(`${running.url}/api/v1/conversations/${id}/reopen`, { method: 'POST', headers: program });
    expect(await response.json()).toMatchObject({ state: 'open', owner: 'bot', epoch: 5 });
    await as('POST', `/conversations/${id}/close`);
    await inbox.written('Me again');
    expect(await inbox.only()).toMatchObject({ state: 'open', owner: 'bot', closed_at: null, epoch: 7 });
    expect((await inbox.world.sent(ownerChanged)).map(({ reason }) => reason)).toEqual([
      'closed',
      'reopened',
      'closed',
      'reopened',
      'closed',
      'customer_wrote',
    ]);
  });

  it('what the customer writes is unread until the team has seen it, or written', async () => {
    const inbox = await inboxes();
    const id = await inbox.written('one');
    await inbox.written('two');
    await inbox.world.write({ phone: '1' }, '👍', { type: 'reaction' });
    await inbox.world.untilHandled(3);
    const as = inbox.as('agent');
    expect((await as('GET', `/conversations/${id}`)).body).toMatchObject({ unreadCount: 2, lastSeq: 3 });
    expect((await as('POST', `/conversations/${id}/read`, { seq: 1 })).body).toMatchObject({ unreadCount: 1 });
    // An older reading, of another window, makes nothing unread again.
    expect((await as('POST', `/conversations/${id}/read`, { seq: 0 })).body).toMatchObject({ unreadCount: 1 });
    const seen = (await inbox.live(id)).length;
    expect((await as('POST', `/conversations/${id}/read`)).body).toMatchObject({ unreadCount: 0 });
    await as('POST', `/conversations/${id}/read`);
    expect((await inbox.live(id)).slice(seen)).toEqual(['conversation']);
    await inbox.written('three');
    expect(await inbox.only()).toMatchObject({ unread_count: 1 });
    await as('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Here I am' });
    expect(await inbox.only()).toMatchObject({ unread_count: 0 });
  });

  it('sorting changes nothing about who has it', async () => {
    const inbox = await inboxes();
    const id = await inbox.written();
    const teamId = await inbox.team([]);
    const as = inbox.as('agent');
    const sorted = { priority: 'high', teamId, owner: 'bot', epoch: 1 };
    expect(await as('PATCH', `/conversations/${id}`, { priority: 'high', teamId })).toMatchObject({ status: 200, body: sorted });
    expect((await as('PATCH', `/conversations/${id}`, {})).body).toMatchObject(sorted);
    expect(await as('PATCH', `/conversations/${id}`, { teamId: v7() })).toMatchObject({ status: 422, body: { code: 'team_unknown' } });
    const { body } = await as('PATCH', `/conversations/${id}`, { teamId: null });
    expect(body).toMatchObject({ priority: 'high' });
    expect(body).not.toHaveProperty('teamId');
    expect(await inbox.live(id)).toEqual(['message', 'conversation', 'conversation', 'conversation']);
    expect(await inbox.world.sent(ownerChanged)).toEqual([]);
  });

  describe('an answer on the phone app', () => {
    const echoed = (inbox: InboxWorld, wamid: string, more: object = {}) =>
      inbox.infra.publish(accountChanged, inbox.world.tenantId, {
        wabaId: '102290129340398',
        outletId: inbox.world.outletId,
        field: 'smb_message_echoes',
        value: {
          id: wamid,
          from: '15550783881',
          to: '1',
          type: 'text',
          text: { body: 'Rosa here, it left this morning.' },
          timestamp: String(Math.floor(Date.now() / 1_000)),
          ...more,
        },
      });

    it('is a person’s: the bot is silent, the conversation says why, and a copy of it changes nothing', async () => {
      const inbox = await inboxes();
      const { world } = inbox;
      const id = await inbox.written('Where is my parcel?');
      const [request] = await world.requests();
      await echoed(inbox, 'wamid.echo');
      await world.untilHandled(2);
      await echoed(inbox, 'wamid.echo');
      await world.untilHandled(3);
      const said = (await world.messages()).slice(1);
      expect(said).toMatchObject([
        { direction: 'outbound', author: 'agent', text: 'Rosa here, it left this morning.', wamid: 'wamid.echo', status: 'sent' },
      ]);
      expect(await inbox.only()).toMatchObject({
        id,
        owner: 'agent',
        state: 'open',
        assignee_id: null,
        handoff_reason: 'phone_app',
        unread_count: 0,
      });
      expect(await world.sent(ownerChanged)).toMatchObject([{ owner: 'agent', previousOwner: 'bot', reason: 'phone_app' }]);
      // The bot's answer comes too late, and the customer's thanks are not for it.
      await inbox.infra.publish(replyGenerated, world.tenantId, reply(request!, answer('Parcels take three days.')));
      await world.untilHandled(4);
      await inbox.written('Thanks Rosa');
      expect(await world.requests()).toHaveLength(1);
      expect(await world.sent(sendRequested)).toEqual([]);
      await inbox.as('agent')('POST', `/conversations/${id}/release`, {});
      expect(await inbox.only()).toMatchObject({ owner: 'bot', handoff_reason: null });
      await inbox.written('And my other parcel?');
      expect(await world.requests(2)).toHaveLength(2);
    });

    it('that comes a day late stands in the conversation and silences nobody', async () => {
      const inbox = await inboxes();
      await inbox.written('Where is my parcel?');
      await echoed(inbox, 'wamid.late', { timestamp: String(Math.floor(Date.now() / 1_000) - 25 * 60 * 60) });
      await inbox.world.untilHandled(2);
      expect(await inbox.world.messages()).toHaveLength(2);
      expect(await inbox.only()).toMatchObject({ owner: 'bot', handoff_reason: null });
    });
  });

  describe('a handoff', () => {
    type Reason = (typeof handoffReasons)[number];
    const reasons: Reason[] = ['customer_asked', 'escalation_keyword', 'no_answer', 'model_timeout', 'model_error'];
    const state = async (inbox: InboxWorld) => {
      const { state, owner, epoch, assignee_id, snoozed_until, reply_due_at, response_due_at, ...row } = (await inbox.only()) as any;
      const waits = { isDue: Date.parse(response_due_at) > Date.now(), isAnswered: row.unanswered_from_seq === row.next_seq };
      return { state, owner, epoch, assignee_id, snoozed_until, reply_due_at, ...waits };
    };

    it('leads to the same state, whoever asked for it', async () => {
      const states = [];
      for (const reason of reasons) {
        const inbox = await inboxes({ firstResponseSeconds: 600 });
        await inbox.handedOff(reason);
        expect(await inbox.only()).toMatchObject({ handoff_reason: reason });
        states.push(await state(inbox));
      }
      const inbox = await inboxes({ firstResponseSeconds: 600 });
      const id = await inbox.written();
      await inbox.as('agent')('POST', `/conversations/${id}/handoff`, {});
      states.push(await state(inbox));
      const one = { state: 'pending', owner: 'none', epoch: 2, assignee_id: null, snoozed_until: null, reply_due_at: null };
      expect(states).toEqual(Array(6).fill({ ...one, isDue: true, isAnswered: true }));
    });

    it.each(['release', 'close'])('ends its turn: after the %s the bot sees nothing of the old request', async (end) => {
      const inbox = await inboxes();
      const id = await inbox.handedOff('customer_asked', 'I want to talk to a person');
      await inbox.written('A human please!!');
      const as = inbox.as('agent');
      await as('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Luis here, your parcel is on its way.' });
      await inbox.written('Thanks. Next time let me speak to an agent at once');
      await as('POST', `/conversations/${id}/${end}`);
      expect(await inbox.world.sent(replyRequested)).toHaveLength(1);
      await inbox.written('When are you open?');
      const [, fresh] = await inbox.world.requests(2);
      expect(fresh).toMatchObject({ question: 'When are you open?', history: [] });
      await infra.publish(replyGenerated, inbox.world.tenantId, reply(fresh!, answer('From 9 to 18.')));
      await inbox.world.sends(3);
      await inbox.written('On Sunday too?');
      const [, , next] = await inbox.world.requests(3);
      expect(next).toMatchObject({
        question: 'On Sunday too?',
        history: [
          { author: 'customer', text: 'When are you open?' },
          { author: 'bot', text: 'From 9 to 18.' },
        ],
      });
    });
  });
});
