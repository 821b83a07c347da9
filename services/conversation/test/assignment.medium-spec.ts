import { ownerChanged, presenceReport, replyGenerated } from '#contracts';
import { TenantDatabase } from '#database';
import { Queries } from '#messaging';
import { createService, type Identity, type RunningService } from '#service-kit';
import { asApiKey, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { NIL, v7 } from 'uuid';
import type { WaitingInbox } from '../src/domain/ownership/waits.js';
import { AcceptReplyHandler } from '../src/handlers/bot/accept-reply.handler.js';
import { AssignmentCalls } from '../src/handlers/ownership/assignment-calls.state.js';
import { ChangeOwnerHandler } from '../src/handlers/ownership/change-owner.handler.js';
import { FindAbandonedHandler } from '../src/handlers/ownership/find-abandoned.handler.js';
import { TakeBackHandler } from '../src/handlers/ownership/take-back.handler.js';
import { AssignmentsRepository } from '../src/persistence/ownership/assignments.repository.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { reply } from './conversation-world.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('giving conversations to people', () => {
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

  /** So many customers write, and the model hands all of them over at the same time. */
  async function handoffs(inbox: InboxWorld, count: number, prefix = '555'): Promise<void> {
    const { world } = inbox;
    const before = (await inbox.all()).length;
    await Promise.all(Array.from({ length: count }, (_, i) => world.write({ phone: `${prefix}${i}` }, 'A person please')));
    await eventually(async () => expect(await inbox.all()).toHaveLength(before + count));
    const bots = (await inbox.all()).filter((row) => row.owner === 'bot');
    const handled = await world.handled();
    await Promise.all(
      bots.map(({ id, epoch }) =>
        infra.publish(
          replyGenerated,
          world.tenantId,
          reply({ conversationId: id, outletId: world.outletId, epoch }, { kind: 'handoff', reason: 'customer_asked' }),
        ),
      ),
    );
    await world.untilHandled(handled + bots.length);
  }
  const shares = async (inbox: InboxWorld): Promise<Record<string, number>> => {
    const rows = await inbox.all();
    return Object.fromEntries(
      [...Map.groupBy(rows, ({ assignee_id }) => assignee_id ?? 'nobody')].map(([who, theirs]) => [who, theirs.length]).sort(),
    );
  };
  const untilShares = (inbox: InboxWorld, expected: Record<string, number>) =>
    eventually(async () => expect(await shares(inbox)).toEqual(expected));

  describe('in turn', () => {
    it('30 handoffs at once and three agents are ten each, whichever process gives', async () => {
      const inbox = await inboxes({ assignment: 'round_robin' });
      const people = await inbox.people(3);
      await handoffs(inbox, 30);
      await untilShares(inbox, Object.fromEntries(people.map((id) => [id, 10])));
      for (const row of await inbox.all()) expect(row).toMatchObject({ state: 'open', owner: 'agent', epoch: 3 });
      const told = (await inbox.world.sent(ownerChanged)).filter(({ reason }) => reason === 'assigned');
      expect(new Set(told.map(({ conversationId }) => conversationId)).size).toBe(30);
      expect(told).toHaveLength(30);
      const [row] = await inbox.all();
      expect((await inbox.live(row!.id)).at(-1)).toBe('conversation');
    });

    it('somebody is called for right after the commit of a handoff, by the model or an agent, without waiting for a sweep', async () => {
      const inbox = await inboxes({ assignment: 'round_robin' });
      const { tenantId, outletId } = inbox.world;
      const { app } = await createService(service, infra.env('conversation'));
      try {
        const called: WaitingInbox[] = [];
        app.get(AssignmentCalls).listen((waiting) => called.push(waiting));
        const conversationId = await inbox.written();
        const data = reply({ conversationId, outletId, epoch: 1 }, { kind: 'handoff', reason: 'no_answer' });
        const at = new Date().toISOString();
        const event = { id: v7(), subject: replyGenerated.subject, tenantId, occurredAt: at, data: replyGenerated.data.parse(data) };
        await app.get(AcceptReplyHandler).execute([event]);
        expect(called).toEqual([{ tenantId, outletId }]);
        const ana: Identity = { kind: 'user', subject: v7(), superadmin: false, tenantId, role: 'agent' };
        const owner = app.get(ChangeOwnerHandler);
        await owner.execute(tenantId, conversationId, ana, { kind: 'release' });
        expect(called).toHaveLength(1);
        await owner.execute(tenantId, conversationId, ana, { kind: 'handoff', reason: 'vip' });
        expect(called).toEqual(Array(2).fill({ tenantId, outletId }));
      } finally {
        await app.close();
      }
    });

    it('what a process left that ended is given by a sweep, once somebody is there', async () => {
      const inbox = await inboxes({ assignment: 'round_robin' });
      await handoffs(inbox, 4);
      expect(await shares(inbox)).toEqual({ nobody: 4 });
      const [ana] = await inbox.people(1);
      await untilShares(inbox, { [ana!]: 4 });
    });

    it('no inbox in which nobody has room stands before the others for good', async () => {
      const made = [await inboxes({ assignment: 'round_robin' }), await inboxes({ assignment: 'round_robin' })];
      for (const inbox of made) {
        await handoffs(inbox, 1);
        await inbox.settle({ assignment: 'round_robin', teamId: await inbox.team([]) });
        await inbox.people(1);
      }
      const { app } = running[0]!;
      // Sweeps go on where the one before ended, and then begin anew.
      const seen = new Set<string>();
      for (let after: WaitingInbox | undefined = { tenantId: NIL, outletId: NIL }; after;) {
        const from: WaitingInbox = after;
        const [next] = await app.get(TenantDatabase).forSystem((tx) => app.get(AssignmentsRepository).inboxesBehind(tx, from, 1));
        if (next?.isWaiting) seen.add(next.outletId);
        after = next;
      }
      expect(made.every(({ world }) => seen.has(world.outletId))).toBe(true);
    });

    it('the most urgent comes first', async () => {
      const inbox = await inboxes({ assignment: 'round_robin', mostPerAgent: 1 });
      await handoffs(inbox, 3);
      const rows = await inbox.all();
      await inbox.as('agent')('PATCH', `/conversations/${rows[1]!.id}`, { priority: 'urgent' });
      const [ana] = await inbox.people(1);
      await untilShares(inbox, { [ana!]: 1, nobody: 2 });
      expect((await inbox.all())[1]).toMatchObject({ assignee_id: ana });
    });
  });

  describe('who gets something', () => {
    it('is there, has not said to be away, may write, and belongs to the team of the inbox', async () => {
      const inbox = await inboxes();
      const [ana, away, gone] = await inbox.people(3);
      const [outsider] = await inbox.people(1);
      const viewer = v7();
      await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer')`, [
        inbox.world.tenantId,
        viewer,
      ]);
      await infra.rows(`insert into conversation.presence (tenant_id, user_id, seen_at) values ($1, $2, now())`, [
        inbox.world.tenantId,
        viewer,
      ]);
      expect((await inbox.as('agent', away)('PUT', '/presence', { availability: 'away' })).status).toBe(200);
      await infra.rows(`update conversation.presence set seen_at = now() - interval '61 seconds' where tenant_id = $1 and user_id = $2`, [
        inbox.world.tenantId,
        gone,
      ]);
      await inbox.settle({ assignment: 'round_robin', teamId: await inbox.team([ana!, away!, gone!, viewer]) });
      await handoffs(inbox, 6);
      await untilShares(inbox, { [ana!]: 6 });
      expect(outsider).not.toBe(ana);
    });

    it('has room: what is above the maximum waits, and is given when there is room again', async () => {
      const inbox = await inboxes({ assignment: 'least_busy', mostPerAgent: 2 });
      const [ana, luis] = await inbox.people(2);
      await handoffs(inbox, 7);
      await untilShares(inbox, { [ana!]: 2, [luis!]: 2, nobody: 3 });
      const mine = (await inbox.all()).find(({ assignee_id }) => assignee_id === ana)!;
      await inbox.as('agent', ana)('POST', `/conversations/${mine.id}/close`);
      await eventually(async () =>
        expect((await inbox.all()).filter(({ assignee_id, state }) => assignee_id === ana && state === 'open')).toHaveLength(2),
      );
    });

    it('has the fewest, where the inbox says so', async () => {
      const inbox = await inboxes();
      const [ana, luis, eva] = await inbox.people(3);
      for (const [i, userId] of [ana, ana, ana, luis].entries()) {
        const id = await inbox.written('Hello', { phone: `9${i}` });
        await inbox.as('agent')('POST', `/conversations/${id}/assign`, { userId });
      }
      await inbox.settle({ assignment: 'least_busy' });
      await handoffs(inbox, 5);
      await untilShares(inbox, { [ana!]: 3, [luis!]: 3, [eva!]: 3 });
    });

    it('is there for everything else, although nobody else is for what they let escalate', async () => {
      const inbox = await inboxes({ assignment: 'round_robin', mostPerAgent: 100 });
      await handoffs(inbox, 22);
      const late = (await inbox.all()).map(({ id }) => id);
      await handoffs(inbox, 1, '777');
      const [ana] = await inbox.people(1, { isThere: false });
      await infra.rows(
        `update conversation.conversations set priority = 'urgent', escalated_at = now(), escalated_from = $2 where id = any($1)`,
        [late, ana],
      );
      await infra.rows('insert into conversation.presence (tenant_id, user_id, seen_at) values ($1, $2, now())', [
        inbox.world.tenantId,
        ana,
      ]);
      await untilShares(inbox, { [ana!]: 1, nobody: 22 });
    });

    it('is nobody by the system, where the inbox says manual', async () => {
      const inbox = await inboxes();
      await inbox.people(2);
      await handoffs(inbox, 2);
      const automatic = await inboxes({ assignment: 'round_robin' });
      await automatic.people(1);
      await automatic.handedOff();
      await automatic.until({ owner: 'agent' });
      expect(await shares(inbox)).toEqual({ nobody: 2 });
    });
  });

  describe('by hand', () => {
    it('goes to a team, whose people get it in turn', async () => {
      const inbox = await inboxes({ assignment: 'round_robin', firstResponseSeconds: 60 });
      const [ana] = await inbox.people(1);
      const team = await inbox.team([ana!]);
      await inbox.people(2);
      const id = await inbox.written();
      const given = await inbox.as('agent')('POST', `/conversations/${id}/assign`, { teamId: team });
      expect(given).toMatchObject({
        status: 200,
        body: { teamId: team, owner: 'none', state: 'pending', responseDueAt: expect.any(String) },
      });
      await inbox.until({ owner: 'agent', assignee_id: ana!, team_id: team });
      expect(await inbox.as('agent')('POST', `/conversations/${id}/assign`, { teamId: v7() })).toMatchObject({
        status: 422,
        body: { code: 'team_unknown' },
      });
    });

    it('goes to whoever’s turn it is, also from the bot; or says that nobody is there', async () => {
      const inbox = await inboxes();
      const id = await inbox.written();
      const auto = () => inbox.as('agent')('POST', `/conversations/${id}/assign`, { mode: 'auto' });
      expect(await auto()).toMatchObject({ status: 409, body: { code: 'nobody_available' } });
      expect(await inbox.only()).toMatchObject({ owner: 'bot', epoch: 1 });
      const [ana, luis] = await inbox.people(2);
      expect(await auto()).toMatchObject({ status: 200, body: { assigneeId: ana, owner: 'agent' } });
      expect(await auto()).toMatchObject({ status: 200, body: { assigneeId: luis, epoch: 3 } });
    });
  });

  describe('whose people are gone', () => {
    const takeBack = async (): Promise<void> => {
      const { app } = running[0]!;
      for (const due of await app.get(FindAbandonedHandler).execute()) await app.get(TakeBackHandler).execute(due);
    };

    it('waits for others, with a promise to a customer who has written', async () => {
      const inbox = await inboxes({ firstResponseSeconds: 300 });
      const { tenantId } = inbox.world;
      const [ana, luis] = await inbox.people(2, { isThere: false });
      const id = await inbox.written();
      expect((await inbox.as('agent', ana)('POST', `/conversations/${id}/take-over`)).status).toBe(200);
      await inbox.written('Are you there?');
      await takeBack();
      expect(await inbox.only()).toMatchObject({ owner: 'agent', assignee_id: ana, epoch: 3 });

      await infra.rows('delete from tenant.memberships where tenant_id = $1 and user_id = $2', [tenantId, ana]);
      await Promise.all([takeBack(), takeBack()]);
      expect(await inbox.only()).toMatchObject({
        state: 'pending',
        owner: 'none',
        assignee_id: null,
        handoff_reason: 'assignee_gone',
        epoch: 4,
      });
      expect((await inbox.only()).response_due_at).not.toBeNull();
      expect((await inbox.live(id)).at(-1)).toBe('conversation');
      expect((await inbox.world.sent(ownerChanged)).at(-1)).toMatchObject({ conversationId: id, owner: 'none', reason: 'assignee_gone' });
      expect((await inbox.as('agent', luis)('POST', `/conversations/${id}/take-over`)).status).toBe(200);
    });

    it('is whoever became a viewer, and no superadmin who is connected', async () => {
      const inbox = await inboxes();
      const { tenantId } = inbox.world;
      const [ana] = await inbox.people(1);
      const superadmin = v7();
      await infra.rows('insert into conversation.presence (tenant_id, user_id, seen_at) values ($1, $2, now())', [tenantId, superadmin]);
      const theirs = await inbox.written();
      const others = await inbox.written('Hello', { phone: '2' });
      await inbox.as('agent', ana)('POST', `/conversations/${theirs}/take-over`);
      await inbox.as('agent', superadmin)('POST', `/conversations/${others}/take-over`);
      await infra.rows(`update tenant.memberships set role = 'viewer' where tenant_id = $1 and user_id = $2`, [tenantId, ana]);
      await takeBack();
      expect(Object.fromEntries((await inbox.all()).map(({ id, owner }) => [id, owner]))).toEqual({ [theirs]: 'none', [others]: 'agent' });
    });
  });

  describe('presence', () => {
    it('is what gateways report and people set', async () => {
      const inbox = await inboxes();
      const { tenantId } = inbox.world;
      const [ana, luis] = await inbox.people(2, { isThere: false });
      const report = (userIds: string[]) => running[1]!.app.get(Queries).ask(presenceReport, tenantId, { userIds });
      expect(await report([])).toEqual({ items: [] });
      expect(await report([luis!, ana!, ana!])).toEqual({
        items: [ana, luis].map((userId) => ({ userId, availability: 'online', isConnected: true, seenAt: expect.any(String) })),
      });
      await infra.rows(`update conversation.presence set seen_at = now() - interval '2 minutes' where tenant_id = $1`, [tenantId]);
      expect(await inbox.as('agent', luis)('PUT', '/presence', { availability: 'away' })).toMatchObject({
        status: 200,
        body: { userId: luis, availability: 'away', isConnected: true },
      });
      const items = [
        { userId: ana, availability: 'online', isConnected: false },
        { userId: luis, availability: 'away', isConnected: true },
      ];
      expect((await inbox.as('viewer')('GET', '/presence')).body).toMatchObject({ items });
      expect(await report([luis!])).toMatchObject({ items });
      const foreign = await inboxes();
      expect((await foreign.as('viewer')('GET', '/presence')).body).toEqual({ items: [] });
      await infra.rows('delete from tenant.memberships where tenant_id = $1 and user_id = $2', [tenantId, ana]);
      expect((await inbox.as('viewer')('GET', '/presence')).body).toMatchObject({ items: items.slice(1) });
    });

    it('is of people: a program has none', async () => {
      const inbox = await inboxes();
      const response = await fetch(`${running[0]!.url}/api/v1/presence`, {
        method: 'PUT',
        headers: { ...asApiKey(infra, inbox.world.tenantId, ['*']), 'content-type': 'application/json' },
        body: JSON.stringify({ availability: 'away' }),
      });
      expect(response.status).toBe(403);
      expect(await inbox.as('agent')('PUT', '/presence', { availability: 'busy' })).toMatchObject({ status: 400 });
    });
  });

  describe('the settings of an inbox', () => {
    const path = (inbox: InboxWorld) => `/inboxes/${inbox.world.outletId}/settings`;
    const defaults = {
      assignment: 'manual',
      teamId: null,
      mostPerAgent: 20,
      firstResponseSeconds: null,
      nextResponseSeconds: null,
      escalationTeamId: null,
      escalationMessage: null,
      awayMessage: null,
      botInGroups: false,
    };

    it('have defaults, are replaced as a whole, and not by who has read an older version', async () => {
      const inbox = await inboxes();
      const as = inbox.as('admin');
      const first = await as('GET', path(inbox));
      expect([first.body, first.headers.get('etag')]).toEqual([defaults, '"0"']);
      const set = { assignment: 'least_busy', mostPerAgent: 3, awayMessage: 'Back at 9.' };
      const put = await as('PUT', path(inbox), set, { 'if-match': '"0"' });
      expect([put.status, put.body, put.headers.get('etag')]).toEqual([200, { ...defaults, ...set }, '"1"']);
      const stale = await as('PUT', path(inbox), { assignment: 'manual' }, { 'if-match': '"0"' });
      expect([stale.status, stale.body.code, stale.headers.get('etag')]).toEqual([412, 'precondition_failed', '"1"']);
      expect((await as('PUT', path(inbox), {}, { 'if-match': '"1"' })).body).toEqual(defaults);
    });

    it.each([
      [{ assignment: 'random' }, 400],
      [{ assignment: null }, 400],
      [{ mostPerAgent: 0 }, 400],
      [{ firstResponseSeconds: 0 }, 400],
      [{ nextResponseSeconds: 1.5 }, 400],
      [{ escalationMessage: ' ' }, 400],
      [{ awayMessage: 'x'.repeat(4097) }, 400],
      [{ awayMessage: 'x\0' }, 400],
      [{ teamId: 'sales' }, 400],
      [{ teamId: '0198c0de-0000-7000-8000-0000000000d1' }, 422],
      [{ colour: 'red' }, 400],
    ])('refuse %j and stay', async (body, status) => {
      const inbox = await inboxes({ assignment: 'round_robin' });
      const as = inbox.as('admin');
      expect((await as('PUT', path(inbox), body)).status).toBe(status);
      expect((await as('GET', path(inbox))).body).toEqual({ ...defaults, assignment: 'round_robin' });
    });

    it('are an admin’s, of an outlet of theirs', async () => {
      const inbox = await inboxes();
      const foreign = await inboxes();
      expect((await inbox.as('agent')('GET', path(inbox))).status).toBe(403);
      for (const method of ['GET', 'PUT']) {
        const body = method === 'PUT' ? {} : undefined;
        expect(await foreign.as('admin')(method, path(inbox), body)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
    });
  });
});
