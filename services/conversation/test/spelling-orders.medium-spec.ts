import fc from 'fast-check';
import { v7 } from 'uuid';
import { messageReceived, messageSubmitted, statusChanged, type EventOf } from '#contracts';
import { startInfrastructure, type Infrastructure } from '#testing';
import { otherSpelling } from '#whatsapp';
import { ApplyStatusesHandler } from '../src/handlers/messages/apply-statuses.handler.js';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../src/handlers/messages/record-submitted-message.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { World } from './conversation-world.js';
import { eventOf, Process } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

type Received = EventOf<typeof messageReceived>;
type Submitted = EventOf<typeof messageSubmitted>;
type StatusChanged = EventOf<typeof statusChanged>;

/** What happens to one customer. `spelled`: by the spelling that is not the account's. */
type Happening =
  | { kind: 'writes'; spelled: boolean }
  /** A program sends; WhatsApp's answer is told before the message stands, after it, or comes only with a status. */
  | { kind: 'sent-to'; spelled: boolean };

interface Step {
  happening: Happening;
  event: Received | Submitted | StatusChanged;
}

/** One customer whose account has two spellings; events in any order, any number of times, in one process or two at once. */
describe('the spellings of one account', () => {
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

  const deliver = ({ event }: Step, process: number): Promise<void> => {
    const { subject } = event;
    const at = processes[process]!;
    if (subject === messageReceived.subject) return at.get(RecordInboundMessageHandler).execute([event as Received]);
    if (subject === messageSubmitted.subject) return at.get(RecordSubmittedMessageHandler).execute([event as Submitted]);
    return at.get(ApplyStatusesHandler).execute([event as StatusChanged]);
  };
  /** As the stream does: until it is done. */
  const untilDone = async (step: Step, process: number): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await deliver(step, process);
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  };

  const stepsOf = (world: World, happening: Happening, place: number, account: string, other: string, userId?: string): Step[] => {
    const { tenantId, outletId, phoneNumberId } = world;
    const at = new Date(Date.now() - 60_000 + place * 1_000).toISOString();
    if (happening.kind === 'writes') {
      const from = {
        phone: happening.spelled ? other : account,
        ...(happening.spelled ? { waId: account } : {}),
        ...(userId ? { userId } : {}),
      };
      const message = {
        wamid: `wamid.${v7()}`,
        type: 'text',
        timestamp: at,
        from,
        text: `${place}`,
        raw: { type: 'text', from: from.phone },
      };
      return [{ happening, event: eventOf(messageReceived, tenantId, { outletId, phoneNumberId, message }) }];
    }
    const messageId = v7();
    const phone = happening.spelled ? other : account;
    const content = { type: 'text', text: { body: `${place}` } };
    return [
      {
        happening,
        event: eventOf(messageSubmitted, tenantId, { messageId, outletId, to: { phone }, type: 'text', text: `${place}`, content, at }),
      },
      {
        happening,
        event: eventOf(statusChanged, tenantId, {
          messageId,
          outletId,
          status: 'accepted',
          wamid: `wamid.${messageId}`,
          at,
          recipient: { phone, waId: account },
          errors: [],
        }),
      },
    ];
  };

  const happening: fc.Arbitrary<Happening> = fc.oneof(
    fc.record({ kind: fc.constant('writes' as const), spelled: fc.boolean() }),
    fc.record({ kind: fc.constant('sent-to' as const), spelled: fc.boolean() }),
  );
  const number = fc.oneof(
    fc.stringMatching(/^55[1-9]{2}9?[6-9][0-9]{7}$/),
    fc.stringMatching(/^521?[2-9][0-9]{9}$/),
    fc.stringMatching(/^549?[1-8][0-9]{9}$/),
  );

  it('end as one contact with one conversation that holds every message once, whatever the order of the events and however often each comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        number.filter((phone) => otherSpelling(phone) !== undefined),
        fc.array(happening, { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        fc.constantFrom(undefined, 'BR.1234567'),
        async (account, happenings, chances, isParallel, userId) => {
          const world = await World.create(infra);
          const other = otherSpelling(account)!;
          const steps = happenings.flatMap((each, place) => stepsOf(world, each, place, account, other, userId));
          // Each at least once, some again; in any order.
          const queue = [...steps, ...steps.filter(() => chances.next().value! % 3 === 0)]
            .map((step) => ({ step, rank: chances.next().value! }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ step }) => step);
          if (isParallel) {
            for (let at = 0; at < queue.length; at += 3) {
              await Promise.all(queue.slice(at, at + 3).map((step, place) => untilDone(step, place % 2)));
            }
          } else for (const step of queue) await untilDone(step, 0);
          // What may go by in the same instant is put right by what WhatsApp says of the next message to that number.
          for (const last of stepsOf(world, { kind: 'sent-to', spelled: true }, 9, account, other)) await untilDone(last, 0);

          expect((await world.contacts()).map(({ phone }) => phone)).toEqual([account]);
          const conversations = await world.conversations();
          expect(conversations).toHaveLength(1);
          const messages = await world.messages();
          expect(new Set(messages.map(({ conversation_id }) => conversation_id))).toEqual(new Set([conversations[0]!.id]));
          expect(messages.map(({ text }) => text).sort()).toEqual([...happenings.map((_, place) => `${place}`), '9'].sort());
          expect(messages.filter(({ status }) => status === 'queued')).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  }, 240_000);

  it('never make one of two customers whom WhatsApp names as two', async () => {
    await fc.assert(
      fc.asyncProperty(
        number.filter((phone) => otherSpelling(phone) !== undefined),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
        async (one, order) => {
          const world = await World.create(infra);
          const two = otherSpelling(one)!;
          const steps = [one, two].flatMap((account, place) => [
            ...stepsOf(world, { kind: 'writes', spelled: false }, place, account, account),
            ...stepsOf(world, { kind: 'sent-to', spelled: false }, place + 2, account, account),
          ]);
          // Both have written before anything is sent: until then, one that is only sent to may be the other.
          for (const first of [steps[0]!, steps[3]!]) await untilDone(first, 0);
          for (const place of order) await untilDone(steps[place]!, place % 2);
          expect((await world.contacts()).map(({ phone }) => phone).sort()).toEqual([one, two].sort());
          expect(await world.conversations()).toHaveLength(2);
          expect(await world.messages()).toHaveLength(4);
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);
});
