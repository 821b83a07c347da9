import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { ownerChanged, replyGenerated, replyRequested, sendRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { ForgetIdempotencyKeysHandler } from '../src/handlers/messages/forget-idempotency-keys.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, World, reply } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const HOUR = 60 * 60_000;
const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

describe('conversations over REST', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '200' });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  interface Answer {
    status: number;
    type: string | null;
    // Shapes are what these tests are about.
    body: any;
  }
  async function call(headers: Record<string, string>, method: string, path: string, body?: unknown, { url } = running): Promise<Answer> {
    const response = await fetch(`${url}/api/v1/conversations${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  }
  const agentOf = (world: World) => (method: string, path: string, body?: unknown) =>
    call(asMember(infra, world.tenantId, 'agent'), method, path, body);

  async function started(settings = {}): Promise<{ world: World; id: string; as: ReturnType<typeof agentOf> }> {
    const world = await World.create(infra, settings);
    await world.write({ phone: '16505551234', name: 'Ana' }, 'Hello');
    await world.untilHandled(1);
    return { world, id: (await world.conversations())[0]!.id, as: agentOf(world) };
  }

  describe('reading', () => {
    it('shows conversations and messages in the shapes of the outside surface', async () => {
      const { world, id, as } = await started();
      const list = await as('GET', '');
      expect(list.status).toBe(200);
      expect(list.body).toEqual({
        items: [
          {
            id,
            outletId: world.outletId,
            state: 'open',
            owner: 'bot',
            priority: 'normal',
            unreadCount: 1,
            epoch: 1,
            contact: { id: expect.any(String), name: 'Ana', phone: '16505551234' },
            labelIds: [],
            lastMessage: {
              type: 'text',
              text: 'Hello',
              author: 'customer',
              direction: 'inbound',
              status: 'received',
              at: list.body.items[0].lastMessageAt,
            },
            lastSeq: 1,
            lastMessageAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
            windowExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
            createdAt: expect.any(String),
          },
        ],
        nextCursor: null,
      });
      expect((await as('GET', `/${id}`)).body).toEqual(list.body.items[0]);
      expect((await as('GET', `/${id}/messages`)).body).toEqual({
        items: [
          {
            id: expect.any(String),
            seq: 1,
            direction: 'inbound',
            author: 'customer',
            type: 'text',
            text: 'Hello',
            status: 'received',
            wamid: expect.any(String),
            at: expect.any(String),
          },
        ],
        nextCursor: null,
      });
    });

    it('pages through conversations newest first, and filters them', async () => {
      const world = await World.create(infra);
      const at = (i: number) => new Date(Date.now() - HOUR + i * 1_000).toISOString();
      for (let i = 0; i < 5; i++) await world.write({ phone: `1650555000${i}` }, `m${i}`, { timestamp: at(i) });
      await world.untilHandled(5);
      // Two of them at the very same time.
      await infra.rows(
        `update conversation.conversations set last_message_at = (select max(last_message_at) from conversation.conversations where tenant_id = $1)
         where tenant_id = $1 and contact_id in (select id from conversation.contacts where tenant_id = $1 and phone in ('16505550004', '16505550003'))`,
        [world.tenantId],
      );
      const as = agentOf(world);
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body }: Answer = await as('GET', `?limit=2${cursor && `&cursor=${cursor}`}`);
        expect(body.items.length).toBeLessThanOrEqual(2);
        seen.push(...body.items.map((item: { contact: { phone: string } }) => item.contact.phone));
        cursor = body.nextCursor;
      }
      expect(seen.slice(0, 2).sort()).toEqual(['16505550003', '16505550004']);
      expect(seen.slice(2)).toEqual(['16505550002', '16505550001', '16505550000']);

      const [{ id }] = (await as('GET', '?phone=%2B1%20650%20555%200002')).body.items;
      await as('POST', `/${id}/assign`, { userId: AGENT });
      const phones = async (query: string) =>
        (await as('GET', query)).body.items.map((item: { contact: { phone: string } }) => item.contact.phone);
      expect(await phones('?owner=agent')).toEqual(['16505550002']);
      expect(await phones('?owner=agent&state=closed')).toEqual([]);
      expect(await phones(`?outletId=${world.outletId}&state=open`)).toHaveLength(5);
      expect(await phones(`?outletId=${v7()}`)).toEqual([]);
    });

    it('pages through messages by seq, and gives what is above a seq', async () => {
      const { world, id, as } = await started();
      for (let i = 2; i <= 5; i++) {
        await world.write({ phone: '16505551234', name: 'Ana' }, `m${i}`);
        await world.untilHandled(i);
      }
      const first = await as('GET', `/${id}/messages?limit=3`);
      const second = await as('GET', `/${id}/messages?limit=3&cursor=${first.body.nextCursor}`);
      expect([...first.body.items, ...second.body.items].map((item) => item.seq)).toEqual([1, 2, 3, 4, 5]);
      expect(second.body.nextCursor).toBeNull();
      expect((await as('GET', `/${id}/messages?afterSeq=4`)).body.items.map((item: { seq: number }) => item.seq)).toEqual([5]);
      expect((await as('GET', `/${id}/messages?afterSeq=5`)).body.items).toEqual([]);
    });

    it('reads a thread backwards from its newest message, page by page, without gap or repetition', async () => {
      const { world, id, as } = await started();
      for (const text of ['two', 'three', 'four', 'five']) await world.write({ phone: '16505551234' }, text);
      await world.untilHandled(5);
      const seqs: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Answer = await as('GET', `/${id}/messages?order=desc&limit=2${cursor && `&cursor=${cursor}`}`);
        seqs.push(...page.body.items.map((item: { seq: number }) => item.seq));
        cursor = page.body.nextCursor;
      }
      expect(seqs).toEqual([5, 4, 3, 2, 1]);
      expect((await as('GET', `/${id}/messages?order=desc&afterSeq=3`)).body.items.map((item: { seq: number }) => item.seq)).toEqual([
        5, 4,
      ]);
    });

    it('shows a failed message with its reason', async () => {
      const { world, id, as } = await started();
      const sent = await as('POST', `/${id}/messages`, { type: 'text', text: 'Hi' });
      await infra.publish(statusChanged, world.tenantId, {
        messageId: sent.body.id,
        outletId: world.outletId,
        status: 'failed',
        at: new Date().toISOString(),
        errors: [{ code: 131026 }],
      });
      await world.untilHandled(2);
      expect((await as('GET', `/${id}/messages`)).body.items[1]).toMatchObject({ status: 'failed', errors: [{ code: 131026 }] });
    });
  });

  describe('an agent who writes', () => {
    it('takes the conversation over, and the answer that was under way is discarded', async () => {
      const { world, id, as } = await started();
      const [request] = await world.requests();
      const sent = await as('POST', `/${id}/messages`, { type: 'text', text: 'Hello Ana, Luis here.' });
      expect(sent.status).toBe(201);
      expect(sent.body).toMatchObject({
        seq: 2,
        direction: 'outbound',
        author: 'agent',
        authorId: AGENT,
        type: 'text',
        text: 'Hello Ana, Luis here.',
        status: 'queued',
      });
      expect((await world.sends())[0]).toMatchObject({
        messageId: sent.body.id,
        conversationId: id,
        to: { phone: '16505551234' },
        class: 'reply',
        content: { type: 'text', text: { body: 'Hello Ana, Luis here.' } },
      });
      expect((await as('GET', `/${id}`)).body).toMatchObject({ owner: 'agent', assigneeId: AGENT, epoch: 2 });
      expect(await world.sent(ownerChanged)).toMatchObject([{ owner: 'agent', previousOwner: 'bot', epoch: 2 }]);

      await infra.publish(replyGenerated, world.tenantId, reply(request!, answer('Hello from the bot')));
      await world.write({ phone: '16505551234', name: 'Ana' }, 'Thanks Luis');
      await world.untilHandled(3);
      expect((await world.messages()).map((message) => message.author)).toEqual(['customer', 'agent', 'customer']);
      expect(await world.sent(sendRequested)).toHaveLength(1);
      expect(await world.sent(replyRequested)).toHaveLength(1);
    });

    it('in a conversation that is named in capitals is told under its own id, by which it can be erased', async () => {
      const { world, id, as } = await started();
      expect((await as('POST', `/${id.toUpperCase()}/messages`, { type: 'text', text: 'Hi' })).status).toBe(201);
      expect(await world.sends()).toMatchObject([{ conversationId: id }]);
    });

    it('within a burst ends it: nobody asks the bot any more', async () => {
      const { world, id, as } = await started({ replyDebounceMs: 300 });
      await as('POST', `/${id}/messages`, { type: 'text', text: 'Hi' });
      expect(await world.conversations()).toMatchObject([{ reply_due_at: null }]);
      // A burst that began later is over: the timer of the first one has passed too.
      const later = await started({ replyDebounceMs: 300 });
      await later.world.requests();
      expect(await world.sent(replyRequested)).toEqual([]);
    });

    it('may do so until the window closes, 24:00:00 after the customer’s own timestamp', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - 24 * HOUR + 4_000).toISOString() });
      await world.untilHandled(1);
      const [conversation] = await world.conversations();
      const write = () => agentOf(world)('POST', `/${conversation!.id}/messages`, { type: 'text', text: 'Hi' });
      expect((await write()).status).toBe(201);
      const refused = await eventually(async () => {
        const answered = await write();
        expect(answered.status).toBe(422);
        return answered;
      });
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(conversation!.window_expires_at!));
      expect(refused.type).toContain('application/problem+json');
      expect(refused.body).toMatchObject({ status: 422, code: 'window_closed', detail: expect.stringContaining('template') });
      const { length } = await world.messages();
      expect(await world.sent(sendRequested)).toHaveLength(length - 1);
    });

    it('may write 4,096 characters, counted as WhatsApp counts them', async () => {
      const { world, id, as } = await started();
      const text = '😀'.repeat(4096);
      expect((await as('POST', `/${id}/messages`, { type: 'text', text })).status).toBe(201);
      expect(await world.sends()).toMatchObject([{ content: { text: { body: text } } }]);
    });

    it('may not after a webhook that was a day late', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - 24 * HOUR).toISOString() });
      await world.untilHandled(1);
      const [conversation] = await world.conversations();
      const refused = await agentOf(world)('POST', `/${conversation!.id}/messages`, { type: 'text', text: 'Hi' });
      expect(refused).toMatchObject({ status: 422, body: { code: 'window_closed' } });
      expect(await world.messages()).toHaveLength(1);
    });
  });

  describe('an idempotency key', () => {
    const hello = { type: 'text', text: 'Hello Ana' };
    const withKey =
      (world: World, key: string) =>
      (path: string, body: object, to = running) =>
        call({ ...asMember(infra, world.tenantId, 'agent'), 'idempotency-key': key }, 'POST', `/${path}/messages`, body, to);

    it('gives the same request the same answer and sends once, however many ask at once', async () => {
      const { world, id } = await started();
      const write = withKey(world, 'k1');
      const answers = await Promise.all(Array.from({ length: 6 }, () => write(id, hello)));
      const [send] = await world.sends();
      await infra.publish(statusChanged, world.tenantId, {
        messageId: send!.messageId,
        outletId: world.outletId,
        status: 'sent',
        wamid: 'wamid.out',
        at: new Date().toISOString(),
      });
      await world.untilHandled(2);
      await infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 hour' where tenant_id = $1`, [
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
      const { world, id } = await started();
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
      const elsewhere = await started();
      expect((await withKey(elsewhere.world, 'k1')(elsewhere.id, hello)).status).toBe(201);
    });

    it('is not used up by a request that is refused', async () => {
      const { world, id } = await started();
      const write = withKey(world, 'k1');
      expect((await write(v7(), hello)).status).toBe(404);
      expect((await write(id, { ...hello, text: '' })).status).toBe(400);
      expect((await write(id, hello)).status).toBe(201);
      expect(await withKey(world, 'x'.repeat(256))(id, hello)).toMatchObject({ status: 400, body: { code: 'idempotency_key_invalid' } });
    });

    it('lets an agent repeat a request whose commit was never answered', async () => {
      const { world, id } = await started();
      const postgres = new URL(infra.ownerUrl);
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
      const through = new URL(infra.ownerUrl);
      through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const behindProxy = await startService(infra, service, { DATABASE_URL: through.href });
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
      const { world, id } = await started();
      const write = withKey(world, 'k1');
      const forget = running.app.get(ForgetIdempotencyKeysHandler);
      const first = await write(id, hello);
      await infra.rows(`update conversation.idempotency_keys set created_at = now() - interval '6 days' where tenant_id = $1`, [
        world.tenantId,
      ]);
      await forget.execute();
      expect((await write(id, hello)).body.id).toBe(first.body.id);
      await infra.rows(`update conversation.idempotency_keys set created_at = now() - interval '8 days' where tenant_id = $1`, [
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
    const { world } = await started(settings);
    await world.requests();
    const [{ waited } = { waited: NaN }] = await infra.rows<{ waited: number }>(
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
      const { world, id, as } = await started();
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
      const { world, id, as } = await started();
      const [request] = await world.requests();
      await as('POST', `/${id}/handoff`, {});
      await as('POST', `/${id}/release`);
      await infra.publish(replyGenerated, world.tenantId, reply(request!, answer('Too late')));
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
      const { world, id } = await started();
      const other = await World.create(infra);
      const before = await world.conversations();
      for (const target of [id, v7()]) {
        const answered = await agentOf(other)(method, `/${target}${path}`, body);
        expect(answered).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
        expect(answered.type).toContain('application/problem+json');
      }
      expect(await world.conversations()).toEqual(before);
      expect(await world.messages()).toHaveLength(1);
    });

    it.each(routes)('%s …/{id}%s answers an id that is no UUID with 400', async (method, path, body) => {
      const { world } = await started();
      expect(await agentOf(world)(method, `/nonsense${path}`, body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
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
      ['POST', '/{id}/snooze', { until: '2026-W47-5' }, 'until_out_of_range'],
      ['POST', '/{id}/read', { seq: -1 }, 'validation_failed'],
      ['PATCH', '/{id}', { priority: 'extreme' }, 'validation_failed'],
      ['PATCH', '/{id}', { priority: null }, 'validation_failed'],
      ['PATCH', '/{id}', { teamId: 'sales' }, 'validation_failed'],
      ['PATCH', '/{id}', { owner: 'bot' }, 'validation_failed'],
    ])('%s %s with %j is refused with 400 and changes nothing', async (method, path, body, code) => {
      const { world, id, as } = await started();
      const before = await world.conversations();
      const answered = await as(method, path.replace('{id}', id), body);
      expect(answered).toMatchObject({ status: 400, body: { code, detail: expect.any(String) } });
      expect(await world.conversations()).toEqual(before);
    });

    it('gives a conversation to nobody who could not answer in it', async () => {
      const { world, id } = await started();
      const viewer = v7();
      const elsewhere = v7();
      await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer'), ($3, $4, 'owner')`, [
        world.tenantId,
        viewer,
        v7(),
        elsewhere,
      ]);
      // The bot may be asked meanwhile.
      const standing = async () => (await world.conversations()).map(({ reply_due_at: _, ...row }) => row);
      const before = await standing();
      for (const userId of [viewer, elsewhere, world.tenantId, v7()]) {
        const answered = await agentOf(world)('POST', `/${id}/assign`, { userId });
        expect(answered).toMatchObject({ status: 422, body: { code: 'assignee_not_possible' } });
      }
      expect(await standing()).toEqual(before);
    });

    it('lets viewers read and not write, and API keys do what their scopes say', async () => {
      const { world, id } = await started();
      const viewer = asMember(infra, world.tenantId, 'viewer');
      expect((await call(viewer, 'GET', `/${id}`)).status).toBe(200);
      expect((await call(viewer, 'POST', `/${id}/close`)).status).toBe(403);
      const key = asApiKey(infra, world.tenantId, ['conversations:read']);
      expect((await call(key, 'GET', '')).status).toBe(200);
      expect((await call(key, 'POST', `/${id}/messages`, { type: 'text', text: 'Hi' })).status).toBe(403);
      expect((await call({}, 'GET', '')).status).toBe(401);
      const writer = asApiKey(infra, world.tenantId, ['conversations:write']);
      expect((await call(writer, 'POST', `/${id}/messages`, { type: 'text', text: 'Hi' })).body).toMatchObject({ author: 'api' });
      expect(await world.conversations()).toMatchObject([{ owner: 'agent', assignee_id: null }]);
    });
  });
});
