import { draftGrew } from '#contracts';
import { Signals } from '#messaging';
import { eventually } from '#testing';
import { v7 } from 'uuid';
import { WebSocket } from 'ws';
import { token } from './gateway-world.js';
import type { LiveClient, Payload } from './live-client.js';
import { LiveWorld, type LiveTenantOfTest } from './live-world.js';

const refusal = (client: LiveClient): Promise<Payload> =>
  new Promise((resolve) => client.socket.once('connect_error', (error) => resolve((error as Error & { data: Payload }).data)));

describe('who sees what live', () => {
  let world: LiveWorld;

  beforeAll(async () => {
    world = await LiveWorld.start(2);
  }, 90_000);
  afterEach(() => world.closeClients());
  afterAll(async () => world?.stop(), 60_000);

  async function withConversation(): Promise<{ tenant: LiveTenantOfTest; id: string }> {
    const tenant = await world.tenant();
    await tenant.write('Hello');
    return { tenant, id: await tenant.conversationId() };
  }
  describe('tenants apart', () => {
    it('nobody hears another tenant, whatever ids they know', async () => {
      const { tenant: a, id } = await withConversation();
      const { tenant: b } = await withConversation();
      const insider = await a.ready();
      const outsider = world.client({ token: await b.token(), resume: { [id]: 0 }, inboxes: { [a.outletId]: 0 } });
      const named = world.client({ token: await b.token(), tenantId: a.id });
      expect(await refusal(named)).toMatchObject({ status: 403, code: 'tenant_forbidden' });
      await eventually(() => expect(outsider.readies).toBe(1));
      expect(Object.keys(outsider.of('ready')[0]!.inboxes)).toEqual([b.outletId]);
      for (const event of ['subscribe', 'typing']) {
        expect(await outsider.ask(event, { conversationId: id })).toMatchObject({ ok: false, problem: { status: 404, code: 'not_found' } });
      }
      expect(await outsider.ask('send', { conversationId: id, type: 'text', text: 'x', clientId: 'x' })).toMatchObject({
        ok: false,
        problem: { status: 404 },
      });
      for (const room of [a.id, `${a.id}/conversations`, `${a.id}/conversation/${id}`]) {
        expect(await outsider.ask('subscribe', { conversationId: room })).toMatchObject({
          ok: false,
          problem: { status: expect.any(Number) },
        });
      }
      await a.write('secret');
      world.conversation.app
        .get(Signals)
        .send(draftGrew, a.id, { conversationId: id, outletId: a.outletId, epoch: 1, text: 'secret', done: true });
      await eventually(() => expect([insider.of('message').length, insider.of('draft').length]).toEqual([1, 1]));
      await b.write('own');
      await eventually(() => expect(outsider.of('message')).toHaveLength(1));
      expect(JSON.stringify(outsider.heard)).not.toContain(a.id);
      expect(JSON.stringify(outsider.heard)).not.toContain('secret');
      expect(JSON.stringify(outsider.heard)).not.toContain(id);
    });
  });

  describe('who may', () => {
    it.each([
      ['no credentials', {}, 401, 'not_signed_in'],
      ['a token of somebody else’s making', { token: 'a.b.c' }, 401, 'invalid_credentials'],
      ['an unknown key', { apiKey: 'nobody' }, 401, 'invalid_credentials'],
      ['fields that there are not', { tokens: 'x' }, 400, 'validation_failed'],
      ['positions that are none', { resume: { x: 1 } }, 400, 'validation_failed'],
      ['a negative position', { inboxes: { '0198c0de-0000-7000-8000-000000000001': -1 } }, 400, 'validation_failed'],
    ])('%s is refused', async (_, auth, status, code) => {
      expect(await refusal(world.client(auth))).toMatchObject({ status, code });
    });

    it('a key needs conversations:read to hear and conversations:write to speak', async () => {
      const { tenant, id } = await withConversation();
      const key = (name: string) => `${name}-${tenant.id}`;
      await tenant.addApiKey(key('other'), ['billing:read']);
      await tenant.addApiKey(key('reader'), ['conversations:read']);
      expect(await refusal(world.client({ apiKey: key('other') }))).toMatchObject({ status: 403, code: 'scope_missing' });
      const reader = world.client({ apiKey: key('reader') });
      await eventually(() => expect(reader.readies).toBe(1));
      expect(reader.of('ready')[0]).not.toHaveProperty('userId');
      const message = { conversationId: id, type: 'text', text: 'x', clientId: 'x' };
      expect(await reader.ask('send', message)).toMatchObject({ ok: false, problem: { status: 403, code: 'scope_missing' } });
      const viewer = await tenant.ready({ role: 'viewer' });
      expect(await viewer.ask('send', message)).toMatchObject({ ok: false, problem: { status: 403 } });
      expect(await viewer.ask('typing', { conversationId: id })).toMatchObject({ ok: false, problem: { status: 403 } });
    });

    it('a connection ends when its token expires, and says so', async () => {
      const { tenant } = await withConversation();
      const client = world.client({ token: await tenant.token('agent', { expiresAt: Math.floor(Date.now() / 1_000) + 2 }) });
      await eventually(() => expect(client.readies).toBe(1));
      await eventually(() => expect(client.of('ended')).toMatchObject([{ reason: 'token_expired', problem: { code: 'token_expired' } }]));
      await eventually(() => expect(client.socket.connected).toBe(false));
      // It does not come back by itself, only with a new token.
      expect(client.socket.active).toBe(false);
      await tenant.write('meanwhile');
      client.socket.auth = { token: await tenant.token(), inboxes: client.cursors };
      client.socket.connect();
      await eventually(() => expect(client.of('message')).toMatchObject([{ message: { text: 'meanwhile' } }]));
      expect(client.faults).toEqual([]);
    });

    it('a connection of a superadmin without a second factor ends when a tenant begins to ask for one, and no other does', async () => {
      const [tenant, strict] = [await world.tenant(), await world.tenant()];
      const connect = async (claims: Parameters<typeof token>[1]): Promise<LiveClient> => {
        const client = world.client({ token: await token(world.infra, claims, { subject: v7() }), tenantId: tenant.id });
        await eventually(() => expect(client.readies).toBe(1));
        return client;
      };
      const plain = await connect({ superadmin: true });
      const others = [
        await connect({ superadmin: true, twoFactor: true }),
        await connect({ tenants: [{ id: tenant.id, role: 'viewer' }] }),
      ];
      try {
        await world.infra.rows('update tenant.tenants set two_factor_required = true where id = $1', [strict.id]);
        const ended = [{ reason: 'token_expired', problem: { status: 403, code: 'two_factor_required' } }];
        await eventually(() => expect(plain.of('ended')).toMatchObject(ended), { timeoutMs: 10_000 });
        const again = world.client({ token: await token(world.infra, { superadmin: true }), tenantId: tenant.id });
        expect(await refusal(again)).toMatchObject({ status: 403, code: 'two_factor_required' });
        await tenant.write('still told');
        for (const other of others) await eventually(() => expect(other.of('message')).toHaveLength(1));
      } finally {
        await world.infra.rows('update tenant.tenants set two_factor_required = false where id = $1', [strict.id]);
      }
    });

    it('a connection ends within two seconds of the revocation of its key', async () => {
      const { tenant } = await withConversation();
      const apiKey = `revoked-${tenant.id}`;
      const keyId = await tenant.addApiKey(apiKey, ['conversations:read']);
      const client = world.client({ apiKey });
      await eventually(() => expect(client.readies).toBe(1));
      await world.infra.rows('update tenant.api_keys set revoked_at = now() where id = $1', [keyId]);
      const revokedAt = performance.now();
      await eventually(() => expect(client.of('ended')).toMatchObject([{ reason: 'key_revoked' }]));
      expect(performance.now() - revokedAt).toBeLessThan(3_000);
      await eventually(() => expect(client.socket.connected).toBe(false));
    });
  });

  describe('what clients send', () => {
    it.each([
      ['subscribe', { conversationId: 'x' }, 400, 'validation_failed'],
      ['subscribe', undefined, 400, 'validation_failed'],
      ['subscribe', { conversationId: v7(), room: 'x' }, 400, 'validation_failed'],
      ['send', { conversationId: v7(), type: 'text', text: 'x' }, 400, 'validation_failed'],
      ['send', { conversationId: v7(), type: 'text', text: 'x', clientId: 'a\nb' }, 400, 'validation_failed'],
      ['presence', { availability: 'gone' }, 400, 'validation_failed'],
      ['read', { conversationId: v7(), seq: -1 }, 400, 'validation_failed'],
      ['join', { room: 'x' }, 404, 'unknown_event'],
      ['ready', {}, 404, 'unknown_event'],
    ])('%s %j is a problem %i', async (event, payload, status, code) => {
      const tenant = await world.tenant();
      const client = await tenant.ready();
      expect(await client.ask(event, payload)).toMatchObject({ ok: false, problem: { status, code } });
    });

    it('more events than a person makes are refused, and more bytes than an event has end the connection', async () => {
      const { tenant, id } = await withConversation();
      const client = await tenant.ready();
      const answers = await Promise.all(Array.from({ length: 120 }, () => client.ask('unsubscribe', { conversationId: id })));
      expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(60);
      expect(answers.filter(({ problem }) => problem?.code === 'too_many_events').length).toBeGreaterThan(20);
      client.socket.emit('send', { text: 'x'.repeat(200_000) });
      await eventually(() => expect(client.readies).toBe(2));
    });
  });

  it('has so many connections of an address, whatever id of another connection one claims to go on with', async () => {
    const gateway = await world.startGateway({ LIVE_SOCKETS_PER_ADDRESS: '2' });
    world.gateways.pop();
    const sockets: WebSocket[] = [];
    const open = (query: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`);
        sockets.push(socket);
        socket.once('open', () => resolve('open'));
        socket.once('error', (error) => resolve(error.message));
      });
    try {
      expect([await open(''), await open('')]).toEqual(['open', 'open']);
      for (const query of ['', '&sid=', '&sid', '&sid=toString', '&sid=__proto__', '&%73id=', '&a=1&sid=x']) {
        expect({ query, answer: await open(query) }).toEqual({ query, answer: expect.stringContaining('Unexpected server response') });
      }
    } finally {
      for (const socket of sockets) socket.terminate();
      await gateway.close();
    }
  });
});
