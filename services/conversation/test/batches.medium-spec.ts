import { jetstreamManager } from '@nats-io/jetstream';
import { v7 } from 'uuid';
import type { z } from 'zod';
import {
  DEAD_LETTER_STREAM,
  messageReceived,
  messageRecorded,
  messageSubmitted,
  ownerChanged,
  replyGenerated,
  replyRequested,
  sendRequested,
  statusChanged,
  type EventOf,
} from '#contracts';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { AcceptReplyHandler } from '../src/handlers/bot/accept-reply.handler.js';
import { ApplyStatusesHandler } from '../src/handlers/messages/apply-statuses.handler.js';
import { EraseContactHandler } from '../src/handlers/privacy/erase-contact.handler.js';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../src/handlers/messages/record-submitted-message.handler.js';
import { RequestReplyHandler } from '../src/handlers/bot/request-reply.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply, World } from './conversation-world.js';
import { eventOf, Process } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

type Received = EventOf<typeof messageReceived>;
type Inbound = z.input<typeof messageReceived.data>['message'];

/** Messages, answers and statuses of one tenant that come together. */
describe('a batch', () => {
  let infra: Infrastructure;
  let processes: Process[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.rows(`alter system set deadlock_timeout = '10ms'`);
    await infra.rows('alter system set synchronous_commit = off');
    await infra.rows('select pg_reload_conf()');
    processes = [await Process.start(infra), await Process.start(infra)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.end()));
    await infra?.stop();
  }, 30_000);

  let wamids = 0;
  const received = (world: World, from: Inbound['from'], text: string, more: Partial<Inbound> = {}): Received =>
    eventOf(messageReceived, world.tenantId, {
      outletId: world.outletId,
      phoneNumberId: world.phoneNumberId,
      message: {
        wamid: `wamid.${++wamids}`,
        type: 'text',
        timestamp: new Date().toISOString(),
        from,
        text,
        raw: { type: 'text', text: { body: text } },
        ...more,
      },
    });
  const record = (events: readonly Received[], process = 0): Promise<void> =>
    processes[process]!.get(RecordInboundMessageHandler).execute(events);

  it('of several messages of one customer is what they would have been one after another', async () => {
    const world = await World.create(infra);
    await record([received(world, { phone: '1', name: 'Ana' }, 'Hello')]);
    await record(['a', 'b', 'c'].map((text) => received(world, { phone: '1', name: 'Ana' }, text)));
    expect((await world.messages()).map(({ seq, text, epoch }) => [seq, text, epoch])).toEqual([
      [1, 'Hello', 1],
      [2, 'a', 2],
      [3, 'b', 3],
      [4, 'c', 4],
    ]);
    expect(await world.conversations()).toMatchObject([{ epoch: 4, next_seq: 5, unread_count: 4 }]);
    expect((await world.sent(replyRequested)).map(({ epoch, question }) => [epoch, question])).toEqual([
      [1, 'Hello'],
      [2, 'Hello\na'],
      [3, 'Hello\na\nb'],
      [4, 'Hello\na\nb\nc'],
    ]);
  });

  it('of new customers makes each once, whatever is in it twice', async () => {
    const world = await World.create(infra);
    const froms = Array.from({ length: 20 }, (_, i) => ({ phone: `${i}`, userId: `US.${i}` }));
    const events = froms.flatMap((from) => [received(world, from, 'first'), received(world, from, 'second')]);
    const repeated = received(world, froms[3]!, 'second', { wamid: events[7]!.data.message.wamid });
    await record([...events, events[5]!, repeated]);
    expect(await world.contacts()).toHaveLength(20);
    expect(await world.conversations()).toHaveLength(20);
    expect((await world.messages()).map(({ seq, text }) => `${seq} ${text}`)).toEqual(Array(20).fill(['1 first', '2 second']).flat());
    expect(await world.sent(messageRecorded)).toHaveLength(40);
    // The repeated one has its receipt too.
    expect(await world.handled()).toBe(41);
    await record([...events, repeated]);
    expect(await world.messages()).toHaveLength(40);
  });

  it('with a copy that stands in another customer’s conversation is left to its events one by one', async () => {
    const world = await World.create(infra);
    const first = received(world, { phone: '1' }, 'mine', { wamid: 'wamid.of.two' });
    await record([first]);
    // As after a number has changed hands within WhatsApp: the wamid is known, the customer is not.
    const copy = received(world, { phone: '2' }, 'mine', { wamid: 'wamid.of.two' });
    const more = received(world, { phone: '2' }, 'more');
    await record([copy, more]);
    expect((await world.messages()).map(({ text, seq }) => [text, seq]).sort()).toEqual([
      ['mine', 1],
      ['more', 1],
    ]);
    expect(await world.handled()).toBe(3);
  });

  it('asks once for what is due in many conversations', async () => {
    const world = await World.create(infra, { replyDebounceMs: 600_000 });
    await record(Array.from({ length: 30 }, (_, i) => received(world, { phone: `${i}` }, `I am ${i}`)));
    const due = (await world.conversations()).map(({ id, epoch }) => ({ tenantId: world.tenantId, conversationId: id, epoch }));
    const stale = due.map((each) => ({ ...each, epoch: 0 }));
    await Promise.all([0, 1].map((process) => processes[process]!.get(RequestReplyHandler).execute([...stale, ...due])));
    await processes[0]!.get(RequestReplyHandler).execute(due);
    expect((await world.sent(replyRequested)).map(({ question }) => question).sort()).toEqual(
      Array.from({ length: 30 }, (_, i) => `I am ${i}`).sort(),
    );
    expect((await world.conversations()).every(({ reply_due_at }) => reply_due_at === null)).toBe(true);
  });

  it('with an event of a customer who was erased meanwhile does not bring them back', async () => {
    const world = await World.create(infra);
    const gone = received(world, { phone: '1', name: 'Ana' }, 'my secret');
    await record([gone, received(world, { phone: '2' }, 'Hello')]);
    const ana = (await world.contacts()).find(({ phone }) => phone === '1')!;
    await processes[0]!
      .get(EraseContactHandler)
      .execute(world.tenantId, ana.id, { kind: 'user', id: v7(), address: null, requestId: null });
    await record([gone, received(world, { phone: '2' }, 'Hello again'), received(world, { phone: '3' }, 'Hello')]);
    expect((await world.contacts()).map(({ phone }) => phone).sort()).toEqual(['2', '3']);
    expect((await world.messages()).map(({ text }) => text)).not.toContain('my secret');
    // Who writes again is somebody new.
    await record([gone, received(world, { phone: '1' }, 'Me again'), received(world, { phone: '2' }, 'And again')]);
    expect((await world.messages()).map(({ text }) => text).sort()).toEqual(['And again', 'Hello', 'Hello', 'Hello again', 'Me again']);
  });

  it('that two processes take at once, in part, is recorded once', async () => {
    for (let round = 0; round < 10; round++) {
      const world = await World.create(infra);
      const events = Array.from({ length: 60 }, (_, i) =>
        received(world, i % 2 ? { phone: `${i % 10}`, name: `n${i % 10}` } : { userId: `US.${i % 10}` }, `m${i}`),
      );
      await Promise.all([
        record(events.slice(0, 40), 0),
        record(events.slice(20).reverse(), 1),
        record(
          events.slice(10, 50).toSorted((a, b) => (a.data.message.text! < b.data.message.text! ? -1 : 1)),
          1,
        ),
      ]);
      const messages = await world.messages();
      expect(messages.map(({ text }) => text).sort()).toEqual(events.map(({ data }) => data.message.text).sort());
      for (const thread of Map.groupBy(messages, ({ conversation_id }) => conversation_id).values()) {
        expect(thread.map(({ seq }) => seq)).toEqual(thread.map((_, index) => index + 1));
      }
      expect(await world.contacts()).toHaveLength(10);
    }
  });

  it('of answers is taken where each still holds, and nowhere twice', async () => {
    const world = await World.create(infra);
    await record(Array.from({ length: 10 }, (_, i) => received(world, { phone: `${i}` }, 'Hello')));
    const threads = await world.conversations();
    const to = (index: number, epoch: number) => ({ conversationId: threads[index]!.id, outletId: world.outletId, epoch });
    const generated = (index: number, epoch: number, text: string) =>
      eventOf(replyGenerated, world.tenantId, reply(to(index, epoch), answer(text)));
    const handoff = eventOf(replyGenerated, world.tenantId, reply(to(1, 1), { kind: 'handoff', reason: 'no_answer' }));
    const first = generated(0, 1, 'first');
    await infra.rows(`update conversation.conversations set owner = 'agent', epoch = 2 where id = $1`, [threads[2]!.id]);
    const batch = [
      generated(0, 0, 'stale'),
      first,
      first,
      generated(0, 1, 'second'),
      handoff,
      generated(1, 1, 'too late'),
      generated(2, 1, 'not yours'),
    ];
    await Promise.all([0, 1].map((process) => processes[process]!.get(AcceptReplyHandler).execute(batch.concat(generated(3, 1, 'third')))));
    await processes[0]!.get(AcceptReplyHandler).execute(batch);
    const spoken = (await world.messages()).filter(({ direction }) => direction === 'outbound');
    const told = (index: number) => spoken.filter(({ conversation_id }) => conversation_id === threads[index]!.id);
    expect(told(0)).toMatchObject([{ seq: 2, text: 'first', epoch: 1 }]);
    expect(told(1)).toMatchObject([{ seq: 2, author: 'system' }]);
    expect(told(2)).toEqual([]);
    expect(told(3)).toMatchObject([{ text: 'third' }]);
    expect(await world.sent(sendRequested)).toHaveLength(3);
    expect(await world.sent(ownerChanged)).toMatchObject([
      { conversationId: threads[1]!.id, epoch: 2, owner: 'none', reason: 'no_answer' },
    ]);
  });

  it('of statuses that come before, with and after their messages leaves each where it got to', async () => {
    const world = await World.create(infra);
    const ids = Array.from({ length: 30 }, () => v7());
    const submitted = ids.map((messageId, i) =>
      eventOf(messageSubmitted, world.tenantId, {
        messageId,
        outletId: world.outletId,
        to: { phone: `${i % 7}` },
        type: 'text',
        text: `m${i}`,
        content: { type: 'text', text: { body: `m${i}` } },
        at: new Date().toISOString(),
      }),
    );
    const status = (messageId: string, to: 'sending' | 'accepted' | 'delivered' | 'failed', wamid?: string) =>
      eventOf(statusChanged, world.tenantId, {
        messageId,
        outletId: world.outletId,
        status: to,
        at: new Date().toISOString(),
        ...(wamid ? { wamid } : {}),
      });
    const statuses = ids.flatMap((id, i) => [status(id, 'delivered'), status(id, 'accepted', `wamid.sub.${i}`), status(id, 'sending')]);
    const apply = (events: typeof statuses, process: number) => processes[process]!.get(ApplyStatusesHandler).execute(events);
    await Promise.all([
      apply(statuses.slice(0, 50), 0),
      processes[1]!.get(RecordSubmittedMessageHandler).execute([...submitted, submitted[4]!]),
      processes[0]!.get(RecordSubmittedMessageHandler).execute(submitted.slice(10)),
      apply(statuses.slice(40).reverse(), 1),
    ]);
    await apply([...statuses, status(ids[0]!, 'failed')], 0);
    const messages = await world.messages();
    expect(messages.map(({ id, status: at, wamid }) => [id, at, wamid]).sort()).toEqual(
      ids.map((id, i) => [id, 'delivered', `wamid.sub.${i}`]).sort(),
    );
    expect(messages.find(({ id }) => id === ids[0])).toMatchObject({ failed: true });
    expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toEqual([]);
    for (const thread of Map.groupBy(messages, ({ conversation_id }) => conversation_id).values()) {
      expect(thread.map(({ seq }) => seq)).toEqual(thread.map((_, index) => index + 1));
    }
  });

  describe('from the stream', () => {
    let running: RunningService | undefined;
    afterAll(() => running?.close(), 30_000);

    it('loses nothing to a poisoned event among fifty', async () => {
      const world = await World.create(infra);
      const manager = await jetstreamManager(await infra.nats());
      running = await startService(infra, service);
      const letters = async (): Promise<number> => (await manager.streams.info(DEAD_LETTER_STREAM)).state.messages;
      const before = await eventually(letters);
      await Promise.all(Array.from({ length: 50 }, (_, i) => world.write(i === 20 ? { phone: '' } : { phone: `${i}` }, `m${i}`)));
      await eventually(async () => expect(await letters()).toBe(before + 1));
      await world.untilHandled(49);
      expect(await world.messages()).toHaveLength(49);
      expect(await world.sent(replyRequested)).toHaveLength(49);
    });
  });
});
