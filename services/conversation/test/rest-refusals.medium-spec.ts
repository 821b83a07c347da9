import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { ownerChanged, replyGenerated, replyRequested, sendRequested, statusChanged } from '#contracts';
import { asApiKey, asMember, startService } from '#testing';
import { v7 } from 'uuid';
import { ForgetIdempotencyKeysHandler } from '../src/handlers/messages/forget-idempotency-keys.handler.js';
import { service } from '../src/service.js';
import { answer, World, reply } from './conversation-world.js';
import { RestWorld } from './rest-world.js';

const HOUR = 60 * 60_000;
const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

describe('conversations over REST: once, by whom, and what is refused', () => {
  const rest = new RestWorld();

  beforeAll(() => rest.begin(), 60_000);
  afterAll(() => rest.end(), 30_000);

  describe('an idempotency key', () => {
    const hello = { type: 'text', text: 'Hello Ana' };
    const withKey =
      (world: World, key: string) =>
      (path: string, body: object, to = rest.running) =>
        rest.call({ ...asMember(rest.infra, world.tenantId, 'agent'), 'idempotency-key': key }, 'POST', `/${path}/messages`, body, to);

    it('gives the same request the same answer and sends once, however many ask at once', async () => {
      const { world, id } = await rest.started();
      const write = withKey(world, 'k1');
      const answers = await Promise.all(Array.from({ length: 6 }, () => write(id, hello)));
      const [send] = await world.sends();
      await rest.infra.publish(statusChanged, world.tenantId, {
        messageId: send!.messageId,
        outletId: world.outletId,
        status: 'sent',
        wamid: 'wamid.out',
        at: new Date().toISOString(),
      });
      await world.untilHandled(2);
      await rest.infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 hour' where tenant_id = $1`, [
        world.tenantId,
      ]);
      answers.push(await write(id, { text: hello.text, type: hello.type }));
      expect(answers.map((answered) => answered.status)).toEqual(Array(7).fill(201));
      expect(answers.map((answered) => answered.body)).toEqual(Array(7).fill(answers[0]!.body));
      expect(answers[0]!.body).toMatchObject({ id: send!.messageId, seq: 2, text: 'Hello Ana', status: 'queued', authorId: AGENT });
      expect(await world.messages()).toHaveLength(2);
      expect(await world.sent(sendRequested)).toHaveLength(1);
    });

    it('is refused for another text or conversation, and is each tenant’s own', async () => {
      const { world, id } = await rest.started();
      const write = withKey(world, 'k1');
      expect((await write(id, hello)).status).toBe(201);
      await world.write({ phone: '2' }, 'Hello');
      await world.untilHandled(2);
      const other = (await world.conversations()).find((conversation) => conversation.id !== id)!;
      for (const [conversationId, body] of [
        [id, { ...hello, text: 'Hello Eva' }],
        [other.id, hello],
      ] as const) {
        expect(await write(conversationId, body)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      }
      expect(await world.sent(sendRequested)).toHaveLength(1);
      const elsewhere = await rest.started();
      expect((await withKey(elsewhere.world, 'k1')(elsewhere.id, hello)).status).toBe(201);
    });

    it('is not used up by a request that is refused', async () => {
      const { world, id } = await rest.started();
      const write = withKey(world, 'k1');
      expect((await write(v7(), hello)).status).toBe(404);
      expect((await write(id, { ...hello, text: '' })).status).toBe(400);
      expect((await write(id, hello)).status).toBe(201);
      expect(await withKey(world, 'x'.repeat(256))(id, hello)).toMatchObject({ status: 400, body: { code: 'idempotency_key_invalid' } });
    });

    it('lets an agent repeat a request whose commit was never answered', async () => {
      const { world, id } = await rest.started();
      const postgres = new URL(rest.infra.ownerUrl);
      const sockets: Socket[] = [];
      let cutNext = true;
      // Passes everything on to Postgres, and breaks the connection instead of answering the first commit of a message to send.
      const proxy = createServer((client) => {
        const server = connect(Number(postgres.port), postgres.hostname);
        sockets.push(client, server);
        let isCut = false;
        client.on('data', (data) => {
          if (cutNext && data.includes(sendRequested.subject) && data.includes('commit')) {
            isCut = true;
            cutNext = false;
          }
          server.write(data);
        });
        server.on('data', (data) => (isCut ? void client.destroy() : client.write(data)));
        for (const [from, to] of [[client, server] as const, [server, client] as const]) {
          from.on('error', () => undefined);
          from.on('close', () => to.end());
        }
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const through = new URL(rest.infra.ownerUrl);
      through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const behindProxy = await startService(rest.infra, service, { DATABASE_URL: through.href });
      try {
        const write = withKey(world, 'k1');
        const unanswered = await write(id, hello, behindProxy);
        expect({ cutNext, status: unanswered.status }).toEqual({ cutNext: false, status: expect.any(Number) });
        expect(unanswered.status).toBeGreaterThanOrEqual(500);
        const [send] = await world.sends();
        expect(await write(id, hello, behindProxy)).toMatchObject({ status: 201, body: { id: send!.messageId } });
        expect(await world.sent(sendRequested)).toHaveLength(1);
        expect(await world.messages()).toHaveLength(2);
      } finally {
        await behindProxy.close();
        proxy.close();
        for (const socket of sockets) socket.destroy();
      }
    });

    it('is forgotten after seven days', async () => {
      const { world, id } = await rest.started();
      const write = withKey(world, 'k1');
      const forget = rest.running.app.get(ForgetIdempotencyKeysHandler);
      const first = await write(id, hello);
      await rest.infra.rows(`update conversation.idempotency_keys set created_at = now() - interval '6 days' where tenant_id = $1`, [
        world.tenantId,
      ]);
      await forget.execute();
      expect((await write(id, hello)).body.id).toBe(first.body.id);
      await rest.infra.rows(`update conversation.idempotency_keys set created_at = now() - interval '8 days' where tenant_id = $1`, [
        world.tenantId,
      ]);
      await forget.execute();
      expect((await write(id, hello)).body.id).not.toBe(first.body.id);
    });
  });

  it.each([
    ['the installation’s, where the outlet has none', {}, 200],
    ['the outlet’s own', { replyDebounceMs: 400 }, 400],
    ['the installation’s, where the outlet’s is no number', { replyDebounceMs: 'soon' }, 200],
    ['none, where the outlet says 0', { replyDebounceMs: 0 }, 0],
  ])('the debounce is %s', async (_, settings, expectedMs) => {
    const { world } = await rest.started(settings);
    await world.requests();
    const [{ waited } = { waited: NaN }] = await rest.infra.rows<{ waited: number }>(
      `select extract(epoch from max(created_at) filter (where subject = $2) - min(created_at)) * 1000 as waited
       from conversation.outbox where tenant_id = $1`,
      [world.tenantId, replyRequested.subject],
    );
    expect(waited).toBeGreaterThanOrEqual(expectedMs);
    // In the transaction of the message, or by a timer: a second later is the sweep of a process that lost its timer.
    if (expectedMs === 0) expect(waited).toBe(0);
  });

  describe('deciding who speaks', () => {
    it('hands over, assigns, releases and closes; each change raises the epoch and is told', async () => {
      const { world, id, as } = await rest.started();
      const moves: [string, object | undefined, object][] = [
        ['handoff', { reason: 'vip' }, { owner: 'none', state: 'pending', handoffReason: 'vip', epoch: 2 }],
        ['assign', { userId: AGENT }, { owner: 'agent', state: 'open', assigneeId: AGENT, epoch: 3 }],
        ['release', undefined, { owner: 'bot', state: 'open', epoch: 4 }],
        ['close', undefined, { owner: 'none', state: 'closed', epoch: 5 }],
        ['close', undefined, { owner: 'none', state: 'closed', epoch: 5 }],
      ];
      for (const [move, body, expected] of moves) {
        const answered = await as('POST', `/${id}/${move}`, body);
        expect(answered).toMatchObject({ status: 200, body: { id, ...expected } });
      }
      expect((await world.sent(ownerChanged)).map((event) => [event.previousOwner, event.owner, event.reason])).toEqual([
        ['bot', 'none', 'vip'],
        ['none', 'agent', 'assigned'],
        ['agent', 'bot', 'released'],
        ['bot', 'none', 'closed'],
      ]);
    });

    it('a released conversation does not see the old question again', async () => {
      const { world, id, as } = await rest.started();
      const [request] = await world.requests();
      await as('POST', `/${id}/handoff`, {});
      await as('POST', `/${id}/release`);
      await rest.infra.publish(replyGenerated, world.tenantId, reply(request!, answer('Too late')));
      await world.untilHandled(2);
      expect(await world.messages()).toHaveLength(1);
      await world.write({ phone: '16505551234', name: 'Ana' }, 'Something else');
      const [, next] = await world.requests(2);
      expect(next).toMatchObject({ question: 'Something else', history: [] });
    });
  });

  describe('refusing', () => {
    const routes: [string, string, object | undefined][] = [
      ['GET', '', undefined],
      ['GET', '/messages', undefined],
      ['POST', '/messages', { type: 'text', text: 'Hi' }],
      ['POST', '/handoff', {}],
      ['POST', '/release', undefined],
      ['POST', '/assign', { userId: AGENT }],
      ['POST', '/assign', { mode: 'auto' }],
      ['POST', '/close', undefined],
      ['POST', '/take-over', undefined],
      ['POST', '/snooze', { until: new Date(Date.now() + HOUR).toISOString() }],
      ['POST', '/reopen', undefined],
      ['POST', '/read', { seq: 1 }],
      ['PATCH', '', { priority: 'high' }],
    ];

    it.each(routes)('%s …/{id}%s answers another tenant, and an id that is not there, with 404', async (method, path, body) => {
      const { world, id } = await rest.started();
      const other = await World.create(rest.infra);
      const before = await world.conversations();
      for (const target of [id, v7()]) {
        const answered = await rest.agentOf(other)(method, `/${target}${path}`, body);
        expect(answered).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
        expect(answered.type).toContain('application/problem+json');
      }
      expect(await world.conversations()).toEqual(before);
      expect(await world.messages()).toHaveLength(1);
    });

    it.each(routes)('%s …/{id}%s answers an id that is no UUID with 400', async (method, path, body) => {
      const { world } = await rest.started();
      expect(await rest.agentOf(world)(method, `/nonsense${path}`, body)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      });
    });

    it.each([
      ['GET', '?state=sleeping', undefined, 'validation_failed'],
      ['GET', '?owner=me', undefined, 'validation_failed'],
      ['GET', '?outletId=1', undefined, 'validation_failed'],
      ['GET', '?limit=0', undefined, 'validation_failed'],
      ['GET', '?limit=100000', undefined, 'validation_failed'],
      ['GET', '?phone=%00', undefined, 'validation_failed'],
      ['GET', '?colour=red', undefined, 'validation_failed'],
      ['GET', '?cursor=x', undefined, 'invalid_cursor'],
      ['GET', `?cursor=${Buffer.from('["a","b"]').toString('base64url')}`, undefined, 'invalid_cursor'],
      ['GET', `/{id}/messages?cursor=${Buffer.from('[1e300]').toString('base64url')}`, undefined, 'invalid_cursor'],
      ['GET', `/{id}/messages?cursor=${Buffer.from('["x"]').toString('base64url')}`, undefined, 'invalid_cursor'],
      ['GET', '/{id}/messages?afterSeq=-1', undefined, 'validation_failed'],
      ['GET', '/{id}/messages?order=up', undefined, 'validation_failed'],
      ['POST', '/{id}/messages', {}, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'text', text: '' }, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'text', text: ' \n ' }, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'text', text: 'x'.repeat(4097) }, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'text', text: 'x\ufe0f'.repeat(4096) }, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'image', text: 'x' }, 'validation_failed'],
      ['POST', '/{id}/messages', { type: 'text', text: { body: 'x' } }, 'validation_failed'],
      ['POST', '/{id}/messages', [], 'validation_failed'],
      ['POST', '/{id}/assign', { userId: 'me' }, 'validation_failed'],
      ['POST', '/{id}/assign', {}, 'validation_failed'],
      ['POST', '/{id}/assign', { userId: AGENT, mode: 'auto' }, 'validation_failed'],
      ['POST', '/{id}/assign', { mode: 'best' }, 'validation_failed'],
      ['POST', '/{id}/handoff', { reason: 7 }, 'validation_failed'],
      ['POST', '/{id}/snooze', {}, 'validation_failed'],
      ['POST', '/{id}/snooze', { until: 'tomorrow' }, 'validation_failed'],
      ['POST', '/{id}/snooze', { until: '2020-01-01T00:00:00.000Z' }, 'until_out_of_range'],
      ['POST', '/{id}/snooze', { until: '9999-01-01T00:00:00.000Z' }, 'until_out_of_range'],
      ['POST', '/{id}/snooze', { until: '2026-W47-5' }, 'validation_failed'],
      ['POST', '/{id}/read', { seq: -1 }, 'validation_failed'],
      ['PATCH', '/{id}', { priority: 'extreme' }, 'validation_failed'],
      ['PATCH', '/{id}', { priority: null }, 'validation_failed'],
      ['PATCH', '/{id}', { teamId: 'sales' }, 'validation_failed'],
      ['PATCH', '/{id}', { owner: 'bot' }, 'validation_failed'],
    ])('%s %s with %j is refused with 400 and changes nothing', async (method, path, body, code) => {
      const { world, id, as } = await rest.started();
      const before = await world.conversations();
      const answered = await as(method, path.replace('{id}', id), body);
      expect(answered).toMatchObject({ status: 400, body: { code, detail: expect.any(String) } });
      expect(await world.conversations()).toEqual(before);
    });

    it('gives a conversation to nobody who could not answer in it', async () => {
      const { world, id } = await rest.started();
      const viewer = v7();
      const elsewhere = v7();
      await rest.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer'), ($3, $4, 'owner')`, [
        world.tenantId,
        viewer,
        v7(),
        elsewhere,
      ]);
      // The bot may be asked meanwhile.
      const standing = async () => (await world.conversations()).map(({ reply_due_at: _, ...row }) => row);
      const before = await standing();
      for (const userId of [viewer, elsewhere, world.tenantId, v7()]) {
        const answered = await rest.agentOf(world)('POST', `/${id}/assign`, { userId });
        expect(answered).toMatchObject({ status: 422, body: { code: 'assignee_not_possible' } });
      }
      expect(await standing()).toEqual(before);
    });

    it('lets viewers read and not write, and API keys do what their scopes say', async () => {
      const { world, id } = await rest.started();
      const viewer = asMember(rest.infra, world.tenantId, 'viewer');
      expect((await rest.call(viewer, 'GET', `/${id}`)).status).toBe(200);
      expect((await rest.call(viewer, 'POST', `/${id}/close`)).status).toBe(403);
      const key = asApiKey(rest.infra, world.tenantId, ['conversations:read']);
      expect((await rest.call(key, 'GET', '')).status).toBe(200);
      expect((await rest.call(key, 'POST', `/${id}/messages`, { type: 'text', text: 'Hi' })).status).toBe(403);
      expect((await rest.call({}, 'GET', '')).status).toBe(401);
      const writer = asApiKey(rest.infra, world.tenantId, ['conversations:write']);
      expect((await rest.call(writer, 'POST', `/${id}/messages`, { type: 'text', text: 'Hi' })).body).toMatchObject({ author: 'api' });
      expect(await world.conversations()).toMatchObject([{ owner: 'agent', assignee_id: null }]);
    });
  });
});
