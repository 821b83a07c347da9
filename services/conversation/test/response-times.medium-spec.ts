import { jest } from '@jest/globals';
import { ownerChanged, sendRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { EscalateHandler } from '../src/handlers/ownership/escalate.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { closedNow, InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

const HOUR = 3_600_000;

describe('time that passes', () => {
  let infra: Infrastructure;
  let running: RunningService[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = [await startService(infra, service), await startService(infra, service)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    await infra?.stop();
  }, 30_000);

  const inboxes = (settings = {}, outlet = {}) => InboxWorld.create(infra, running[0]!.url, settings, outlet);
  const said = async (inbox: InboxWorld) =>
    (await inbox.world.messages()).filter(({ author }) => author === 'system').map(({ text }) => text);
  const write = (inbox: InboxWorld, id: string, userId?: string) =>
    inbox.as('agent', userId)('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Here I am' });

  describe('a response time', () => {
    it('runs from the handoff until a person writes, and anew when the customer writes again', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300, nextResponseSeconds: 600 });
      const id = await inbox.handedOff();
      const seconds = async () => Math.round((Date.parse((await inbox.only()).response_due_at!) - Date.now()) / 1_000);
      expect(await seconds()).toBeLessThanOrEqual(300);
      expect(await seconds()).toBeGreaterThan(280);
      const first = (await inbox.only()).response_due_at;
      await inbox.as('agent')('POST', `/conversations/${id}/take-over`);
      await inbox.written('Hello?');
      expect(await inbox.only()).toMatchObject({ response_due_at: first });
      await write(inbox, id);
      expect(await inbox.only()).toMatchObject({ response_due_at: null });
      const seen = (await inbox.live(id)).length;
      await inbox.written('Thanks. And now?');
      expect(await seconds()).toBeGreaterThan(580);
      const next = (await inbox.only()).response_due_at;
      expect((await inbox.live(id)).slice(seen)).toEqual(['message', 'conversation']);
      await inbox.written('??');
      expect(await inbox.only()).toMatchObject({ response_due_at: next });
      await inbox.as('agent')('POST', `/conversations/${id}/release`);
      expect(await inbox.only()).toMatchObject({ response_due_at: null });
    });

    it('runs again when the answer did not reach the customer, unless another did', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300, nextResponseSeconds: 600 });
      const id = await inbox.handedOff();
      const fails = async (messageId: string) => {
        const events = (await inbox.world.handled()) + 1;
        const errors = [{ code: 131026 }];
        const at = new Date().toISOString();
        await infra.publish(statusChanged, inbox.world.tenantId, {
          messageId,
          conversationId: id,
          outletId: inbox.world.outletId,
          status: 'failed',
          errors,
          at,
        });
        await inbox.world.untilHandled(events);
      };
      const [first, second] = [(await write(inbox, id)).body.id, (await write(inbox, id)).body.id];
      await fails(first);
      expect(await inbox.only()).toMatchObject({ response_due_at: null });
      const seen = (await inbox.live(id)).length;
      await fails(second);
      expect(await inbox.only()).toMatchObject({ response_due_at: expect.anything() });
      expect((await inbox.live(id)).slice(seen)).toEqual(['status', 'conversation']);
      await write(inbox, id);
      expect(await inbox.only()).toMatchObject({ response_due_at: null });
    });

    it('is not for what the bot answers, nor without a promise', async () => {
      const [promised, silent] = [await inboxes({ firstResponseSeconds: 300, nextResponseSeconds: 300 }), await inboxes()];
      await promised.written();
      expect(await promised.only()).toMatchObject({ response_due_at: null });
      const id = await silent.handedOff();
      await silent.as('agent')('POST', `/conversations/${id}/take-over`);
      await silent.written('Hello?');
      expect(await silent.only()).toMatchObject({ response_due_at: null });
    });

    it('outside business hours begins with the next opening', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300 }, closedNow());
      await inbox.handedOff();
      const due = new Date((await inbox.only()).response_due_at!);
      expect(due.getTime()).toBeGreaterThan(Date.now() + HOUR);
      expect([due.getUTCMinutes(), due.getUTCSeconds()]).toEqual([5, 0]);
    });
  });

  describe('a response time that has passed', () => {
    it('escalates once: urgent, to the team for it, away from who was silent, and the customer is told once', async () => {
      const inbox = await inboxes();
      const [ana, lead] = await inbox.people(2);
      const leads = await inbox.team([lead!]);
      const message = { escalationMessage: 'Sorry that you have to wait.' };
      await inbox.settle({ firstResponseSeconds: 300, nextResponseSeconds: 300, escalationTeamId: leads, ...message });
      const id = await inbox.handedOff();
      await inbox.as('agent', ana)('POST', `/conversations/${id}/take-over`);
      const seen = (await inbox.live(id)).length;
      await inbox.passed('response_due_at');
      await inbox.until({
        state: 'pending',
        owner: 'none',
        assignee_id: null,
        team_id: leads,
        priority: 'urgent',
        epoch: 4,
        response_due_at: null,
        escalated_at: expect.any(String),
        handoff_reason: 'customer_asked',
      });
      expect((await inbox.live(id)).slice(seen)).toEqual(['conversation', 'message']);
      expect((await inbox.world.sent(ownerChanged)).at(-1)).toMatchObject({ reason: 'sla_missed', owner: 'none', previousOwner: 'agent' });
      expect((await said(inbox)).slice(1)).toEqual([message.escalationMessage]);
      expect((await inbox.world.sent(sendRequested)).at(-1)).toMatchObject({ content: { text: { body: message.escalationMessage } } });
      // The customer and the next agent go on in the same wait: it is promised and broken once.
      await inbox.written('Still nobody?');
      await inbox.as('agent', lead)('POST', `/conversations/${id}/take-over`);
      await inbox.written('Hello??');
      expect(await inbox.only()).toMatchObject({ response_due_at: null });
      await write(inbox, id, lead);
      expect(await inbox.only()).toMatchObject({ escalated_at: null, priority: 'normal' });
      await inbox.written('Thanks');
      expect((await inbox.only()).response_due_at).not.toBeNull();
      expect(await said(inbox)).toHaveLength(2);
    });

    it('escalates once, however many see that it is due', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300, escalationMessage: 'Sorry.' });
      const conversationId = await inbox.handedOff();
      await inbox.passed('response_due_at');
      const due = { tenantId: inbox.world.tenantId, conversationId };
      await Promise.all(Array.from({ length: 12 }, (_, i) => running[i % 2]!.app.get(EscalateHandler).execute(due)));
      await inbox.until({ priority: 'urgent', response_due_at: null });
      expect((await inbox.world.sent(ownerChanged)).filter(({ reason }) => reason === 'sla_missed')).toHaveLength(1);
      expect((await said(inbox)).filter((text) => text === 'Sorry.')).toHaveLength(1);
    });

    it('is given to somebody else than who was silent', async () => {
      const inbox = await inboxes({ assignment: 'round_robin', firstResponseSeconds: 300 });
      const [ana, luis] = await inbox.people(2);
      await inbox.handedOff();
      await inbox.until({ assignee_id: ana! });
      await inbox.passed('response_due_at');
      await inbox.until({ assignee_id: luis!, priority: 'urgent' });
    });

    it('is not told to a customer whose window is closed', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300, escalationMessage: 'Sorry.' });
      await inbox.handedOff();
      await infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 second' where tenant_id = $1`, [
        inbox.world.tenantId,
      ]);
      await inbox.passed('response_due_at');
      await inbox.until({ priority: 'urgent' });
      expect(await said(inbox)).toHaveLength(1);
    });

    it('escalates also what a process left that was killed', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300 });
      await inbox.handedOff();
      // The connection ends with the row locked and nothing committed, as that of a process that is killed.
      const client = await infra.owner.connect();
      await client.query('begin');
      await client.query('select from conversation.conversations where tenant_id = $1 for update', [inbox.world.tenantId]);
      await client.query(`update conversation.conversations set response_due_at = now() - interval '1 second' where tenant_id = $1`, [
        inbox.world.tenantId,
      ]);
      await client.query('commit');
      await client.query('begin');
      await client.query('select from conversation.conversations where tenant_id = $1 for update', [inbox.world.tenantId]);
      await expect(inbox.until({ priority: 'normal' })).resolves.toBeDefined();
      client.release(true);
      await inbox.until({ priority: 'urgent' });
    });
  });

  describe('outside business hours', () => {
    const awayMessage = 'We are back at 9.';

    it('the bot answers as ever', async () => {
      const inbox = await inboxes({ awayMessage }, closedNow());
      await inbox.written('When are you open?');
      await inbox.world.requests(1);
      expect(await said(inbox)).toEqual([]);
    });

    it('a handoff says so in place of the notice, and who writes meanwhile is told once', async () => {
      const inbox = await inboxes({ awayMessage }, closedNow());
      await inbox.handedOff();
      await inbox.written('Hello?');
      await inbox.written('Anybody?');
      expect(await said(inbox)).toEqual([awayMessage]);
      expect((await inbox.world.sent(sendRequested)).map(({ content }) => content)).toMatchObject([{ text: { body: awayMessage } }]);
    });

    it('is said again in the next closed period, to a customer who waits', async () => {
      const inbox = await inboxes({ awayMessage }, closedNow());
      await inbox.handedOff();
      await infra.rows(`update conversation.conversations set away_told_at = now() - interval '2 days' where tenant_id = $1`, [
        inbox.world.tenantId,
      ]);
      await Promise.all(['Hello?', 'Anybody?', 'Good morning'].map((text) => inbox.world.write({ phone: '1' }, text)));
      await inbox.world.untilHandled(5);
      expect(await said(inbox)).toEqual([awayMessage, awayMessage]);
    });

    it('a second handoff in the same period has the plain notice', async () => {
      const inbox = await inboxes({ awayMessage }, closedNow());
      const id = await inbox.handedOff();
      await inbox.as('agent')('POST', `/conversations/${id}/release`);
      await inbox.handedOff();
      const [first, second] = await said(inbox);
      expect([first, second === awayMessage]).toEqual([awayMessage, false]);
    });

    it('nothing is said to who has an agent, nor where there is nothing to say', async () => {
      const [taken, silent] = [await inboxes({ awayMessage }, closedNow()), await inboxes({}, closedNow())];
      const id = await taken.written();
      await taken.as('agent')('POST', `/conversations/${id}/take-over`);
      await taken.written('Hello?');
      expect(await said(taken)).toEqual([]);
      await silent.handedOff();
      await silent.written('Hello?');
      expect(await said(silent)).toHaveLength(1);
    });
  });

  describe('the 24-hour window', () => {
    afterEach(() => void jest.useRealTimers());

    it('runs from WhatsApp’s timestamp, to the millisecond, however late the webhook came', async () => {
      const sentAt = Date.now() - 2 * HOUR;
      const inbox = await inboxes();
      await inbox.world.write({ phone: '1' }, 'Hello', { timestamp: new Date(sentAt).toISOString() });
      await inbox.world.untilHandled(1);
      const { id, window_expires_at: expires } = await inbox.only();
      expect(new Date(expires!).getTime()).toBe(sentAt + 24 * HOUR);
      const fake = (now: number): void => {
        const kept = ['nextTick', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
        jest.useFakeTimers({ now, doNotFake: [...kept, 'performance', 'hrtime', 'queueMicrotask'] });
      };
      fake(sentAt + 24 * HOUR - 1);
      expect((await write(inbox, id)).status).toBe(201);
      jest.setSystemTime(sentAt + 24 * HOUR);
      expect(await write(inbox, id)).toMatchObject({ status: 422, body: { code: 'window_closed' } });
      jest.setSystemTime(sentAt + 24 * HOUR - 1);
      expect((await write(inbox, id)).status).toBe(201);
    });
  });
});
