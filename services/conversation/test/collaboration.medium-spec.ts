import type { RunningService } from '#service-kit';
import { asApiKey, asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

/** The agent that every world has. */
const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

describe('working together on conversations', () => {
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

  interface Answer {
    status: number;
    // Shapes are what these tests are about.
    body: any;
  }
  async function call(headers: Record<string, string>, method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }
  const as =
    (world: World, role: 'viewer' | 'agent' | 'admin' = 'admin') =>
    (method: string, path: string, body?: unknown) =>
      call(asMember(infra, world.tenantId, role), method, path, body);

  /** A tenant in which each of these phones has written, in this order. */
  async function written(...customers: { phone: string; name: string }[]): Promise<{ world: World; ids: string[] }> {
    const world = await World.create(infra);
    for (const [index, { phone, name }] of customers.entries()) {
      await world.write({ phone, name }, `Hello from ${name}`, { timestamp: new Date(Date.now() - 60_000 + index * 1_000).toISOString() });
      await world.untilHandled(index + 1);
    }
    return { world, ids: (await world.conversations()).map((row) => row.id) };
  }
  const log = (world: World): Promise<{ kind: string; ref_id: string | null; seq: number }[]> =>
    infra.rows('select kind, ref_id, seq from conversation.inbox_log where tenant_id = $1 order by seq', [world.tenantId]);

  describe('labels', () => {
    it('are made, changed, put on conversations and taken off with the label', async () => {
      const { world, ids } = await written({ phone: '16505550001', name: 'Ana' });
      const admin = as(world);
      const made = await admin('POST', '/labels', { name: 'Refund', color: '#b45309' });
      expect(made).toEqual({ status: 201, body: { id: expect.any(String), name: 'Refund', color: '#b45309' } });
      const { id } = made.body;
      expect((await admin('PUT', `/labels/${id}`, { name: 'Refunds', color: '#b45309' })).body.name).toBe('Refunds');

      const labelled = await as(world, 'agent')('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [id] });
      expect(labelled.body.labelIds).toEqual([id]);
      expect((await admin('GET', `/conversations?labelId=${id}`)).body.items.map((row: { id: string }) => row.id)).toEqual(ids);
      expect((await admin('GET', `/conversations?labelId=${v7()}`)).body.items).toEqual([]);

      expect((await admin('DELETE', `/labels/${id}`)).status).toBe(204);
      expect((await admin('GET', `/conversations/${ids[0]}`)).body.labelIds).toEqual([]);
    });

    it('tell the live log of a change, once, and not of none', async () => {
      const { world, ids } = await written({ phone: '16505550002', name: 'Ana' });
      const admin = as(world);
      const { body: label } = await admin('POST', '/labels', { name: 'VIP', color: '#000000' });
      const before = (await log(world)).length;
      await admin('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [label.id] });
      await admin('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [label.id] });
      expect((await log(world)).slice(before).map(({ kind }) => kind)).toEqual(['conversation']);
    });

    it('refuses a name that is taken, and a label of another tenant', async () => {
      const { world, ids } = await written({ phone: '16505550003', name: 'Ana' });
      const other = await written({ phone: '16505550004', name: 'Bob' });
      await as(world)('POST', '/labels', { name: 'VIP', color: '#000000' });
      const taken = await as(world)('POST', '/labels', { name: 'VIP', color: '#111111' });
      expect(taken).toMatchObject({ status: 409, body: { code: 'name_taken', errors: [{ field: 'name' }] } });
      const { body: foreign } = await as(other.world)('POST', '/labels', { name: 'VIP', color: '#000000' });
      const refused = await as(world)('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [foreign.id] });
      expect(refused).toMatchObject({ status: 422, body: { code: 'label_unknown' } });
      expect((await as(world)('PUT', `/labels/${foreign.id}`, { name: 'Mine', color: '#000000' })).status).toBe(404);
      expect((await as(world)('DELETE', `/labels/${foreign.id}`)).status).toBe(404);
    });
  });

  describe('notes', () => {
    it('stand behind the message they were written after, and are seen live', async () => {
      const { world, ids } = await written({ phone: '16505550011', name: 'Ana' });
      const agent = as(world, 'agent');
      const made = await agent('POST', `/conversations/${ids[0]}/notes`, { text: 'Call her back' });
      expect(made.status).toBe(201);
      expect(made.body).toEqual({
        id: expect.any(String),
        conversationId: ids[0],
        authorId: expect.any(String),
        text: 'Call her back',
        mentions: [],
        afterSeq: 1,
        at: expect.any(String),
      });
      expect((await log(world)).at(-1)).toMatchObject({ kind: 'note', ref_id: made.body.id });
      expect((await agent('GET', `/conversations/${ids[0]}/notes`)).body).toEqual({ items: [made.body], nextCursor: null });
      expect((await agent('GET', `/conversations/${ids[0]}/messages`)).body.items).toHaveLength(1);
      expect((await agent('DELETE', `/conversations/${ids[0]}/notes/${made.body.id}`)).status).toBe(204);
      expect((await agent('GET', `/conversations/${ids[0]}/notes`)).body.items).toEqual([]);
    });

    it('come in pages, newest first', async () => {
      const { world, ids } = await written({ phone: '16505550012', name: 'Ana' });
      const agent = as(world, 'agent');
      for (const text of ['one', 'two', 'three']) await agent('POST', `/conversations/${ids[0]}/notes`, { text });
      const first = await agent('GET', `/conversations/${ids[0]}/notes?limit=2`);
      expect(first.body.items.map((note: { text: string }) => note.text)).toEqual(['three', 'two']);
      const second = await agent('GET', `/conversations/${ids[0]}/notes?limit=2&cursor=${first.body.nextCursor}`);
      expect(second.body).toMatchObject({ items: [{ text: 'one' }], nextCursor: null });
      expect((await agent('GET', `/conversations/${ids[0]}/notes?cursor=WyJ4Il0`)).body.code).toBe('invalid_cursor');
    });

    it('are deleted by their author or an admin, and by no other agent', async () => {
      const { world, ids } = await written({ phone: '16505550013', name: 'Ana' });
      const { body: note } = await as(world, 'agent')('POST', `/conversations/${ids[0]}/notes`, { text: 'Mine' });
      const other = asApiKey(infra, world.tenantId, ['conversations:write']);
      expect(await call(other, 'DELETE', `/conversations/${ids[0]}/notes/${note.id}`)).toMatchObject({ status: 403 });
      expect((await as(world, 'admin')('DELETE', `/conversations/${ids[0]}/notes/${note.id}`)).status).toBe(204);
    });

    it('move along when two conversations become one', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '16505550014' }, 'By phone');
      await world.untilHandled(1);
      await world.write({ userId: 'US.14' }, 'By id');
      await world.untilHandled(2);
      const admin = as(world);
      const { body: label } = await admin('POST', '/labels', { name: 'VIP', color: '#000000' });
      for (const { id } of await world.conversations()) {
        await admin('POST', `/conversations/${id}/notes`, { text: `note on ${id}` });
        await admin('PUT', `/conversations/${id}/labels`, { labelIds: [label.id] });
      }
      await world.write({ phone: '16505550014', userId: 'US.14' }, 'Both');
      await world.untilHandled(3);
      const [only, ...none] = await world.conversations();
      expect(none).toEqual([]);
      expect((await admin('GET', `/conversations/${only!.id}/notes`)).body.items).toHaveLength(2);
      expect((await admin('GET', `/conversations/${only!.id}`)).body.labelIds).toEqual([label.id]);
    });
  });

  describe('teams', () => {
    it('hold people who may answer, and nobody else', async () => {
      const { world } = await written();
      const admin = as(world);
      const made = await admin('POST', '/teams', { name: 'Billing', memberIds: [AGENT] });
      expect(made).toMatchObject({ status: 201, body: { name: 'Billing', memberIds: [AGENT] } });
      const refused = await admin('PUT', `/teams/${made.body.id}`, { name: 'Billing', memberIds: [AGENT, v7()] });
      expect(refused).toMatchObject({ status: 422, body: { code: 'member_not_possible' } });
      expect((await admin('GET', '/teams')).body.items).toEqual([made.body]);
      expect((await admin('PUT', `/teams/${made.body.id}`, { name: 'Money', memberIds: [] })).body.memberIds).toEqual([]);
      expect((await admin('DELETE', `/teams/${made.body.id}`)).status).toBe(204);
    });

    it('are not deleted while a conversation that is not closed is theirs', async () => {
      const { world, ids } = await written({ phone: '16505550021', name: 'Ana' });
      const admin = as(world);
      const { body: team } = await admin('POST', '/teams', { name: 'Billing', memberIds: [] });
      await infra.rows('update conversation.conversations set team_id = $2 where tenant_id = $1', [world.tenantId, team.id]);
      expect((await admin('GET', `/conversations?teamId=${team.id}`)).body.items).toHaveLength(1);
      expect(await admin('DELETE', `/teams/${team.id}`)).toMatchObject({ status: 409, body: { code: 'team_in_use' } });
      await admin('POST', `/conversations/${ids[0]}/close`);
      expect((await admin('DELETE', `/teams/${team.id}`)).status).toBe(204);
    });
  });

  describe('canned replies', () => {
    it('are found by their shortcut, which only one has', async () => {
      const { world } = await written();
      const agent = as(world, 'agent');
      const made = await agent('POST', '/canned-replies', { shortcut: 'hours', text: 'From 9 to 18.' });
      expect(made).toEqual({ status: 201, body: { id: expect.any(String), shortcut: 'hours', title: '', text: 'From 9 to 18.' } });
      expect(await agent('POST', '/canned-replies', { shortcut: 'hours', text: 'x' })).toMatchObject({
        status: 409,
        body: { code: 'shortcut_taken' },
      });
      expect(await agent('POST', '/canned-replies', { shortcut: 'two words', text: 'x' })).toMatchObject({ status: 400 });
      await agent('PUT', `/canned-replies/${made.body.id}`, { shortcut: 'open', title: 'Opening', text: 'From 9 to 18.' });
      expect((await agent('GET', '/canned-replies')).body.items).toMatchObject([{ shortcut: 'open', title: 'Opening' }]);
      expect((await agent('DELETE', `/canned-replies/${made.body.id}`)).status).toBe(204);
      expect((await agent('DELETE', `/canned-replies/${made.body.id}`)).status).toBe(404);
    });
  });

  describe('the list', () => {
    const names = (answer: Answer): string[] => answer.body.items.map((row: { contact: { name: string } }) => row.contact.name);

    it('shows the newest message of each conversation', async () => {
      const { world } = await written({ phone: '16505550031', name: 'Ana' });
      const { body } = await as(world)('GET', '/conversations');
      expect(body.items[0].lastMessage).toEqual({
        type: 'text',
        text: 'Hello from Ana',
        author: 'customer',
        direction: 'inbound',
        status: 'received',
        at: body.items[0].lastMessageAt,
      });
    });

    it('finds by a part of name, phone or username, taking wildcards as they are', async () => {
      const { world } = await written({ phone: '16505550041', name: 'Ana Ruiz' }, { phone: '34600111222', name: 'Bob 100%' });
      const admin = as(world);
      expect(names(await admin('GET', '/conversations?q=ruiz'))).toEqual(['Ana Ruiz']);
      expect(names(await admin('GET', '/conversations?q=600111'))).toEqual(['Bob 100%']);
      expect(names(await admin('GET', '/conversations?q=100%25'))).toEqual(['Bob 100%']);
      expect(names(await admin('GET', '/conversations?q=_'))).toEqual([]);
    });

    it.each([
      ['newest', ['C', 'B', 'A']],
      ['waiting', ['A', 'B', 'C']],
      ['priority', ['A', 'C', 'B']],
    ])('comes in the order %s, in pages without gap or double', async (sort, expected) => {
      const { world, ids } = await written(
        { phone: '16505550051', name: 'A' },
        { phone: '16505550052', name: 'B' },
        { phone: '16505550053', name: 'C' },
      );
      await infra.rows(`update conversation.conversations set priority = 'urgent' where tenant_id = $1 and id = $2`, [
        world.tenantId,
        ids[0],
      ]);
      const found: string[] = [];
      let cursor = '';
      do {
        const page = await as(world)('GET', `/conversations?sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
        found.push(...names(page));
        cursor = page.body.nextCursor ?? '';
      } while (cursor);
      expect(found).toEqual(expected);
    });

    it('counts what is not closed, and filters by the same', async () => {
      const { world, ids } = await written(
        { phone: '16505550061', name: 'A' },
        { phone: '16505550062', name: 'B' },
        { phone: '16505550063', name: 'C' },
        { phone: '16505550064', name: 'D' },
      );
      const agent = as(world, 'agent');
      await agent('POST', `/conversations/${ids[0]}/close`);
      await agent('POST', `/conversations/${ids[1]}/assign`, { userId: AGENT });
      await agent('POST', `/conversations/${ids[2]}/handoff`);
      const headers = asMember(infra, world.tenantId, 'agent', AGENT);
      expect((await call(headers, 'GET', '/conversations/counts')).body).toMatchObject({
        open: 2,
        pending: 1,
        snoozed: 0,
        mine: 1,
        unassigned: 1,
        escalated: 0,
      });
      expect(names(await call(headers, 'GET', '/conversations?assigneeId=me'))).toEqual(['B']);
      expect(names(await call(headers, 'GET', `/conversations?assigneeId=${AGENT}`))).toEqual(['B']);
      expect(names(await call(headers, 'GET', '/conversations?assigneeId=none&state=pending'))).toEqual(['C']);
      expect((await call(headers, 'GET', `/conversations/counts?outletId=${v7()}`)).body).toMatchObject({ open: 0, mine: 0 });
      expect(await call(headers, 'GET', '/conversations?assigneeId=somebody')).toMatchObject({ status: 400 });
    });

    it('shows nothing of another tenant', async () => {
      const { world, ids } = await written({ phone: '16505550071', name: 'Ana' });
      const { world: other } = await written();
      await as(world)('POST', '/labels', { name: 'VIP', color: '#000000' });
      for (const path of ['/labels', '/teams', '/canned-replies', '/conversations']) {
        expect((await as(other)('GET', path)).body.items).toEqual([]);
      }
      expect((await as(other)('POST', `/conversations/${ids[0]}/notes`, { text: 'x' })).status).toBe(404);
      expect((await as(other)('PUT', `/conversations/${ids[0]}/labels`, { labelIds: [] })).status).toBe(404);
      expect((await as(other)('GET', `/conversations/${ids[0]}/notes`)).status).toBe(404);
    });
  });
});
