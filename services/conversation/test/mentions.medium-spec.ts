import { v7 } from 'uuid';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { NotificationsHandler } from '../src/handlers/notifications/notifications.handler.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

describe('colleagues who are mentioned in notes', () => {
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

  async function inboxOfThree() {
    const inbox = await InboxWorld.create(infra, running.url);
    const [ana, ben, eva] = (await inbox.people(3)) as [string, string, string];
    const id = await inbox.written('Where is my parcel?', { phone: '51987000111' });
    return { inbox, ana, ben, eva, id };
  }
  const of = (inbox: InboxWorld, userId: string) => inbox.as('agent', userId);

  it('each get one notification of the note; its author gets none', async () => {
    const { inbox, ana, ben, eva, id } = await inboxOfThree();
    const note = await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text: '@Ben please look', mentions: [ben, ana] });
    expect(note).toMatchObject({ status: 201, body: { mentions: [ben, ana] } });
    expect((await of(inbox, eva)('GET', `/conversations/${id}/notes`)).body.items[0].mentions).toEqual([ben, ana]);

    const { body } = await of(inbox, ben)('GET', '/notifications');
    expect(body).toEqual({
      items: [
        {
          id: expect.any(String),
          kind: 'mention',
          conversationId: id,
          noteId: note.body.id,
          authorId: ana,
          contactName: '51987000111',
          text: '@Ben please look',
          at: expect.any(String),
        },
      ],
      unreadCount: 1,
      nextCursor: null,
    });
    for (const other of [ana, eva])
      expect((await of(inbox, other)('GET', '/notifications')).body).toMatchObject({ items: [], unreadCount: 0 });
  });

  it('mark them as read, some or all, and never those of another person', async () => {
    const { inbox, ana, ben, eva, id } = await inboxOfThree();
    for (const text of ['one', 'two', 'three']) await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text, mentions: [ben] });
    const first = await of(inbox, ben)('GET', '/notifications?limit=2');
    expect(first.body.items.map(({ text }: { text: string }) => text)).toEqual(['three', 'two']);
    const second = await of(inbox, ben)('GET', `/notifications?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ text: 'one' }], unreadCount: 3, nextCursor: null });

    const ids = [first.body.items[0].id];
    await of(inbox, eva)('POST', '/notifications/read', { ids });
    expect((await of(inbox, ben)('GET', '/notifications')).body.unreadCount).toBe(3);
    expect((await of(inbox, ben)('POST', '/notifications/read', { ids })).body).toEqual({ unreadCount: 2 });
    expect((await of(inbox, ben)('POST', '/notifications/read', { ids })).body).toEqual({ unreadCount: 2 });
    expect((await of(inbox, ben)('GET', '/notifications')).body.items[0].readAt).toEqual(expect.any(String));
    expect((await of(inbox, ben)('POST', '/notifications/read', {})).body).toEqual({ unreadCount: 0 });
  });

  it('are members of the tenant: anybody else is refused, and no note is written', async () => {
    const { inbox, ana, id } = await inboxOfThree();
    const other = await inboxOfThree();
    const refused = await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text: '@Ben', mentions: [other.ben] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'mention_not_possible', errors: [{ field: 'mentions' }] } });
    expect((await of(inbox, ana)('GET', `/conversations/${id}/notes`)).body.items).toEqual([]);
    expect((await of(other.inbox, other.ben)('GET', '/notifications')).body.items).toEqual([]);
    const twice = { text: 'x', mentions: [ana, ana] };
    expect((await of(inbox, ana)('POST', `/conversations/${id}/notes`, twice)).body.code).toBe('validation_failed');
  });

  it('no longer find the notification once the note is deleted or its customer erased', async () => {
    const { inbox, ana, ben, id } = await inboxOfThree();
    const { body: note } = await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text: 'wrong one', mentions: [ben] });
    await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text: 'right one', mentions: [ben] });
    await of(inbox, ana)('DELETE', `/conversations/${id}/notes/${note.id}`);
    const { body } = await of(inbox, ben)('GET', '/notifications');
    expect(body).toMatchObject({ items: [{ text: 'right one' }], unreadCount: 1 });

    const { contact_id } = await inbox.only();
    expect((await inbox.as('admin')('POST', `/contacts/${contact_id}/erasure`)).status).toBeLessThan(300);
    expect(await infra.rows('select * from conversation.notifications where tenant_id = $1', [inbox.world.tenantId])).toEqual([]);
  });

  it('are told of a note once, whoever writes it again', async () => {
    const { inbox, ana, ben, id } = await inboxOfThree();
    const { body: note } = await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text: 'once', mentions: [ben] });
    const again = infra.rows('insert into conversation.notifications (tenant_id, id, user_id, note_id) values ($1, $2, $3, $4)', [
      inbox.world.tenantId,
      v7(),
      ben,
      note.id,
    ]);
    await expect(again).rejects.toThrow('notifications_once');
  });

  it('keep notifications for 90 days', async () => {
    const { inbox, ana, ben, id } = await inboxOfThree();
    for (const text of ['old', 'new']) await of(inbox, ana)('POST', `/conversations/${id}/notes`, { text, mentions: [ben] });
    await infra.rows(
      `update conversation.notifications n set created_at = now() - interval '91 days' from conversation.notes t
       where n.tenant_id = $1 and t.tenant_id = $1 and t.id = n.note_id and t.text = 'old' returning n.id`,
      [inbox.world.tenantId],
    );
    await running.app.get(NotificationsHandler).prune();
    expect((await of(inbox, ben)('GET', '/notifications')).body.items.map(({ text }: { text: string }) => text)).toEqual(['new']);
  });
});
