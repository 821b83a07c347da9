import { conversationAudited } from '#contracts';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';
const ADDRESS = '203.0.113.77';
/** What a customer is known by, none of which the log may hold. */
const PERSONAL = ['16505550199', 'US.199', 'Ana Quispe', 'ana@customer.example', 'Calle Lima', 'vip-tag', 'at the fair'];

describe('what the audit log is told', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let world: World;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    running = await startService(infra, service);
    world = await World.create(infra);
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  async function call(method: string, path: string, body?: unknown, caller = asMember(infra, world.tenantId, 'admin')) {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: {
        ...caller,
        'x-forwarded-for': `${ADDRESS}, 10.0.0.1`,
        'x-request-id': 'request-0001',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // Shapes are what these tests are about.
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as any };
  }
  /** All that was told of a target, oldest first. */
  async function told(targetId: string) {
    return (await infra.outboxEvents(conversationAudited)).map(({ data }) => data).filter((data) => data.targetId === targetId);
  }

  it.each([
    ['label', '/labels', { name: 'Refund', color: '#b45309' }, { name: 'Refunds', color: '#b45309' }],
    ['team', '/teams', { name: 'Sales', memberIds: [] as string[] }, { name: 'Sales', memberIds: [AGENT] }],
    [
      'canned_reply',
      '/canned-replies',
      { shortcut: 'hours', title: '', text: 'We are open' },
      { shortcut: 'hours', title: 'Hours', text: 'We are closed' },
    ],
  ])('is who made, changed and deleted a %s, and what it was before and after', async (type, path, first, second) => {
    const { id } = (await call('POST', path, first)).body;
    expect((await call('PUT', `${path}/${id}`, second)).status).toBe(200);
    expect((await call('DELETE', `${path}/${id}`)).status).toBe(204);
    const common = { actor: { kind: 'user', id: AGENT, address: ADDRESS, requestId: 'request-0001' }, targetType: type, targetId: id };
    expect(await told(id)).toEqual([
      { ...common, action: `${type}.created`, before: null, after: first },
      { ...common, action: `${type}.changed`, before: first, after: second },
      { ...common, action: `${type}.deleted`, before: second, after: null },
    ]);
  });

  it('is the settings of an inbox and how long messages are kept, by an API key too', async () => {
    const key = asApiKey(infra, world.tenantId, ['inbox:manage', 'contacts:write']);
    expect((await call('PUT', `/inboxes/${world.outletId}/settings`, { mostPerAgent: 7 }, key)).status).toBe(200);
    expect((await call('PUT', '/retention', { messagesDays: 400 }, key)).status).toBe(200);
    expect(await told(world.outletId)).toMatchObject([
      { action: 'inbox.settings_changed', actor: { kind: 'api-key' }, before: { mostPerAgent: 20 }, after: { mostPerAgent: 7 } },
    ]);
    expect(await told(world.tenantId)).toMatchObject([
      { action: 'retention.changed', actor: { kind: 'api-key' }, before: { messagesDays: null }, after: { messagesDays: 400 } },
    ]);
  });

  it('is of a contact which fields changed and ids, and nothing that it says', async () => {
    const made = await call('POST', '/contacts', { phone: PERSONAL[0], name: PERSONAL[2] });
    const other = await call('POST', '/contacts', { userId: PERSONAL[1], email: PERSONAL[3] });
    const { id } = made.body;
    const change = {
      name: PERSONAL[2],
      attributes: { street: PERSONAL[4] },
      tags: [PERSONAL[5]],
      consent: { marketing: 'granted', source: PERSONAL[6] },
    };
    expect((await call('PUT', `/contacts/${id}`, change)).status).toBe(200);
    expect((await call('PUT', `/contacts/${id}`, change)).status).toBe(200);
    expect((await call('POST', `/contacts/${id}/merge`, { contactId: other.body.id })).status).toBe(200);
    const erased = await call('POST', `/contacts/${id}/erasure`);
    expect(erased.status).toBe(202);
    await call('POST', `/contacts/${id}/erasure`);
    const events = await told(id);
    expect(events.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'contact.created', before: null, after: { fields: ['phone', 'name'] } },
      { action: 'contact.changed', before: null, after: { fields: ['attributes', 'tags', 'consent'] } },
      { action: 'contact.merged', before: null, after: { contactId: other.body.id, fields: ['email'] } },
      { action: 'contact.erasure_requested', before: null, after: { erasureId: erased.body.erasureId ?? erased.body.id } },
    ]);
    const everything = JSON.stringify([...events, ...(await told(other.body.id))]);
    for (const personal of PERSONAL) expect(everything).not.toContain(personal);
  });

  it('is nothing where nothing changed', async () => {
    const before = await infra.rows('select from conversation.outbox where subject = $1', [conversationAudited.subject]);
    const { status } = await call('PUT', `/labels/${v7()}`, { name: 'No label', color: '#000000' });
    expect(status).toBe(404);
    expect((await call('DELETE', `/teams/${v7()}`)).status).toBe(404);
    expect((await call('PUT', `/inboxes/${v7()}/settings`, {})).status).toBe(404);
    expect(await infra.rows('select from conversation.outbox where subject = $1', [conversationAudited.subject])).toHaveLength(
      before.length,
    );
  });
});
