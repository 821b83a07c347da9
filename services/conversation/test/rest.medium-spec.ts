import { ownerChanged, replyGenerated, replyRequested, sendRequested, statusChanged } from '#contracts';
import { eventually } from '#testing';
import { v7 } from 'uuid';
import { answer, World, reply } from './conversation-world.js';
import { RestWorld, type Answer } from './rest-world.js';

const HOUR = 60 * 60_000;
const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

describe('conversations over REST', () => {
  const rest = new RestWorld();

  beforeAll(() => rest.begin(), 60_000);
  afterAll(() => rest.end(), 30_000);

  describe('reading', () => {
    it('shows conversations and messages in the shapes of the outside surface', async () => {
      const { world, id, as } = await rest.started();
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
      const world = await World.create(rest.infra);
      const at = (i: number) => new Date(Date.now() - HOUR + i * 1_000).toISOString();
      for (let i = 0; i < 5; i++) await world.write({ phone: `1650555000${i}` }, `m${i}`, { timestamp: at(i) });
      await world.untilHandled(5);
      // Two of them at the very same time.
      await rest.infra.rows(
        `update conversation.conversations set last_message_at = (select max(last_message_at) from conversation.conversations where tenant_id = $1)
         where tenant_id = $1 and contact_id in (select id from conversation.contacts where tenant_id = $1 and phone in ('16505550004', '16505550003'))`,
        [world.tenantId],
      );
      const as = rest.agentOf(world);
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
      const { world, id, as } = await rest.started();
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
      const { world, id, as } = await rest.started();
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
      const { world, id, as } = await rest.started();
      const sent = await as('POST', `/${id}/messages`, { type: 'text', text: 'Hi' });
      await rest.infra.publish(statusChanged, world.tenantId, {
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
      const { world, id, as } = await rest.started();
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

      await rest.infra.publish(replyGenerated, world.tenantId, reply(request!, answer('Hello from the bot')));
      await world.write({ phone: '16505551234', name: 'Ana' }, 'Thanks Luis');
      await world.untilHandled(3);
      expect((await world.messages()).map((message) => message.author)).toEqual(['customer', 'agent', 'customer']);
      expect(await world.sent(sendRequested)).toHaveLength(1);
      expect(await world.sent(replyRequested)).toHaveLength(1);
    });

    it('in a conversation that is named in capitals is told under its own id, by which it can be erased', async () => {
      const { world, id, as } = await rest.started();
      expect((await as('POST', `/${id.toUpperCase()}/messages`, { type: 'text', text: 'Hi' })).status).toBe(201);
      expect(await world.sends()).toMatchObject([{ conversationId: id }]);
    });

    it('within a burst ends it: nobody asks the bot any more', async () => {
      const { world, id, as } = await rest.started({ replyDebounceMs: 300 });
      await as('POST', `/${id}/messages`, { type: 'text', text: 'Hi' });
      expect(await world.conversations()).toMatchObject([{ reply_due_at: null }]);
      // A burst that began later is over: the timer of the first one has passed too.
      const later = await rest.started({ replyDebounceMs: 300 });
      await later.world.requests();
      expect(await world.sent(replyRequested)).toEqual([]);
    });

    it('may do so until the window closes, 24:00:00 after the customer’s own timestamp', async () => {
      const world = await World.create(rest.infra);
      await world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - 24 * HOUR + 4_000).toISOString() });
      await world.untilHandled(1);
      const [conversation] = await world.conversations();
      const write = () => rest.agentOf(world)('POST', `/${conversation!.id}/messages`, { type: 'text', text: 'Hi' });
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
      const { world, id, as } = await rest.started();
      const text = '😀'.repeat(4096);
      expect((await as('POST', `/${id}/messages`, { type: 'text', text })).status).toBe(201);
      expect(await world.sends()).toMatchObject([{ content: { text: { body: text } } }]);
    });

    it('may not after a webhook that was a day late', async () => {
      const world = await World.create(rest.infra);
      await world.write({ phone: '1' }, 'Hello', { timestamp: new Date(Date.now() - 24 * HOUR).toISOString() });
      await world.untilHandled(1);
      const [conversation] = await world.conversations();
      const refused = await rest.agentOf(world)('POST', `/${conversation!.id}/messages`, { type: 'text', text: 'Hi' });
      expect(refused).toMatchObject({ status: 422, body: { code: 'window_closed' } });
      expect(await world.messages()).toHaveLength(1);
    });
  });
});
