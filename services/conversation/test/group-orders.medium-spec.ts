import fc from 'fast-check';
import { v7 } from 'uuid';
import { messageReceived, replyGenerated, replyRequested, sendRequested, type EventOf } from '#contracts';
import { startInfrastructure, type Infrastructure } from '#testing';
import { AcceptReplyHandler } from '../src/handlers/bot/accept-reply.handler.js';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { answer, reply, World } from './conversation-world.js';
import { eventOf, Process } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

type Received = EventOf<typeof messageReceived>;

/** Somebody writes: to the business alone, or in one of two groups. */
interface Written {
  person: 0 | 1 | 2;
  group: 'private' | 'one' | 'two';
}

const PEOPLE = ['15550001', '15550002', '15550003'] as const;

/** Three people, two groups; messages in any order, any number of times, alone or together, in one process or two at once. */
describe('what is said in groups and in private', () => {
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

  /** As the stream does: until it is done. */
  const untilDone = async (work: () => Promise<void>): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  };

  /** Whatever the bot is asked, it answers. */
  const answerAll = async (world: World): Promise<void> => {
    for (const request of await world.sent(replyRequested)) {
      const said = eventOf(replyGenerated, world.tenantId, reply(request, answer(`Answer to ${request.question}`)));
      await untilDone(() => processes[0]!.get(AcceptReplyHandler).execute([said]));
    }
  };

  const written: fc.Arbitrary<Written> = fc.record({
    person: fc.constantFrom(0 as const, 1 as const, 2 as const),
    group: fc.constantFrom('private' as const, 'one' as const, 'two' as const),
  });

  it('stand apart: one thread a group and one a person, and nothing that was said in a group is answered in private', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 2, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(1, 3),
        fc.boolean(),
        fc.boolean(),
        async (all, chances, atOnce, isParallel, botInGroups) => {
          const world = await World.create(infra, { replyDebounceMs: 0 });
          const { tenantId, outletId, phoneNumberId } = world;
          if (botInGroups) {
            await infra.rows(
              `insert into conversation.inbox_settings (tenant_id, outlet_id, assignment, most_per_agent, bot_in_groups) values ($1, $2, 'manual', 20, true)`,
              [tenantId, outletId],
            );
          }
          const groups = { one: `group.${v7()}`, two: `group.${v7()}` };
          const events = all.map(({ person, group }, place): Received => {
            const phone = PEOPLE[person];
            const text = `${group} ${place}`;
            return eventOf(messageReceived, tenantId, {
              outletId,
              phoneNumberId,
              message: {
                wamid: `wamid.${v7()}`,
                type: 'text',
                timestamp: new Date(Date.now() - 60_000 + place * 1_000).toISOString(),
                from: { phone },
                text,
                raw: { type: 'text', from: phone, text: { body: text }, ...(group === 'private' ? {} : { group_id: groups[group] }) },
              },
            });
          });
          // Each at least once; some again, by the stream or by WhatsApp (another event); in any order.
          const again = events.flatMap((event) => {
            const chance = chances.next().value! % 4;
            return chance === 0 ? [event] : chance === 1 ? [{ ...event, id: v7() }] : [];
          });
          const queue = [...events, ...again]
            .map((event) => ({ event, rank: chances.next().value! }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ event }) => event);
          const batches = Array.from({ length: Math.ceil(queue.length / atOnce) }, (_, at) => queue.slice(at * atOnce, (at + 1) * atOnce));
          const deliver = (batch: Received[], place: number): Promise<void> =>
            untilDone(() => processes[isParallel ? place % 2 : 0]!.get(RecordInboundMessageHandler).execute(batch));
          if (isParallel) {
            for (let at = 0; at < batches.length; at += 2) await Promise.all(batches.slice(at, at + 2).map(deliver));
          } else for (const [place, batch] of batches.entries()) await deliver(batch, place);
          await answerAll(world);

          const threads = await infra.rows<{ id: string; phone: string | null; groupId: string | null; owner: string }>(
            `select c.id, k.phone, k.group_id as "groupId", c.owner from conversation.conversations c
             join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id where c.tenant_id = $1`,
            [tenantId],
          );
          const keys = new Set(all.map(({ person, group }) => (group === 'private' ? PEOPLE[person] : groups[group])));
          expect(threads.map(({ phone, groupId }) => phone ?? groupId).sort()).toEqual([...keys].sort());
          // Every message once, in the thread it belongs to, by its author.
          const stored = await infra.rows<{ text: string; key: string; author: string | null }>(
            `select m.text, coalesce(k.phone, k.group_id) as key, w.phone as author from conversation.messages m
             join conversation.conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
             join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
             left join conversation.contacts w on w.tenant_id = m.tenant_id and w.id::text = m.author_id
             where m.tenant_id = $1 and m.direction = 'inbound'`,
            [tenantId],
          );
          const expected = all.map(({ person, group }, place) => ({
            text: `${group} ${place}`,
            key: group === 'private' ? PEOPLE[person] : groups[group],
            author: group === 'private' ? null : PEOPLE[person],
          }));
          const byText = (a: { text: string }, b: { text: string }): number => (a.text < b.text ? -1 : 1);
          expect(stored.toSorted(byText)).toEqual(expected.toSorted(byText));
          // What leaves goes where the question was asked, and to a group only where the bot may speak there.
          const sends = await world.sent(sendRequested);
          for (const { to, content } of sends) {
            const { body } = content.text as { body: string };
            const kinds = new Set([...body.matchAll(/private|one|two/g)].map(([kind]) => kind as Written['group']));
            expect(kinds.size).toBe(1);
            const [kind] = [...kinds] as [Written['group']];
            if (kind === 'private') expect(Object.keys(to)).toEqual(['phone']);
            else expect(to).toEqual({ groupId: groups[kind] });
          }
          const inGroups = all.some(({ group }) => group !== 'private');
          expect(sends.some(({ to }) => to.groupId !== undefined)).toBe(inGroups && botInGroups);
          for (const { groupId, owner } of threads) if (groupId) expect(owner).toBe(botInGroups ? 'bot' : 'none');
          const people = new Set(all.map(({ person }) => PEOPLE[person]));
          const contacts = await world.contacts();
          expect(
            contacts
              .filter(({ phone }) => phone)
              .map(({ phone }) => phone)
              .sort(),
          ).toEqual([...people].sort());
        },
      ),
      { numRuns: 60 },
    );
  }, 240_000);
});
