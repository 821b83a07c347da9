import fc from 'fast-check';
import type { z } from 'zod';
import {
  messageReceived,
  messageRecorded,
  ownerChanged,
  replyRequested,
  sendRequested,
  type EventDefinition,
  type EventOf,
} from '#contracts';
import { startInfrastructure, type Infrastructure } from '#testing';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { World } from './conversation-world.js';
import { eventOf, Process } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

type Received = EventOf<typeof messageReceived>;
type Inbound = z.input<typeof messageReceived.data>['message'];

const NEVER_OPEN = {
  timezone: 'UTC',
  weekly: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []])),
};
const HOUR = 60 * 60_000;

/** Messages, answers and statuses of one tenant that come together. */
describe('a batch of anything', () => {
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

  /** Everything that tells two tenants apart by what happened in them, and by nothing else. */
  async function traces(world: World): Promise<unknown> {
    const conversations = await infra.rows<Record<string, unknown>>(
      `select c.id, coalesce(k.phone, '') || '|' || coalesce(k.user_id, '') as who, k.name, k.username, c.state, c.owner, c.assignee_id, c.handoff_reason,
         c.epoch, c.answered_epoch, c.next_seq, c.unanswered_from_seq, c.bot_from_seq, c.unread_count,
         case when c.away_told_at is null then c.last_message_at end as last_message_at, c.last_inbound_at,
         c.window_expires_at, c.reply_due_at is not null as is_due, c.response_due_at is not null as is_promised, c.snoozed_until, c.closed_at,
         c.away_told_at is not null as is_told
       from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
       where c.tenant_id = $1`,
      [world.tenantId],
    );
    const messages = await infra.rows<Record<string, unknown> & { id: string; seq: number }>(
      `select conversation_id, id, seq, direction, author, type, text, content, wamid, status, epoch,
         case when direction = 'inbound' then at end as at, reaction_to
       from conversation.messages where tenant_id = $1 order by seq`,
      [world.tenantId],
    );
    const seqOf = new Map(messages.map(({ id, seq }) => [id, seq]));
    const live = await infra.rows<Record<string, unknown> & { ref_id: string | null }>(
      'select conversation_id, kind, ref_id from conversation.inbox_log where tenant_id = $1 order by seq',
      [world.tenantId],
    );
    const media = await infra.rows<{ message_id: string }>(
      'select message_id, kind, graph_id, content_type, status from conversation.media where tenant_id = $1 order by graph_id',
      [world.tenantId],
    );
    const told = async <D extends EventDefinition>(event: D) =>
      (await world.sent(event)) as (Record<string, any> & { conversationId: string })[];
    const [recorded, changed, requested, sends] = [
      await told(messageRecorded),
      await told(ownerChanged),
      await told(replyRequested),
      await told(sendRequested),
    ];
    const contacts = (await world.contacts()).map(({ phone, user_id, name }) => [phone, user_id, name]);
    return {
      contacts: contacts.sort(),
      conversations: conversations
        .map(({ id, ...conversation }) => ({
          ...conversation,
          messages: messages.filter((each) => each.conversation_id === id).map(({ id: _, conversation_id: __, ...message }) => message),
          live: live.filter((each) => each.conversation_id === id).map(({ kind, ref_id }) => [kind, ref_id && seqOf.get(ref_id)]),
          media: media
            .filter(({ message_id }) => messages.some((each) => each.id === message_id && each.conversation_id === id))
            .map(({ message_id, ...file }) => ({ ...file, seq: seqOf.get(message_id) })),
          recorded: recorded.filter((each) => each.conversationId === id).map(({ message: { id: _, at: __, ...message } }) => message),
          changed: changed.filter((each) => each.conversationId === id).map(({ conversationId: _, outletId: __, ...change }) => change),
          requested: requested
            .filter((each) => each.conversationId === id)
            .map(({ conversationId: _, outletId: __, contactId: ___, ...request }) => request),
          sends: sends.filter((each) => each.conversationId === id).map(({ to, content }) => ({ to, content })),
        }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      receipts: await world.handled(),
    };
  }

  describe('whatever is in it', () => {
    const customer = fc.constantFrom<Inbound['from']>(
      { phone: '1', name: 'Ana' },
      { phone: '1', userId: 'US.1', name: 'Ana' },
      { phone: '1', name: 'Ana María' },
      { userId: 'US.1' },
      { phone: '2' },
      { phone: '2', userId: 'US.2' },
      { phone: '3', userId: 'US.3', username: 'cy' },
      { phone: '3', userId: 'US.4' },
      { phone: '4' },
      { phone: '5' },
    );
    const contents: readonly Partial<Inbound>[] = [
      {},
      {},
      {},
      { standby: true },
      { timestamp: new Date(Date.now() - 30 * HOUR).toISOString() },
      { timestamp: new Date(Date.now() - 2 * HOUR).toISOString() },
      { type: 'reaction', raw: { type: 'reaction', reaction: { message_id: 'wamid.of.nothing', emoji: 'x' } } },
      { type: 'image', raw: { type: 'image', image: { id: '77', mime_type: 'image/png' } } },
      { type: 'system', raw: { type: 'system', system: { type: 'user_changed_number', wa_id: '9' } } },
    ];
    const message = fc.record({
      from: customer,
      content: fc.nat(contents.length - 1),
      isRepeated: fc.boolean(),
      reactsToEarlier: fc.boolean(),
    });
    const state = fc.constantFrom(
      `state = 'open', owner = 'bot'`,
      `state = 'open', owner = 'agent', assignee_id = '0198c0de-0000-7000-8000-00000000aaaa', epoch = epoch + 1`,
      `state = 'pending', owner = 'none', handoff_reason = 'no_answer', epoch = epoch + 1`,
      `state = 'snoozed', owner = 'none', snoozed_until = '2090-01-01', epoch = epoch + 1`,
      `state = 'snoozed', owner = 'agent', snoozed_until = '2090-01-01', epoch = epoch + 1`,
      `state = 'closed', owner = 'none', closed_at = '2020-01-01', epoch = epoch + 1, bot_from_seq = next_seq`,
      `answered_epoch = epoch, unanswered_from_seq = next_seq`,
    );
    const plan = fc.array(fc.record({ messages: fc.array(message, { minLength: 1, maxLength: 10 }), next: state }), {
      minLength: 1,
      maxLength: 4,
    });

    it('the rows and what is told are those of its events one by one', async () => {
      await fc.assert(
        fc.asyncProperty(plan, fc.constantFrom(0, 60_000), async (rounds, replyDebounceMs) => {
          const settings = { replyDebounceMs, businessHours: NEVER_OPEN } as never;
          const [oneByOne, together] = [await World.create(infra, settings), await World.create(infra, settings)];
          for (const world of [oneByOne, together]) {
            await infra.rows(
              `insert into conversation.inbox_settings (tenant_id, outlet_id, first_response_seconds, next_response_seconds, away_message)
               values ($1, $2, 3600, 3600, 'Nobody is there.')`,
              [world.tenantId, world.outletId],
            );
          }
          let last: Inbound | undefined;
          for (const { messages, next } of rounds) {
            const written = messages.flatMap(({ from, content, isRepeated, reactsToEarlier }): Inbound[] => {
              const text = `m${++wamids}`;
              const more = contents[content]!;
              const raw =
                more.type === 'reaction' && reactsToEarlier && last
                  ? { type: 'reaction', reaction: { message_id: last.wamid, emoji: 'x' } }
                  : undefined;
              const each: Inbound = {
                wamid: `wamid.${wamids}`,
                type: 'text',
                timestamp: new Date(Date.now() - HOUR).toISOString(),
                from,
                text,
                raw: { type: 'text', text: { body: text } },
                ...more,
                ...(raw ? { raw } : {}),
              };
              last = each;
              return isRepeated ? [each, each] : [each];
            });
            const events = (world: World): Received[] => written.map((each) => received(world, each.from, each.text!, each));
            for (const event of events(oneByOne)) await record([event]);
            await record(events(together));
            expect(await traces(together)).toEqual(await traces(oneByOne));
            for (const { tenantId } of [oneByOne, together]) {
              // Not the fields of a wait that is over.
              await infra.rows(
                `update conversation.conversations set assignee_id = null, snoozed_until = null, closed_at = null, response_due_at = null, ${next} where tenant_id = $1`.replace(
                  /(assignee_id|snoozed_until|closed_at) = null, (?=.*\1 = ')/g,
                  '',
                ),
                [tenantId],
              );
            }
          }
        }),
        { numRuns: Number(process.env.BATCHES ?? 60), seed: process.env.BATCHES_SEED ? Number(process.env.BATCHES_SEED) : 1 },
      );
    }, 300_000);
  });
});
