import { v7 } from 'uuid';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('one action on many conversations', () => {
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

  async function inboxOf(customers: number) {
    const inbox = await InboxWorld.create(infra, running.url);
    const ids: string[] = [];
    for (let n = 0; n < customers; n++) ids.push(await inbox.written('Hello', { phone: `5198700020${n}` }));
    return { inbox, ids, agent: inbox.as('agent') };
  }
  const entries = async (inbox: InboxWorld): Promise<number> =>
    (await infra.rows('select seq from conversation.inbox_log where tenant_id = $1', [inbox.world.tenantId])).length;

  it('closes them, names the one that is not there, and changes nothing when the call comes again', async () => {
    const { inbox, ids, agent } = await inboxOf(3);
    const other = await inboxOf(1);
    const [unknown, foreign] = [v7(), other.ids[0]!];
    const conversationIds = [ids[0]!, unknown, ids[2]!, foreign];
    const closed = await agent('POST', '/conversations/bulk', { conversationIds, action: 'close' });
    expect(closed).toMatchObject({
      status: 200,
      body: {
        results: [
          { conversationId: ids[0], ok: true, conversation: { id: ids[0], state: 'closed' } },
          { conversationId: unknown, ok: false, code: 'not_found', detail: expect.stringContaining('conversation') },
          { conversationId: ids[2], ok: true },
          { conversationId: foreign, ok: false, code: 'not_found' },
        ],
      },
    });
    const states = async (): Promise<string[]> => (await inbox.all()).map(({ state, epoch }) => `${state} ${epoch}`);
    const [before, told] = [await states(), await entries(inbox)];
    expect((await inbox.all()).map(({ id, state }) => [id, state]).sort()).toEqual(
      ids.map((id, n) => [id, n === 1 ? 'open' : 'closed']).sort(),
    );
    expect((await other.inbox.all())[0]).toMatchObject({ state: 'open' });

    const again = await agent('POST', '/conversations/bulk', { conversationIds, action: 'close' });
    expect(again.body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false, true, false]);
    expect([await states(), await entries(inbox)]).toEqual([before, told]);
  });

  it('assigns, snoozes, marks as read, adds and removes labels', async () => {
    const { inbox, ids, agent } = await inboxOf(2);
    const [eva] = (await inbox.people(1)) as [string];
    const admin = inbox.as('admin');
    const label = async (name: string): Promise<string> => (await admin('POST', '/labels', { name, color: '#112233' })).body.id;
    const [kept, added] = [await label('Kept'), await label('Added')];
    await agent('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [kept] });
    const all = async (action: string, more: object = {}): Promise<any[]> => {
      const { status, body } = await agent('POST', '/conversations/bulk', { conversationIds: ids, action, ...more });
      expect({ status, refused: body.results.filter(({ ok }: { ok: boolean }) => !ok) }).toEqual({ status: 200, refused: [] });
      return body.results.map(({ conversation }: { conversation: unknown }) => conversation);
    };
    expect((await all('label', { addLabelIds: [added] })).map(({ labelIds }) => labelIds.sort())).toEqual([[kept, added].sort(), [added]]);
    expect((await all('label', { removeLabelIds: [added] })).map(({ labelIds }) => labelIds)).toEqual([[kept], []]);
    expect((await all('read')).map(({ unreadCount }) => unreadCount)).toEqual([0, 0]);
    expect((await all('assign', { userId: eva })).map(({ assigneeId, owner }) => [assigneeId, owner])).toEqual([
      [eva, 'agent'],
      [eva, 'agent'],
    ]);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await all('snooze', { until })).map(({ state, snoozedUntil }) => [state, snoozedUntil])).toEqual([
      ['snoozed', until],
      ['snoozed', until],
    ]);
    const team = await inbox.team([eva]);
    expect((await all('assign', { teamId: team })).map(({ teamId, state }) => [teamId, state])).toEqual([
      [team, 'pending'],
      [team, 'pending'],
    ]);
  });

  it('says for each what was wrong with it: closed, a foreign person, an unknown label', async () => {
    const { ids, agent } = await inboxOf(2);
    await agent('POST', `/conversations/${ids[0]}/close`);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const codes = async (body: object): Promise<(string | undefined)[]> =>
      (await agent('POST', '/conversations/bulk', { conversationIds: ids, ...body })).body.results.map(
        ({ code }: { code?: string }) => code,
      );
    expect(await codes({ action: 'snooze', until })).toEqual(['conversation_closed', undefined]);
    expect(await codes({ action: 'assign', userId: v7() })).toEqual(['assignee_not_possible', 'assignee_not_possible']);
    expect(await codes({ action: 'label', addLabelIds: [v7()] })).toEqual(['label_unknown', 'label_unknown']);
  });

  it('refuses a call that cannot be meant, before anything is changed', async () => {
    const { inbox, ids, agent } = await inboxOf(1);
    const before = await inbox.all();
    const wrong = [
      { conversationIds: [], action: 'close' },
      { conversationIds: Array.from({ length: 101 }, () => v7()), action: 'close' },
      { conversationIds: [ids[0], ids[0]!.toUpperCase()], action: 'close' },
      { conversationIds: ids, action: 'erase' },
      { conversationIds: ids, action: 'snooze' },
      { conversationIds: ids, action: 'assign' },
      { conversationIds: ids, action: 'assign', userId: v7(), teamId: v7() },
      { conversationIds: ids, action: 'label' },
    ];
    for (const body of wrong)
      expect(await agent('POST', '/conversations/bulk', body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect((await inbox.as('viewer')('POST', '/conversations/bulk', { conversationIds: ids, action: 'close' })).status).toBe(403);
    expect(await inbox.all()).toEqual(before);
  });
});
