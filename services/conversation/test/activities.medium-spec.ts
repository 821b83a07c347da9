import { messageSubmitted, ownerChanged, replyGenerated, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply } from './conversation-world.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';
const HOUR_MS = 60 * 60_000;

describe('what stands in and over a thread beside its messages', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const open = (settings = {}) => InboxWorld.create(infra, running.url, settings);
  interface Line {
    kind: string;
    author: string;
    afterSeq: number;
    [more: string]: unknown;
  }
  /** Oldest first. */
  const lines = async (inbox: InboxWorld, id: string): Promise<Line[]> =>
    (await inbox.as('viewer')('GET', `/conversations/${id}/activities`)).body.items.toReversed();
  const answered = async (inbox: InboxWorld, id: string, text: string): Promise<void> => {
    const before = await inbox.world.handled();
    const { epoch } = await inbox.only();
    await infra.publish(
      replyGenerated,
      inbox.world.tenantId,
      reply({ conversationId: id, outletId: inbox.world.outletId, epoch }, answer(text)),
    );
    await inbox.world.untilHandled(before + 1);
  };

  describe('activity lines', () => {
    it('say what happened, who did it and where it stands, and stay', async () => {
      const inbox = await open();
      const [other] = await inbox.people(1);
      const id = await inbox.handedOff('customer_asked', 'Could I talk to somebody?');
      const agent = inbox.as('agent');
      const { body: label } = await inbox.as('admin')('POST', '/labels', { name: 'Warranty', color: '#336699' });
      const until = new Date(Date.now() + 3 * HOUR_MS).toISOString();
      const path = `/conversations/${id}`;
      await agent('POST', `${path}/take-over`);
      await agent('PUT', `${path}/labels`, { labelIds: [label.id] });
      await agent('PATCH', path, { priority: 'high' });
      await agent('POST', `${path}/snooze`, { until });
      await agent('POST', `${path}/assign`, { userId: other });
      await agent('PUT', `${path}/labels`, { labelIds: [] });
      await agent('POST', `${path}/close`);
      await agent('POST', `${path}/close`);
      await inbox.written('One more thing');
      const by = { author: 'agent', actorId: AGENT, afterSeq: 2 };
      expect(await lines(inbox, id)).toMatchObject([
        { kind: 'handed_over', author: 'bot', afterSeq: 1, reason: 'customer_asked' },
        { kind: 'taken_over', ...by },
        { kind: 'labelled', ...by, added: ['Warranty'], removed: [] },
        { kind: 'priority_changed', ...by, priority: 'high' },
        { kind: 'snoozed', ...by, until },
        { kind: 'assigned', ...by, assigneeId: other },
        { kind: 'labelled', ...by, added: [], removed: ['Warranty'] },
        { kind: 'closed', ...by },
        { kind: 'reopened', author: 'customer', afterSeq: 2 },
      ]);
      // Read by pages, from the end, and no further back than is asked for.
      const first = await agent('GET', `${path}/activities?limit=4`);
      expect(first.body.items.map(({ kind }: Line) => kind)).toEqual(['reopened', 'closed', 'labelled', 'assigned']);
      const second = await agent('GET', `${path}/activities?limit=10&fromSeq=2&cursor=${first.body.nextCursor}`);
      expect(second.body.items.map(({ kind }: Line) => kind)).toEqual(['snoozed', 'priority_changed', 'labelled', 'taken_over']);
      // Whoever hears of the conversation reads them again: each stands with an entry of the live log.
      expect((await inbox.live(id)).filter((kind) => kind === 'conversation').length).toBeGreaterThanOrEqual(9);
    });

    it('are another tenant’s as little as the conversation, and go with what was erased', async () => {
      const [inbox, stranger] = [await open(), await open()];
      const id = await inbox.handedOff();
      expect((await stranger.as('admin')('GET', `/conversations/${id}/activities`)).status).toBe(404);
      const { contact_id: contactId } = await inbox.only();
      expect((await inbox.as('admin')('POST', `/contacts/${contactId}/erasure`)).status).toBe(202);
      expect(await infra.rows('select from conversation.activities where tenant_id = $1', [inbox.world.tenantId])).toEqual([]);
    });

    it('move along when two customers turn out to be one', async () => {
      const inbox = await open();
      await inbox.written('From my phone', { phone: '16505550171' });
      await inbox.world.write({ userId: 'US.555017200000000' }, 'Under my user name');
      await inbox.world.untilHandled(2);
      const contacts = await inbox.world.contacts();
      const stays = contacts.find(({ phone }) => phone === '16505550171')!.id;
      const goes = contacts.find(({ id }) => id !== stays)!.id;
      const other = (await inbox.all()).find((row) => row.contact_id === goes)!.id;
      await inbox.as('agent')('POST', `/conversations/${other}/take-over`);
      const { status } = await inbox.as('admin')('POST', `/contacts/${stays}/merge`, { contactId: goes });
      expect(status).toBeLessThan(300);
      expect(await lines(inbox, (await inbox.only()).id)).toMatchObject([{ kind: 'taken_over', afterSeq: 2 }]);
    });
  });

  describe('undo', () => {
    it('gives a conversation back to the bot, which is asked for what the customer still waits for', async () => {
      const inbox = await open();
      const id = await inbox.written('Do you repair zips?');
      const before = await inbox.only();
      const taken = (await inbox.as('agent')('POST', `/conversations/${id}/take-over`)).body;
      expect(await inbox.only()).toMatchObject({ reply_due_at: null });
      const undone = await inbox.as('agent')('POST', `/conversations/${id}/undo`, { epoch: taken.epoch });
      expect(undone).toMatchObject({ status: 200, body: { state: 'open', owner: 'bot', epoch: taken.epoch + 1 } });
      expect((await inbox.world.requests())[0]).toMatchObject({ question: 'Do you repair zips?', epoch: taken.epoch + 1 });
      expect((await inbox.only()).epoch).toBe(before.epoch + 2);
      expect((await lines(inbox, id)).map(({ kind }) => kind)).toEqual(['taken_over', 'undone']);
      expect((await inbox.world.sent(ownerChanged)).at(-1)).toMatchObject({ owner: 'bot', previousOwner: 'agent', reason: 'undone' });
    });

    it('brings back all that handing back and closing took: whose it is, the team, the promise', async () => {
      const inbox = await open({ firstResponseSeconds: 900 });
      const team = await inbox.team([AGENT]);
      const id = await inbox.handedOff();
      const agent = inbox.as('agent');
      await agent('POST', `/conversations/${id}/assign`, { teamId: team });
      await agent('POST', `/conversations/${id}/take-over`);
      const { epoch: _, ...before } = await inbox.only();
      expect(before).toMatchObject({ owner: 'agent', assignee_id: AGENT, team_id: team, response_due_at: expect.anything() });
      for (const move of ['release', 'close']) {
        const { epoch } = (await agent('POST', `/conversations/${id}/${move}`)).body;
        expect(await inbox.only()).toMatchObject({ assignee_id: null, team_id: null, response_due_at: null });
        expect((await agent('POST', `/conversations/${id}/undo`, { epoch })).status).toBe(200);
        const { epoch: after, ...again } = await inbox.only();
        expect(again).toEqual(before);
        expect(after).toBe(epoch + 1);
      }
    });

    it('is refused once anything has happened, to anybody else, twice, and late', async () => {
      const inbox = await open();
      const id = await inbox.written();
      const agent = inbox.as('agent');
      const undo = (epoch: number, by = agent) => by('POST', `/conversations/${id}/undo`, { epoch });
      const refused = { status: 409, body: { code: 'undo_not_possible' } };
      const released = async (): Promise<number> => {
        await agent('POST', `/conversations/${id}/take-over`);
        return (await agent('POST', `/conversations/${id}/release`)).body.epoch as number;
      };
      let epoch = await released();
      const [other] = await inbox.people(1);
      expect(await undo(epoch, inbox.as('agent', other))).toMatchObject(refused);
      expect((await undo(epoch, inbox.as('viewer'))).status).toBe(403);
      await inbox.written('Are you there?');
      expect(await undo(epoch)).toMatchObject(refused);
      epoch = await released();
      await agent('POST', `/conversations/${id}/snooze`, { until: new Date(Date.now() + HOUR_MS).toISOString() });
      expect(await undo(epoch)).toMatchObject(refused);
      epoch = await released();
      expect((await undo(epoch)).status).toBe(200);
      expect(await undo(epoch)).toMatchObject(refused);
      expect(await undo(epoch + 1)).toMatchObject(refused);
      await agent('POST', `/conversations/${id}/release`);
      ({ epoch } = (await agent('POST', `/conversations/${id}/close`)).body as { epoch: number });
      await infra.rows(`update conversation.activities set created_at = now() - interval '2 minutes' where tenant_id = $1`, [
        inbox.world.tenantId,
      ]);
      expect(await undo(epoch)).toMatchObject(refused);
      expect((await inbox.only()).state).toBe('closed');
    });
  });

  describe('the list', () => {
    it('shows of a conversation that waits what the customer wants, and never what the system says by itself', async () => {
      const inbox = await open({ awayMessage: null });
      const id = await inbox.handedOff('no_answer', 'Is the blue one back in stock?');
      const preview = async () => (await inbox.as('viewer')('GET', '/conversations')).body.items[0].lastMessage;
      expect((await inbox.world.messages()).at(-1)).toMatchObject({ author: 'system' });
      expect(await preview()).toMatchObject({ author: 'customer', text: 'Is the blue one back in stock?' });
      await inbox.as('agent')('POST', `/conversations/${id}/take-over`);
      expect(await preview()).toMatchObject({ author: 'customer' });
      await inbox.as('agent')('POST', `/conversations/${id}/messages`, { type: 'text', text: 'On Friday.' });
      expect(await preview()).toMatchObject({ author: 'agent', text: 'On Friday.' });
    });

    it('does not count as unread what the bot has answered, and counts what it handed over', async () => {
      const inbox = await open();
      const id = await inbox.written('Are you open on Sunday?');
      await answered(inbox, id, 'From 10 to 14.');
      expect((await inbox.only()).unread_count).toBe(0);
      await inbox.handedOff('customer_asked', 'Let me talk to a person');
      expect((await inbox.only()).unread_count).toBe(1);
      const counts = await inbox.as('viewer')('GET', '/conversations/counts');
      expect(counts.body).toMatchObject({ unread: 1, unassigned: 1 });
    });
  });

  describe('the window', () => {
    it('is never longer than 24 hours from now, whatever time a message bears', async () => {
      const inbox = await open();
      const before = Date.now();
      await inbox.world.write({ phone: '1' }, 'From the day after tomorrow', { timestamp: new Date(before + 48 * HOUR_MS).toISOString() });
      await inbox.world.untilHandled(1);
      const expires = Date.parse((await inbox.only()).window_expires_at!);
      expect(expires).toBeGreaterThanOrEqual(before + 24 * HOUR_MS - 1_000);
      expect(expires).toBeLessThanOrEqual(Date.now() + 24 * HOUR_MS);
    });

    it('is closed when WhatsApp refuses a message because of it, and open again when the customer writes', async () => {
      const inbox = await open();
      await inbox.world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - HOUR_MS).toISOString() });
      await inbox.world.untilHandled(1);
      const { id } = await inbox.only();
      const agent = inbox.as('agent');
      const sent = (await agent('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Still there?' })).body;
      const fail = (code: number) =>
        infra.publish(statusChanged, inbox.world.tenantId, {
          messageId: sent.id,
          conversationId: id,
          outletId: inbox.world.outletId,
          status: 'failed',
          wamid: 'wamid.refused',
          errors: [{ code, title: 'Re-engagement message' }],
          at: new Date().toISOString(),
        } as never);
      await fail(131_047);
      await inbox.world.untilHandled(2);
      expect((await agent('GET', `/conversations/${id}`)).body.windowExpiresAt).toBe(sent.at);
      expect((await inbox.live(id)).at(-1)).toBe('conversation');
      expect((await agent('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Again' })).body.code).toBe('window_closed');
      await inbox.written('Yes');
      expect(Date.parse((await agent('GET', `/conversations/${id}`)).body.windowExpiresAt)).toBeGreaterThan(Date.now());
    });

    it('stays open where the refusal is older than the customer’s newest message, or has another reason', async () => {
      const inbox = await open();
      await inbox.world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - HOUR_MS).toISOString() });
      await inbox.world.untilHandled(1);
      const { id } = await inbox.only();
      const messageId = v7();
      const content = { type: 'text', text: { body: 'Offer' } };
      await infra.publish(messageSubmitted, inbox.world.tenantId, {
        messageId,
        outletId: inbox.world.outletId,
        to: { phone: '1' },
        type: 'text',
        text: 'Offer',
        content,
        at: new Date(Date.now() - HOUR_MS / 2).toISOString(),
      } as never);
      await inbox.world.untilHandled(2);
      await inbox.written('Now I write');
      await infra.publish(statusChanged, inbox.world.tenantId, {
        messageId,
        outletId: inbox.world.outletId,
        status: 'failed',
        wamid: 'wamid.old',
        errors: [{ code: 131_047, title: 'Re-engagement message' }],
        at: new Date().toISOString(),
      } as never);
      await eventually(async () => expect((await inbox.world.messages()).find((row) => row.id === messageId)?.failed).toBe(true));
      expect(Date.parse((await inbox.as('viewer')('GET', `/conversations/${id}`)).body.windowExpiresAt)).toBeGreaterThan(Date.now());
    });
  });
});
