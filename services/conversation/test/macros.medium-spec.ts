import { v7 } from 'uuid';
import { conversationAudited } from '#contracts';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('macros', () => {
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

  async function world() {
    const inbox = await InboxWorld.create(infra, running.url);
    const [eva] = (await inbox.people(1)) as [string];
    const id = await inbox.written('Where is my refund?', { phone: '51987000333' });
    const [admin, agent] = [inbox.as('admin'), inbox.as('agent')];
    const label = async (name: string): Promise<string> => (await admin('POST', '/labels', { name, color: '#112233' })).body.id;
    const make = async (...actions: object[]): Promise<string> => {
      const made = await admin('POST', '/macros', { name: `Macro ${v7()}`, actions });
      expect(made.status).toBe(201);
      return made.body.id;
    };
    const run = (macroId: string, body: object = {}, headers = {}) =>
      agent('POST', `/conversations/${id}/macros/${macroId}`, body, headers);
    const said = async (): Promise<string[]> =>
      (await agent('GET', `/conversations/${id}/messages`)).body.items
        .filter(({ direction }: { direction: string }) => direction === 'outbound')
        .map(({ text }: { text: string }) => text);
    return { inbox, eva, id, admin, agent, label, make, run, said };
  }

  it('do their steps in order: reply with names, labels, priority, person, snooze', async () => {
    const { inbox, eva, label, make, run, said } = await world();
    const refund = await label('Refund');
    const macroId = await make(
      { kind: 'reply', text: 'Hello {{contact.name}}, this is {{ agent.name }}.' },
      { kind: 'label', addLabelIds: [refund] },
      { kind: 'priority', priority: 'high' },
      { kind: 'assign', userId: eva },
      { kind: 'snooze', minutes: 90 },
    );
    const before = Date.now();
    const { status, body } = await run(macroId, { agentName: 'Luis' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { state: 'snoozed', owner: 'agent', assigneeId: eva, priority: 'high', labelIds: [refund] },
    });
    expect(Date.parse(body.snoozedUntil)).toBeGreaterThanOrEqual(before + 90 * 60_000);
    expect(await said()).toEqual(['Hello 51987000333, this is Luis.']);
    expect(await inbox.only()).toMatchObject({ state: 'snoozed', priority: 'high', assignee_id: eva });
  });

  it.each([
    ['a label that is gone', [{ kind: 'label', addLabelIds: [v7()] }], 'label_unknown'],
    ['somebody of another company', [{ kind: 'assign', userId: v7() }], 'assignee_not_possible'],
    ['a team that is gone', [{ kind: 'assign', teamId: v7() }], 'team_unknown'],
    ['snoozing what it has just closed', [{ kind: 'close' }, { kind: 'snooze', minutes: 5 }], 'conversation_closed'],
  ])('do nothing at all where a later step is not possible: %s', async (_, impossible, reason) => {
    const { inbox, make, run, said } = await world();
    const before = await inbox.all();
    const macroId = await make({ kind: 'reply', text: 'On its way' }, { kind: 'priority', priority: 'urgent' }, ...impossible);
    const refused = await run(macroId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'macro_not_possible', reason, step: 2 + impossible.length } });
    expect(await said()).toEqual([]);
    expect(await inbox.all()).toEqual(before);
  });

  it('send nothing when the window is closed, nor without the name that the words need', async () => {
    const { inbox, make, run, said } = await world();
    const macroId = await make({ kind: 'reply', text: 'I am {{agent.name}}' }, { kind: 'close' });
    expect(await run(macroId)).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field: 'agentName' }] } });
    await infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 second' where tenant_id = $1`, [
      inbox.world.tenantId,
    ]);
    expect(await run(macroId, { agentName: 'Luis' })).toMatchObject({
      body: { code: 'macro_not_possible', reason: 'window_closed', step: 1 },
    });
    expect(await said()).toEqual([]);
    expect(await inbox.only()).toMatchObject({ state: 'open' });
  });

  it('reply once when the same run comes again, wherever it had ended', async () => {
    const { inbox, make, run, said } = await world();
    const macroId = await make({ kind: 'reply', text: 'Done!' }, { kind: 'close' });
    const key = { 'idempotency-key': v7() };
    await run(macroId, {}, key);
    const before = await inbox.only();
    expect((await run(macroId, {}, key)).status).toBe(200);
    expect(await said()).toEqual(['Done!']);
    expect(await inbox.only()).toEqual(before);
    await run(macroId);
    expect(await said()).toEqual(['Done!', 'Done!']);
  });

  it('are made, changed and deleted by admins, run by agents, and the audit log tells of all of it', async () => {
    const { inbox, id, admin, agent } = await world();
    const first = { name: 'Close it', actions: [{ kind: 'close' }] };
    const second = { name: 'Close it', actions: [{ kind: 'priority', priority: 'low' }, { kind: 'close' }] };
    expect((await agent('POST', '/macros', first)).status).toBe(403);
    const made = await admin('POST', '/macros', first);
    const macroId = made.body.id;
    expect((await admin('POST', '/macros', first)).body.code).toBe('name_taken');
    expect((await agent('PUT', `/macros/${macroId}`, second)).status).toBe(403);
    expect((await admin('PUT', `/macros/${macroId}`, second)).body).toEqual({ id: macroId, ...second });
    expect((await inbox.as('viewer')('GET', '/macros')).body.items).toEqual([{ id: macroId, ...second }]);
    expect((await inbox.as('viewer')('POST', `/conversations/${id}/macros/${macroId}`)).status).toBe(403);
    expect((await agent('POST', `/conversations/${id}/macros/${macroId}`)).body).toMatchObject({ state: 'closed', priority: 'low' });
    expect((await agent('DELETE', `/macros/${macroId}`)).status).toBe(403);
    expect((await admin('DELETE', `/macros/${macroId}`)).status).toBe(204);
    const told = (await infra.outboxEvents(conversationAudited)).map(({ data }) => data).filter(({ targetId }) => targetId === macroId);
    expect(told.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'macro.created', before: null, after: { name: 'Close it', actions: ['{"kind":"close"}'] } },
      {
        action: 'macro.changed',
        before: { name: 'Close it', actions: ['{"kind":"close"}'] },
        after: expect.objectContaining({ name: 'Close it' }),
      },
      { action: 'macro.run', before: null, after: { name: 'Close it', conversationId: id } },
      { action: 'macro.deleted', before: expect.objectContaining({ name: 'Close it' }), after: null },
    ]);
  });

  it('are one tenant’s, and hold only steps that have what they need', async () => {
    const { id, admin, agent, make } = await world();
    const other = await world();
    const foreign = await other.make({ kind: 'close' });
    expect((await agent('POST', `/conversations/${id}/macros/${foreign}`)).status).toBe(404);
    expect((await admin('DELETE', `/macros/${foreign}`)).status).toBe(404);
    expect((await agent('POST', `/conversations/${other.id}/macros/${await make({ kind: 'close' })}`)).status).toBe(404);
    expect(await other.inbox.only()).toMatchObject({ state: 'open' });
    for (const actions of [
      [],
      [{ kind: 'erase' }],
      [{ kind: 'reply' }],
      [{ kind: 'reply', text: ' ' }],
      [{ kind: 'label' }],
      [{ kind: 'assign', userId: v7(), teamId: v7() }],
      [{ kind: 'snooze', minutes: 0 }],
      Array.from({ length: 11 }, () => ({ kind: 'close' })),
    ])
      expect((await admin('POST', '/macros', { name: 'Wrong', actions })).body.code).toBe('validation_failed');
  });
});
