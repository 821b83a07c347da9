import { DEAD_LETTER_STREAM, messageReceived, messageRecorded, ownerChanged, replyRequested } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const HOUR = 60 * 60_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

describe('recording what customers write', () => {
  let infra: Infrastructure;
  let running: RunningService[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    // Two of it, so that events of one customer meet in the database and not only in one process.
    running = [await startService(infra, service), await startService(infra, service)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(running.map((instance) => instance.close()));
    await infra?.stop();
  }, 30_000);

  describe('once', () => {
    it('a message that is delivered five times at once is one row and asks for one reply', async () => {
      const world = await World.create(infra);
      await Promise.all(Array.from({ length: 5 }, () => world.write({ phone: '16505551234' }, 'Hello', { wamid: 'wamid.same' })));
      await world.untilHandled(5);
      expect(await world.messages()).toHaveLength(1);
      expect(await world.contacts()).toHaveLength(1);
      expect(await world.conversations()).toMatchObject([{ epoch: 1, next_seq: 2 }]);
      expect(await world.sent(messageRecorded)).toHaveLength(1);
      expect(await world.sent(replyRequested)).toHaveLength(1);
    });

    it('an event that is delivered again changes nothing', async () => {
      const world = await World.create(infra);
      const data = {
        outletId: world.outletId,
        phoneNumberId: world.phoneNumberId,
        message: { wamid: 'wamid.again', type: 'text', timestamp: ago(0), from: { phone: '1' }, text: 'Hello', raw: {} },
      };
      const id = await infra.publish(messageReceived, world.tenantId, data);
      await world.untilHandled(1);
      await infra.publish(messageReceived, world.tenantId, data, { id });
      await world.write({ phone: '1' }, 'Next');
      await world.untilHandled(2);
      expect(await world.messages()).toMatchObject([{ seq: 1 }, { seq: 2, text: 'Next' }]);
    });

    it('twenty messages of one customer at once have the seqs 1 to 20 and twenty epochs', async () => {
      const world = await World.create(infra);
      await Promise.all(Array.from({ length: 20 }, (_, i) => world.write({ phone: '16505551234', userId: 'US.1' }, `m${i}`)));
      await world.untilHandled(20);
      const messages = await world.messages();
      expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await world.conversations()).toMatchObject([{ epoch: 20, next_seq: 21 }]);
    });
  });

  describe('with the right customer', () => {
    it('ten customers at one instant are ten contacts with their own messages', async () => {
      const world = await World.create(infra);
      const phones = Array.from({ length: 10 }, (_, i) => `1650555000${i}`);
      await Promise.all(phones.map((phone) => world.write({ phone, name: `Customer ${phone}` }, `I am ${phone}`)));
      await world.untilHandled(10);
      const rows = await infra.rows<{ phone: string; name: string; text: string }>(
        `select k.phone, k.name, m.text from conversation.messages m
         join conversation.conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
         join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
         where m.tenant_id = $1 order by k.phone`,
        [world.tenantId],
      );
      expect(rows).toEqual(phones.map((phone) => ({ phone, name: `Customer ${phone}`, text: `I am ${phone}` })));
    });

    it('one phone at two tenants is a contact of each', async () => {
      const [one, other] = [await World.create(infra), await World.create(infra)];
      await Promise.all([one.write({ phone: '16505551234' }, 'Hello one'), other.write({ phone: '16505551234' }, 'Hello other')]);
      await Promise.all([one.untilHandled(1), other.untilHandled(1)]);
      expect(await one.messages()).toMatchObject([{ text: 'Hello one' }]);
      expect(await other.messages()).toMatchObject([{ text: 'Hello other' }]);
      expect((await one.contacts())[0]!.id).not.toBe((await other.contacts())[0]!.id);
    });

    it('a message with both identifiers merges the contacts and conversations that had one each', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '16505551234', name: 'Ana' }, 'by phone 1');
      await world.untilHandled(1);
      await world.write({ phone: '16505551234', name: 'Ana' }, 'by phone 2');
      await world.untilHandled(2);
      await world.write({ userId: 'US.1' }, 'by user id 1');
      await world.untilHandled(3);
      await world.write({ userId: 'US.1' }, 'by user id 2');
      await world.untilHandled(4);
      expect(await world.contacts()).toHaveLength(2);

      await world.write({ phone: '16505551234', userId: 'US.1' }, 'by both');
      await world.untilHandled(5);
      expect(await world.contacts()).toMatchObject([{ phone: '16505551234', user_id: 'US.1', name: 'Ana' }]);
      const [conversation, ...more] = await world.conversations();
      expect(more).toEqual([]);
      expect(conversation).toMatchObject({ next_seq: 6, owner: 'bot' });
      expect((await world.messages()).map(({ seq, text }) => [seq, text])).toEqual([
        [1, 'by phone 1'],
        [2, 'by phone 2'],
        [3, 'by user id 1'],
        [4, 'by user id 2'],
        [5, 'by both'],
      ]);
      const requests = await world.requests(5);
      expect(requests.at(-1)).toMatchObject({ epoch: conversation!.epoch, conversationId: conversation!.id });
      expect(requests.at(-1)!.question).toBe('by phone 1\nby phone 2\nby user id 1\nby user id 2\nby both');
    });

    it('merging while the customer goes on writing loses and doubles nothing', async () => {
      const world = await World.create(infra);
      const froms = [{ phone: '16505551234' }, { userId: 'US.1' }, { phone: '16505551234', userId: 'US.1' }];
      await Promise.all(Array.from({ length: 30 }, (_, i) => world.write(froms[i % 3]!, `m${i}`)));
      await world.untilHandled(30);
      expect(await world.contacts()).toHaveLength(1);
      expect(await world.conversations()).toHaveLength(1);
      const messages = await world.messages();
      expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      expect(new Set(messages.map((message) => message.text)).size).toBe(30);
    });

    it('a phone that passed to another person does not show them the former conversation', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '16505551234', userId: 'US.1' }, 'my secret');
      await world.untilHandled(1);
      await world.write({ phone: '16505551234', userId: 'US.2' }, 'hello');
      await world.untilHandled(2);
      expect(await world.contacts()).toMatchObject([
        { phone: null, user_id: 'US.1' },
        { phone: '16505551234', user_id: 'US.2' },
      ]);
      const requests = await world.requests(2);
      expect(requests.find((request) => request.question === 'hello')?.history).toEqual([]);
    });

    it('a changed number or user id is followed, and the next message is in the same conversation', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '16505551234', userId: 'US.1' }, 'before');
      await world.untilHandled(1);
      const system = { type: 'user_changed_number', wa_id: '16505559999', previous_user_id: 'US.1', user_id: 'US.2' };
      await world.write({ phone: '16505551234' }, undefined, { type: 'system', raw: { type: 'system', system } });
      await world.untilHandled(2);
      await world.write({ phone: '16505559999', userId: 'US.2' }, 'after');
      await world.untilHandled(3);
      expect(await world.contacts()).toMatchObject([{ phone: '16505559999', user_id: 'US.2' }]);
      expect(await world.messages()).toMatchObject([{ text: 'before' }, { type: 'system' }, { text: 'after' }]);
      expect(await world.conversations()).toMatchObject([{ epoch: 2 }]);
    });

    it('a new profile name is taken over, and an empty identifier is none', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1', userId: '', name: 'Ana' }, 'a');
      await world.untilHandled(1);
      await world.write({ phone: '1', userId: '', name: 'Ana María' }, 'b');
      await world.untilHandled(2);
      await world.write({ phone: '', userId: 'US.9' }, 'c');
      await world.untilHandled(3);
      expect(await world.contacts()).toMatchObject([
        { phone: '1', user_id: null, name: 'Ana María' },
        { phone: null, user_id: 'US.9' },
      ]);
    });

    it('a webhook that WhatsApp repeats brings no old name back', async () => {
      const world = await World.create(infra);
      const wamid = await world.write({ phone: '1', name: 'Ana' }, 'a');
      await world.untilHandled(1);
      await world.write({ phone: '1', name: 'Ana María' }, 'b');
      await world.untilHandled(2);
      await world.write({ phone: '1', name: 'Ana' }, 'a', { wamid });
      await world.untilHandled(3);
      expect(await world.contacts()).toMatchObject([{ phone: '1', name: 'Ana María' }]);
      expect(await world.messages()).toHaveLength(2);
    });

    it('nor does a message that comes after a newer one', async () => {
      const world = await World.create(infra);
      const earlier = new Date(Date.now() - 60_000).toISOString();
      await world.write({ phone: '1', userId: 'US.1', name: 'Ana María' }, 'b');
      await world.untilHandled(1);
      await world.write({ phone: '1', userId: 'US.1', name: 'Ana' }, 'a', { timestamp: earlier });
      await world.untilHandled(2);
      expect(await world.contacts()).toMatchObject([{ phone: '1', user_id: 'US.1', name: 'Ana María' }]);
      expect(await world.messages()).toHaveLength(2);
    });

    it('a message without any sender is a dead letter and changes nothing', async () => {
      const world = await World.create(infra);
      const manager = await jetstreamManager(await infra.nats());
      const letters = async (): Promise<number> => (await manager.streams.info(DEAD_LETTER_STREAM)).state.messages;
      const before = await letters();
      await world.write({ phone: '', userId: '' }, 'who am I');
      await eventually(async () => expect(await letters()).toBe(before + 1));
      expect(await world.messages()).toEqual([]);
      expect(await world.handled()).toBe(0);
    });
  });

  describe('of every type', () => {
    it('reactions, edits, revocations and system messages stand in the conversation and ask for nothing', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello');
      await world.untilHandled(1);
      const types = ['reaction', 'edit', 'revoke', 'system'];
      for (const type of types) await world.write({ phone: '1' }, undefined, { type, raw: { type } });
      await world.untilHandled(5);
      const unread = await infra.rows('select unread_count from conversation.conversations where tenant_id = $1', [world.tenantId]);
      expect(unread).toEqual([{ unread_count: 1 }]);
      expect(await world.messages()).toHaveLength(5);
      expect(await world.conversations()).toMatchObject([{ epoch: 1, next_seq: 6 }]);
      expect(await world.sent(replyRequested)).toHaveLength(1);
      expect(await world.sent(messageRecorded)).toHaveLength(5);
    });

    it('what has no words, known type or not, is asked about by its type and kept as it came', async () => {
      const world = await World.create(infra);
      for (const [i, type] of ['image', 'audio', 'unsupported', 'hologram'].entries()) {
        await world.write({ phone: `${i}` }, undefined, { type, raw: { type, [type]: { id: '77' } } });
      }
      await world.untilHandled(4);
      expect((await world.requests(4)).map((request) => request.question).sort()).toEqual([
        '[audio]',
        '[hologram]',
        '[image]',
        '[unsupported]',
      ]);
      expect(
        await infra.rows(`select content from conversation.messages where tenant_id = $1 and type = 'hologram'`, [world.tenantId]),
      ).toEqual([{ content: { type: 'hologram', hologram: { id: '77' } } }]);
    });

    it('very long messages are kept whole, and their events stay small enough to travel', async () => {
      const world = await World.create(infra);
      const long = 'x'.repeat(65_000);
      for (let i = 0; i < 20; i++) await world.write({ phone: '1', name: 'n'.repeat(65_000) }, `${long} m${i}.`);
      await world.untilHandled(20);
      const endings = (await world.messages()).map(({ text }) => text!.replace(long, ''));
      expect(endings.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => ` m${i}.`).toSorted());
      const recorded = await world.sent(messageRecorded);
      expect(recorded.map(({ message }) => message.text === 'x'.repeat(8_000))).toEqual(Array(20).fill(true));
      const request = await eventually(async () => {
        const last = (await world.sent(replyRequested)).at(-1);
        expect(last?.question.slice(-10)).toBe(`xxxxxxxxxx${endings.at(-1)}`.slice(-10));
        return last!;
      });
      expect(request.question).toHaveLength(8_000);
      expect(request.customerName).toBe('n'.repeat(200));
      const told = [
        ...(await infra.outboxEvents(messageRecorded, world.tenantId)),
        ...(await infra.outboxEvents(replyRequested, world.tenantId)),
      ];
      expect(Math.max(...told.map((event) => Buffer.byteLength(JSON.stringify(event))))).toBeLessThan(64 * 1024);
    });

    it('characters that Postgres cannot hold do not cost the message', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1', name: 'A\0na' }, 'a\0b', { raw: { text: { body: 'a\0b' }, half: '\ud83d' } });
      await world.untilHandled(1);
      expect(await world.messages()).toMatchObject([{ text: 'a\uFFFDb' }]);
    });
  });

  describe('at the right time', () => {
    it('two first messages 5 ms apart are one contact, one conversation, and one request under the newest epoch', async () => {
      const world = await World.create(infra, { replyDebounceMs: 400 });
      await world.write({ phone: '16505551234' }, 'Are you open');
      await new Promise((resolve) => setTimeout(resolve, 5));
      const newest = await world.write({ phone: '16505551234' }, 'today?');
      const [request] = await world.requests(1);
      const messages = await world.messages();
      expect(await world.contacts()).toHaveLength(1);
      expect(messages.map((message) => message.seq)).toEqual([1, 2]);
      expect(request).toMatchObject({ epoch: 2, conversationId: messages[0]!.conversation_id, history: [] });
      // Two processes may record them in either order; the question follows the conversation.
      expect(request!.question).toBe(messages.map((message) => message.text).join('\n'));
      expect([newest, messages[1]!.wamid]).toContain(request!.wamid);
      await eventually(async () => expect(await world.conversations()).toMatchObject([{ reply_due_at: null }]));
      expect(await world.sent(replyRequested)).toHaveLength(1);
    });

    it('the wait for more runs from the newest message, and a reaction does not move it', async () => {
      const world = await World.create(infra, { replyDebounceMs: 600_000 });
      const dueAt = async (): Promise<string | null> => (await world.conversations())[0]!.reply_due_at;
      await world.write({ phone: '1' }, 'Are you');
      await world.untilHandled(1);
      const first = await dueAt();
      await world.write({ phone: '1' }, 'open?');
      await world.untilHandled(2);
      const second = await dueAt();
      expect(Date.parse(second!)).toBeGreaterThan(Date.parse(first!));
      await world.write({ phone: '1' }, undefined, { type: 'reaction', raw: { type: 'reaction' } });
      await world.untilHandled(3);
      expect(await dueAt()).toEqual(second);
    });

    it('a reply that no process wakes for any more is swept up, once', async () => {
      const world = await World.create(infra, { replyDebounceMs: 600_000 });
      for (let i = 0; i < 5; i++) await world.write({ phone: `${i}` }, 'Hello');
      await world.untilHandled(5);
      expect(await world.sent(replyRequested)).toEqual([]);
      await infra.rows('update conversation.conversations set reply_due_at = now() where tenant_id = $1', [world.tenantId]);
      await world.requests(5);
      // A later sweep finds nothing: what was due is off.
      const probe = await World.create(infra, { replyDebounceMs: 600_000 });
      await probe.write({ phone: '1' }, 'Hello');
      await probe.untilHandled(1);
      await infra.rows('update conversation.conversations set reply_due_at = now() where tenant_id = $1', [probe.tenantId]);
      await probe.requests(1);
      expect(await world.sent(replyRequested)).toHaveLength(5);
    });

    it('a reply that became due while every process was away is asked for after the start, once', async () => {
      const world = await World.create(infra, { replyDebounceMs: 300 });
      await world.write({ phone: '1' }, 'Hello');
      await world.untilHandled(1);
      await Promise.all(running.map((instance) => instance.close()));
      const asked = (await world.sent(replyRequested)).length;
      await eventually(async () =>
        expect(
          await infra.rows(
            'select from conversation.conversations where tenant_id = $1 and (reply_due_at is null or reply_due_at < now())',
            [world.tenantId],
          ),
        ).toHaveLength(1),
      );
      expect((await world.sent(replyRequested)).length).toBe(asked);
      running = [await startService(infra, service), await startService(infra, service)];
      await world.requests(1);
    });

    it('without a debounce the request is in the transaction of the message', async () => {
      const world = await World.create(infra, { replyDebounceMs: 0 });
      await world.write({ phone: '1', name: 'Ana' }, 'Hello');
      await world.untilHandled(1);
      expect(await world.sent(replyRequested)).toMatchObject([{ question: 'Hello', epoch: 1, customerName: 'Ana' }]);
      expect(await world.conversations()).toMatchObject([{ reply_due_at: null }]);
    });

    it('a webhook that is a day late is recorded and not answered; a minute earlier it is', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'late', { timestamp: ago(24 * HOUR) });
      await world.write({ phone: '2' }, 'in time', { timestamp: ago(24 * HOUR - 60_000) });
      await world.untilHandled(2);
      expect(await world.messages()).toHaveLength(2);
      expect((await world.sent(replyRequested)).map((request) => request.question)).toEqual(['in time']);
    });

    it('the window follows the newest timestamp of WhatsApp and never goes back', async () => {
      const world = await World.create(infra);
      const newest = ago(HOUR);
      await world.write({ phone: '1' }, 'newer', { timestamp: newest });
      await world.untilHandled(1);
      await world.write({ phone: '1' }, 'older, delivered later', { timestamp: ago(5 * HOUR) });
      await world.untilHandled(2);
      const [conversation] = await world.conversations();
      expect(conversation!.window_expires_at).toEqual(new Date(Date.parse(newest) + 24 * HOUR).toISOString());
    });

    it('a late message does not void the answer that a newer one waits for', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'now');
      await world.untilHandled(1);
      await world.write({ phone: '1' }, 'from the day before yesterday', { timestamp: ago(40 * HOUR) });
      await world.untilHandled(2);
      expect(await world.conversations()).toMatchObject([{ epoch: 1 }]);
    });

    it('a closed conversation opens again with the bot', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello');
      await world.untilHandled(1);
      await infra.rows(`update conversation.conversations set state = 'closed', owner = 'none' where tenant_id = $1`, [world.tenantId]);
      await world.write({ phone: '1' }, 'Hello again');
      await world.requests(2);
      expect(await world.conversations()).toMatchObject([{ state: 'open', owner: 'bot' }]);
      expect(await world.sent(ownerChanged)).toMatchObject([{ owner: 'bot', previousOwner: 'none', reason: 'customer_wrote' }]);
    });
  });

  it('the ledger sees the receipt of every item, and of nothing else', async () => {
    const world = await World.create(infra);
    await world.write({ phone: '1' }, 'Hello', { wamid: 'wamid.receipt' });
    await world.write({ phone: '1' }, 'Hello', { wamid: 'wamid.receipt' });
    await world.untilHandled(2);
    expect(await infra.rows('select event_id from conversation.receipts_v1 where tenant_id = $1', [world.tenantId])).toHaveLength(2);
    expect(await infra.rows('select event_id from conversation.receipts_v1 where tenant_id = $1', [v7()])).toEqual([]);
  });
});
