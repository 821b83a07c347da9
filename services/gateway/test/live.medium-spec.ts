import { draftGrew, presenceReport, statusChanged } from '#contracts';
import { Queries, Signals } from '#messaging';
import { eventually } from '#testing';
import { v7 } from 'uuid';
import { token } from './gateway-world.js';
import { LiveWorld, type LiveTenantOfTest } from './live-world.js';

describe('live', () => {
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
  const restOf = async (tenant: LiveTenantOfTest, path: string): Promise<any> =>
    (await fetch(`${world.url}/api/v1${path}`, { headers: { authorization: `Bearer ${await tenant.token()}` } })).json();

  describe('what happens', () => {
    it('is told as it happens, in the shapes of REST: message, conversation, status, draft, typing, assignment', async () => {
      const { tenant, id } = await withConversation();
      const client = await tenant.ready();
      const viewer = await tenant.ready({ role: 'viewer', gateway: 1 });
      expect(client.of('ready')[0]).toEqual({
        tenantId: tenant.id,
        userId: '0198c0de-0000-7000-8000-00000000aaaa',
        inboxes: { [tenant.outletId]: expect.any(Number) },
      });

      await tenant.write('What are your opening hours?');
      await eventually(() => expect(client.of('message')).toHaveLength(1));
      expect(client.of('message')[0]).toMatchObject({
        tenantId: tenant.id,
        conversationId: id,
        seq: 2,
        outletId: tenant.outletId,
        message: (await restOf(tenant, `/conversations/${id}/messages`)).items[1],
        standing: { state: 'open', owner: 'bot' },
      });

      const sent = await client.ask('send', { conversationId: id, type: 'text', text: 'From 9 to 18.', clientId: 'c-1' });
      expect(sent).toMatchObject({ ok: true, clientId: 'c-1', message: { author: 'agent', text: 'From 9 to 18.', status: 'queued' } });
      // Asked again, as after a break, it is the same message.
      const again = await client.ask('send', { conversationId: id, type: 'text', text: 'From 9 to 18.', clientId: 'c-1' });
      expect(again.message.id).toBe(sent.message.id);
      await eventually(() => expect(client.of('assigned')).toEqual([{ conversationId: id, assigneeId: client.of('ready')[0]!.userId }]));
      await eventually(() => expect(client.of('conversation').at(-1)?.conversation).toMatchObject({ id, owner: 'agent' }));

      await world.infra.publish(statusChanged, tenant.id, {
        messageId: sent.message.id,
        conversationId: id,
        outletId: tenant.outletId,
        status: 'accepted',
        wamid: 'wamid.out',
        errors: [],
        at: new Date().toISOString(),
      } as never);
      await eventually(() =>
        expect(client.of('status')).toMatchObject([{ conversationId: id, messageId: sent.message.id, status: 'accepted' }]),
      );

      const draft = { conversationId: id, outletId: tenant.outletId, epoch: 2 };
      world.conversation.app.get(Signals).send(draftGrew, tenant.id, { ...draft, text: 'We are', done: false });
      await eventually(() => expect(client.of('draft')).toEqual([{ conversationId: id, text: 'We are', done: false, epoch: 2 }]));
      expect(await client.ask('typing', { conversationId: id })).toEqual({ ok: true });
      // Both are of one person here, who does not hear themselves.
      await eventually(() => expect(viewer.of('draft')).toHaveLength(1));
      expect(viewer.of('typing')).toEqual([]);
      expect(viewer.of('message').map(({ seq }) => seq)).toEqual([2, 3]);
      expect([...client.faults, ...viewer.faults]).toEqual([]);
    });

    it('typing and drafts go to those who subscribed, and to those who never subscribed to anything', async () => {
      const { tenant, id } = await withConversation();
      await tenant.write('I am somebody else', '16505550000');
      const other = await eventually(async () => {
        const row = (await tenant.messages()).find(({ text }) => text === 'I am somebody else');
        expect(row).toBeDefined();
        return row!.conversation_id;
      });
      const [all, one, second] = [await tenant.ready(), await tenant.ready(), await tenant.ready({ gateway: 1 })];
      expect(await one.ask('subscribe', { conversationId: id })).toMatchObject({ ok: true, conversation: { id } });
      expect(await second.ask('subscribe', { conversationId: other })).toMatchObject({ ok: true });
      const say = (conversationId: string, text: string, done: boolean) =>
        world.conversation.app.get(Signals).send(draftGrew, tenant.id, { conversationId, outletId: tenant.outletId, epoch: 1, text, done });
      say(id, 'a', false);
      say(id, 'ab', false);
      say(id, 'abc', true);
      say(other, 'x', true);
      await eventually(() => expect(all.of('draft').map(({ text }) => text)).toEqual(['a', 'abc', 'x']));
      await eventually(() => expect(one.of('draft').map(({ text }) => text)).toEqual(['a', 'abc']));
      await eventually(() => expect(second.of('draft').map(({ text }) => text)).toEqual(['x']));
      expect(await one.ask('unsubscribe', { conversationId: id })).toEqual({ ok: true });
      say(id, 'd', true);
      await eventually(() => expect(all.of('draft')).toHaveLength(4));
      expect(one.of('draft')).toHaveLength(2);
    });

    it('who is there is reported for every connected person, and differences are told', async () => {
      const tenant = await world.tenant();
      const asked: string[][] = [];
      const colleague = v7();
      let isConnected = false;
      const subscription = (await world.infra.nats()).subscribe(presenceReport.subject, {
        callback: (_, message) => {
          const { tenantId, request } = message.json<{ tenantId: string; request: { userIds: string[] } }>();
          if (tenantId !== tenant.id) return;
          asked.push(request.userIds);
          const items = [{ userId: colleague, availability: 'online', isConnected, seenAt: new Date().toISOString() }];
          message.respond(JSON.stringify({ ok: true, reply: { items } }));
        },
      });
      await (await world.infra.nats()).flush();
      const client = await tenant.ready();
      await eventually(() => expect(asked).toEqual([[client.of('ready')[0]!.userId]]));
      isConnected = true;
      // Another person comes, and everybody is asked about.
      const second = world.client({ token: await token(world.infra, { tenants: [{ id: tenant.id, role: 'agent' }] }, { subject: v7() }) });
      await eventually(() => expect(asked.at(-1)).toHaveLength(2));
      await eventually(() => expect(client.of('presence')).toEqual([{ userId: colleague, availability: 'online', isConnected: true }]));
      second.close();
      await eventually(() => expect(asked.at(-1)).toHaveLength(1));
      expect(client.of('presence')).toHaveLength(1);
      subscription.unsubscribe();
    });

    it('a colleague’s typing is heard, whichever gateway they are connected to, and not by themselves', async () => {
      const { tenant, id } = await withConversation();
      const userId = v7();
      const typist = world.client({
        token: await token(world.infra, { tenants: [{ id: tenant.id, role: 'agent' }] }, { subject: userId }),
      });
      const colleagues = [await tenant.ready(), await tenant.ready({ gateway: 1 })];
      await eventually(() => expect(typist.readies).toBe(1));
      for (let n = 0; n < 3; n++) expect(await typist.ask('typing', { conversationId: id })).toEqual({ ok: true });
      for (const client of colleagues) {
        await eventually(() => expect(client.of('typing')).toEqual([{ conversationId: id, userId, author: 'agent' }]));
      }
      expect(typist.of('typing')).toEqual([]);
    });

    it('an inbox that comes to be later is followed from its first event', async () => {
      const tenant = await world.tenant();
      const client = await tenant.ready();
      expect(client.of('ready')[0]!.inboxes).toEqual({});
      await tenant.write('the first of all');
      await eventually(() => expect(client.of('message')).toMatchObject([{ message: { text: 'the first of all' } }]));
      const later = v7();
      await tenant.addOutlet(later);
      await tenant.write('the first of the second inbox', '1', later);
      await eventually(() => expect(client.of('message')).toHaveLength(2));
      expect(client.faults).toEqual([]);
      expect(Object.keys(client.cursors).sort()).toEqual([tenant.outletId, later].sort());
    });
  });

  describe('coming back', () => {
    it('with the seqs of conversations: what is above them, once', async () => {
      const { tenant, id } = await withConversation();
      for (let n = 2; n <= 6; n++) await tenant.write(`message ${n}`);
      await eventually(async () => expect(await tenant.messages()).toHaveLength(6));
      const client = await tenant.client();
      client.socket.auth = { token: await tenant.token(), resume: { [id]: 2 } };
      client.socket.disconnect().connect();
      await eventually(() => expect(client.of('message').map(({ seq }) => seq)).toEqual([3, 4, 5, 6]));
      await tenant.write('message 7');
      await eventually(() => expect(client.of('message').map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7]));
    });

    it('with seqs that another gateway was faster to tell: still nothing twice', async () => {
      const { tenant, id } = await withConversation();
      await tenant.ready({ gateway: 1 });
      const queries = world.gateways[1]!.app.get(Queries);
      const ask = queries.ask.bind(queries);
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      queries.ask = async (query, tenantId, request) => {
        if (query.name === 'live-feed' && tenantId === tenant.id) await held;
        return ask(query, tenantId, request);
      };
      try {
        const fast = await tenant.ready();
        await tenant.write('second');
        await eventually(() => expect(fast.of('message').map(({ seq }) => seq)).toEqual([2]));
        const resumed = world.client({ token: await tenant.token(), resume: { [id]: 2 } }, { gateway: 1 });
        await eventually(() => expect(resumed.socket.connected).toBe(true));
        goOn();
        await tenant.write('third');
        await eventually(() => expect(resumed.of('message').at(-1)?.seq).toBe(3));
        expect(resumed.of('message').map(({ seq }) => seq)).toEqual([3]);
      } finally {
        goOn();
        queries.ask = ask;
      }
    });

    it('ids are the same in capitals', async () => {
      const { tenant, id } = await withConversation();
      await tenant.write('second');
      await eventually(async () => expect(await tenant.messages()).toHaveLength(2));
      const token = await tenant.token();
      const client = world.client({ token, resume: { [id.toUpperCase()]: 1 }, inboxes: { [tenant.outletId.toUpperCase()]: 1 } });
      await eventually(() => expect(client.of('message').map(({ seq }) => seq)).toEqual([2]));
      expect(client.of('ready')[0]!.inboxes).toEqual({ [tenant.outletId]: 1 });
      await client.ask('subscribe', { conversationId: id.toUpperCase() });
      const draft = { conversationId: id, outletId: tenant.outletId, epoch: 1, text: 'Hel', done: true };
      world.conversation.app.get(Signals).send(draftGrew, tenant.id, draft);
      await eventually(() => expect(client.of('draft')).toMatchObject([{ conversationId: id, text: 'Hel' }]));
    });

    it('with the positions of inboxes and seqs of conversations at once: still nothing twice', async () => {
      const { tenant, id } = await withConversation();
      for (let n = 2; n <= 6; n++) await tenant.write(`message ${n}`);
      await eventually(async () => expect(await tenant.messages()).toHaveLength(6));
      const [row] = await world.infra.rows<{ seq: string }>(
        `select seq from conversation.inbox_log where outlet_id = $1 and kind = 'message' order by seq offset 3 limit 1`,
        [tenant.outletId],
      );
      const client = world.client({ token: await tenant.token(), resume: { [id]: 1 }, inboxes: { [tenant.outletId]: Number(row!.seq) } });
      await eventually(() => expect(client.of('message').map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]));
      expect(client.of('ready')[0]!.inboxes).toEqual({ [tenant.outletId]: Number(row!.seq) });
    });

    it('60 clients on two gateways that are dropped again and again while 150 messages come in have every one, in order, once', async () => {
      const { tenant } = await withConversation();
      const clients = await Promise.all(Array.from({ length: 60 }, (_, n) => tenant.ready({ gateway: n % 2 })));
      let writing = true;
      const dropping = (async () => {
        while (writing) {
          for (const client of clients) if (Math.random() < 0.15 && client.socket.connected) client.drop();
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
      })();
      for (let n = 0; n < 150; n++) await tenant.write(`message ${n}`, String(1_000 + (n % 7)));
      writing = false;
      await dropping;
      // The first came before they connected.
      for (const client of clients) client.messages.set((await tenant.messages()).find(({ text }) => text === 'Hello')!.id, 1);
      await tenant.untilWhole(clients, { messages: 151 });
      expect(clients.filter(({ readies }) => readies > 1).length).toBeGreaterThan(30);
    }, 60_000);

    it('behind what is kept, or by more than 1,000 events: told to read anew, and heard from there on', async () => {
      const { tenant, id } = await withConversation();
      await tenant.write('again');
      await eventually(async () => expect(await tenant.messages()).toHaveLength(2));
      await world.infra.rows(`delete from conversation.inbox_log where outlet_id = $1 and seq < 3`, [tenant.outletId]);
      const old = await tenant.ready({ cursors: { [tenant.outletId]: 0 } });
      await eventually(() => expect(old.of('resync')).toMatchObject([{ outletIds: [tenant.outletId], conversationIds: [] }]));

      await world.infra.rows(
        `with moved as (update conversation.inbox_positions set seq = seq + 1100 where outlet_id = $2 returning seq - 1100 as base)
         insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind)
         select $1, $2, base + n, $3, 'conversation' from moved, generate_series(1, 1100) n`,
        [tenant.id, tenant.outletId, id],
      );
      await eventually(() => expect(old.of('conversation').length).toBeGreaterThanOrEqual(1_100));
      const far = await tenant.ready({ cursors: { [tenant.outletId]: 3 } });
      const ahead = await tenant.ready({ cursors: { [tenant.outletId]: 9_999_999 } });
      for (const client of [far, ahead]) await eventually(() => expect(client.of('resync')).toHaveLength(1));
      await tenant.write('once more');
      for (const client of [old, far, ahead]) {
        await eventually(() => expect(client.of('message').at(-1)).toMatchObject({ message: { text: 'once more' } }));
        expect(client.faults).toEqual([]);
      }
    });
  });
});
