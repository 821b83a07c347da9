import { conversationAudited } from '#contracts';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('saved views', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, {});
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  async function people() {
    const inbox = await InboxWorld.create(infra, running.url);
    const [ana, ben] = (await inbox.people(2)) as [string, string];
    return { inbox, ana: inbox.as('agent', ana), ben: inbox.as('agent', ben), admin: inbox.as('admin'), anaId: ana };
  }
  const filter = { state: 'pending', assigneeId: 'me', unread: 'true', sort: 'waiting' };
  const names = (answer: { body: { items: { name: string }[] } }): string[] => answer.body.items.map(({ name }) => name);

  it('are a person’s own: nobody else sees, changes or deletes them', async () => {
    const { ana, ben, admin, anaId } = await people();
    const made = await ana('POST', '/views', { name: 'Waits for me', isShared: false, filter });
    expect(made).toMatchObject({ status: 201, body: { name: 'Waits for me', isShared: false, filter, ownerId: anaId } });
    const { id } = made.body;
    for (const other of [ben, admin]) {
      expect(names((await other('GET', '/views')) as never)).toEqual([]);
      expect((await other('PUT', `/views/${id}`, { name: 'Mine', isShared: false, filter })).status).toBe(404);
      expect((await other('DELETE', `/views/${id}`)).status).toBe(404);
    }
    const renamed = await ana('PUT', `/views/${id}`, { name: 'Mine that wait', isShared: false, filter: { priority: 'high' } });
    expect(renamed.body).toEqual({ id, ownerId: anaId, isShared: false, name: 'Mine that wait', filter: { priority: 'high' } });
    expect((await ana('GET', '/views')).body).toEqual({ items: [renamed.body] });
    expect((await ana('DELETE', `/views/${id}`)).status).toBe(204);
    expect((await ana('GET', '/views')).body).toEqual({ items: [] });
  });

  it('are shared, and changed where they are, by admins alone; the audit log tells of those', async () => {
    const { inbox, ana, ben, admin } = await people();
    expect(await ana('POST', '/views', { name: 'All', isShared: true, filter: {} })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const { body: own } = await ana('POST', '/views', { name: 'Own', isShared: false, filter });
    expect((await ana('PUT', `/views/${own.id}`, { name: 'Own', isShared: true, filter })).status).toBe(403);

    const { body: shared } = await admin('POST', '/views', { name: 'Urgent', isShared: true, filter: { priority: 'urgent', q: 'Ana' } });
    expect(names((await ana('GET', '/views')) as never)).toEqual(['Own', 'Urgent']);
    expect(names((await ben('GET', '/views')) as never)).toEqual(['Urgent']);
    expect(names((await inbox.as('viewer')('GET', '/views')) as never)).toEqual(['Urgent']);
    expect((await ana('PUT', `/views/${shared.id}`, { name: 'x', isShared: true, filter: {} })).status).toBe(403);
    expect((await ana('DELETE', `/views/${shared.id}`)).status).toBe(403);
    await admin('PUT', `/views/${shared.id}`, { name: 'Burning', isShared: true, filter: { priority: 'urgent' } });
    await admin('DELETE', `/views/${shared.id}`);
    const told = (await infra.outboxEvents(conversationAudited))
      .map(({ data }) => data)
      .filter(({ targetType }) => targetType === 'saved_view');
    expect(told.map(({ action, targetId, before, after }) => ({ action, targetId, before, after }))).toEqual([
      { action: 'saved_view.created', targetId: shared.id, before: null, after: { name: 'Urgent', priority: 'urgent' } },
      {
        action: 'saved_view.changed',
        targetId: shared.id,
        before: { name: 'Urgent', priority: 'urgent' },
        after: { name: 'Burning', priority: 'urgent' },
      },
      { action: 'saved_view.deleted', targetId: shared.id, before: { name: 'Burning', priority: 'urgent' }, after: null },
    ]);
  });

  it('are unseen by another tenant, have a name once, and hold only what a list can be filtered by', async () => {
    const { admin, ana, ben } = await people();
    const other = await people();
    const { body: shared } = await admin('POST', '/views', { name: 'Ours', isShared: true, filter: {} });
    expect(names((await other.admin('GET', '/views')) as never)).toEqual([]);
    expect((await other.admin('PUT', `/views/${shared.id}`, { name: 'x', isShared: true, filter: {} })).status).toBe(404);
    expect((await other.admin('DELETE', `/views/${shared.id}`)).status).toBe(404);

    const mine = { name: 'Mine', isShared: false, filter: {} };
    expect((await ana('POST', '/views', mine)).status).toBe(201);
    expect(await ana('POST', '/views', mine)).toMatchObject({ status: 409, body: { code: 'name_taken', errors: [{ field: 'name' }] } });
    expect((await ben('POST', '/views', mine)).status).toBe(201);
    expect((await admin('POST', '/views', { ...mine, name: 'Ours', isShared: true })).body.code).toBe('name_taken');
    for (const wrong of [
      { ...mine, name: ' ' },
      { ...mine, filter: { state: 'lost' } },
      { ...mine, filter: { cursor: 'x' } },
      { ...mine, filter: { assigneeId: 'them' } },
      { name: 'No filter', isShared: false },
    ])
      expect((await ana('POST', '/views', wrong)).body.code).toBe('validation_failed');
  });

  it('are 50 of a person at most', async () => {
    const { ana } = await people();
    for (let n = 0; n < 50; n++) expect((await ana('POST', '/views', { name: `View ${n}`, isShared: false, filter: {} })).status).toBe(201);
    expect(await ana('POST', '/views', { name: 'One more', isShared: false, filter: {} })).toMatchObject({
      status: 422,
      body: { code: 'too_many' },
    });
  });
});
