import { v7 } from 'uuid';
import type { z } from 'zod';
import {
  messageReceived,
  messageSubmitted,
  replyGenerated,
  statusChanged,
  type EventDefinition,
  type EventEnvelope,
  type EventOf,
  type Owner,
} from '#contracts';
import { isDatabaseUnavailable, isOutcomeUnknown } from '#database';
import { createService, Problem, type Identity } from '#service-kit';
import type { Infrastructure } from '#testing';
import { AcceptReplyHandler } from '../src/handlers/bot/accept-reply.handler.js';
import { ApplyStatusesHandler } from '../src/handlers/messages/apply-statuses.handler.js';
import { AssignHandler } from '../src/handlers/ownership/assign.handler.js';
import { AssignWaitingHandler } from '../src/handlers/ownership/assign-waiting.handler.js';
import { ChangeOwnerHandler, type PersonsMove } from '../src/handlers/ownership/change-owner.handler.js';
import { EscalateHandler } from '../src/handlers/ownership/escalate.handler.js';
import { ReadConversationHandler } from '../src/handlers/threads/read-conversation.handler.js';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../src/handlers/messages/record-submitted-message.handler.js';
import { RequestReplyHandler } from '../src/handlers/bot/request-reply.handler.js';
import { SendAgentMessageHandler } from '../src/handlers/messages/send-agent-message.handler.js';
import { WakeConversationHandler } from '../src/handlers/ownership/wake-conversation.handler.js';
import { service } from '../src/service.js';
import { answer, reply } from './conversation-world.js';

/** mulberry32: the same seed is the same plan, whatever machine. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const STATUSES = ['sending', 'accepted', 'sent', 'delivered', 'read'] as const;
export type Status = (typeof STATUSES)[number];

/** What somebody does. `twice`: it is delivered, or asked for, twice at the same time. */
export type Operation =
  | { kind: 'customer-writes'; twice: boolean }
  /** For the present epoch, or as many before. `again`: generated anew, under another event. */
  | { kind: 'model-finishes'; behind: number; outcome: 'answer' | 'handoff'; twice: boolean; again: boolean }
  | { kind: 'timer-fires'; behind: number }
  | { kind: 'agent-writes'; agent: number; twice: boolean }
  | { kind: 'move'; move: 'take-over' | 'handoff' | 'snooze' | 'reopen' | 'release' | 'close'; agent: number }
  | { kind: 'assign'; agent: number }
  | { kind: 'read' }
  | { kind: 'wake' }
  | { kind: 'escalate' }
  | { kind: 'program-writes'; twice: boolean; early: readonly Status[]; late: readonly Status[] }
  | { kind: 'statuses'; of: readonly Status[]; isBatch: boolean };

/** What happens in one conversation: rounds, all of whose operations are in flight at once. */
export function planOf(seed: number, rounds: number): Operation[][] {
  const random = randomOf(seed);
  const some = (count: number): Status[] => Array.from({ length: random(count + 1) }, () => STATUSES[random(STATUSES.length)]!);
  const makers: [weight: number, make: () => Operation][] = [
    [26, () => ({ kind: 'customer-writes', twice: random(4) === 0 })],
    [
      28,
      () => ({
        kind: 'model-finishes',
        behind: random(3) === 0 ? 1 + random(3) : 0,
        outcome: random(6) === 0 ? 'handoff' : 'answer',
        twice: random(4) === 0,
        again: random(4) === 0,
      }),
    ],
    [9, () => ({ kind: 'timer-fires', behind: random(3) === 0 ? 1 : 0 })],
    [10, () => ({ kind: 'agent-writes', agent: random(2), twice: random(4) === 0 })],
    [7, () => ({ kind: 'move', move: 'take-over', agent: random(2) })],
    [9, () => ({ kind: 'move', move: 'release', agent: 0 })],
    [4, () => ({ kind: 'move', move: 'close', agent: 0 })],
    [4, () => ({ kind: 'move', move: 'snooze', agent: 0 })],
    [2, () => ({ kind: 'move', move: 'reopen', agent: random(2) })],
    [2, () => ({ kind: 'move', move: 'handoff', agent: 0 })],
    [2, () => ({ kind: 'assign', agent: random(2) })],
    [1, () => ({ kind: 'read' })],
    [3, () => ({ kind: 'wake' })],
    [3, () => ({ kind: 'escalate' })],
    [3, () => ({ kind: 'program-writes', twice: random(3) === 0, early: some(2), late: some(2) })],
    [7, () => ({ kind: 'statuses', of: some(3), isBatch: random(2) === 0 })],
  ];
  const total = makers.reduce((sum, [weight]) => sum + weight, 0);
  const one = (): Operation => {
    let at = random(total);
    return makers.find(([weight]) => (at -= weight) < 0)![1]();
  };
  // Nothing can happen in a conversation before the customer has written.
  const first: Operation[] = [{ kind: 'customer-writes', twice: random(4) === 0 }];
  return [first, ...Array.from({ length: rounds - 1 }, () => Array.from({ length: 1 + random(3) }, one))];
}

/** A conversation as it stands between two rounds. */
export interface Snapshot {
  epoch: number;
  nextSeq: number;
  owner: Owner;
}

/** One customer, and what is known of their conversation from outside: what was given in, and what was answered. */
export class Case {
  conversationId = '';
  readonly wamids: string[] = [];
  /** Texts of agents' messages that were accepted, each under a key of its own. */
  readonly accepted = new Set<string>();
  readonly submitted: string[] = [];
  readonly statuses = new Map<string, Status[]>();
  readonly snapshots: Snapshot[] = [];
  /** What people's moves were answered with. */
  readonly moves: Snapshot[] = [];
  newestOutbound: string[] = [];

  constructor(
    readonly seed: number,
    readonly tenantId: string,
    readonly outletId: string,
    readonly phone: string,
    readonly plan: Operation[][],
  ) {}
}

/** A process of the service: its handlers without consumers and jobs, so that the plan alone says what happens. */
export class Process {
  private constructor(private readonly app: Awaited<ReturnType<typeof createService>>['app']) {}

  static async start(infra: Infrastructure): Promise<Process> {
    const { app } = await createService(service, { ...infra.env('conversation'), DATABASE_POOL_SIZE: '8' });
    return new Process(app);
  }

  get<T>(handler: new (...args: never[]) => T): T {
    return this.app.get(handler as unknown as new (...args: unknown[]) => T);
  }

  async end(): Promise<void> {
    await this.app.close();
  }
}

const isOutage = (error: unknown): boolean => isDatabaseUnavailable(error) || isOutcomeUnknown(error);

/** Does to conversations what their plans say, through the handlers of whichever process is there. */
export class Driver {
  #calls = 0;
  constructor(
    private readonly processes: () => Process[],
    private readonly agents: readonly string[],
  ) {}

  async execute(one: Case, operation: Operation): Promise<void> {
    const { tenantId, outletId, conversationId } = one;
    const present = one.snapshots.at(-1)?.epoch ?? 0;
    const due = { tenantId, conversationId };
    const times = 'twice' in operation && operation.twice ? 2 : 1;
    switch (operation.kind) {
      case 'customer-writes': {
        const wamid = `wamid.${v7()}`;
        one.wamids.push(wamid);
        const data = {
          outletId,
          phoneNumberId: outletId,
          message: { wamid, type: 'text', timestamp: new Date().toISOString(), from: { phone: one.phone }, text: wamid, raw: {} },
        };
        const event = eventOf(messageReceived, tenantId, data);
        // Delivered again it is the same event; a webhook that Meta repeats is another event with the same wamid.
        const again = one.wamids.length % 2 === 0 ? event : eventOf(messageReceived, tenantId, data);
        const events = times === 2 ? [event, again] : [event];
        await this.#each(events, (process, each) => process.get(RecordInboundMessageHandler).execute([each]));
        return;
      }
      case 'model-finishes': {
        const epoch = Math.max(0, present - operation.behind);
        const outcome = operation.outcome === 'answer' ? answer(`answer to ${epoch}`) : ({ kind: 'handoff', reason: 'no_answer' } as const);
        const generate = () => eventOf(replyGenerated, tenantId, reply({ conversationId, outletId, epoch }, outcome));
        const event = generate();
        const events = [...Array.from({ length: times }, () => event), ...(operation.again ? [generate()] : [])];
        await this.#each(events, (process, each) => process.get(AcceptReplyHandler).execute([each]));
        return;
      }
      case 'timer-fires':
        return this.#untilDone((process) => process.get(RequestReplyHandler).execute([{ ...due, epoch: present - operation.behind }]));
      case 'agent-writes': {
        const key = v7();
        const write = async (): Promise<void> =>
          this.#untilDone(async (process) => {
            const caller = this.#callerOf(one, operation.agent);
            await process.get(SendAgentMessageHandler).execute(tenantId, conversationId, caller, { type: 'text', text: key }, key);
            one.accepted.add(key);
          });
        await Promise.all(Array.from({ length: times }, write));
        return;
      }
      case 'move': {
        const moves: Record<typeof operation.move, PersonsMove> = {
          'take-over': { kind: 'take-over' },
          handoff: { kind: 'handoff', reason: 'requested' },
          snooze: { kind: 'snooze', until: new Date(Date.now() + 3_600_000) },
          reopen: { kind: 'reopen' },
          release: { kind: 'release' },
          close: { kind: 'close' },
        };
        return this.#asked(async (process) => {
          const caller = this.#callerOf(one, operation.agent);
          one.moves.push(await process.get(ChangeOwnerHandler).execute(tenantId, conversationId, caller, moves[operation.move]));
        });
      }
      case 'assign':
        return this.#asked(async (process) => {
          const userId = this.agents[operation.agent]!;
          one.moves.push(
            await process.get(AssignHandler).execute(tenantId, conversationId, { userId }, this.#callerOf(one, operation.agent)),
          );
        });
      case 'read':
        return this.#asked(async (process) => void (await process.get(ReadConversationHandler).execute(tenantId, conversationId)));
      case 'wake':
        return this.#untilDone((process) => process.get(WakeConversationHandler).execute(due));
      case 'escalate':
        return this.#untilDone((process) => process.get(EscalateHandler).execute(due));
      case 'program-writes': {
        const messageId = v7();
        one.submitted.push(messageId);
        const event = eventOf(messageSubmitted, tenantId, {
          messageId,
          outletId,
          to: { phone: one.phone },
          type: 'text',
          text: messageId,
          content: { type: 'text', text: { body: messageId } },
          at: new Date().toISOString(),
        });
        await Promise.all([
          this.#tell(one, messageId, operation.early, false),
          this.#each(Array(times).fill(event) as (typeof event)[], (process, each) =>
            process.get(RecordSubmittedMessageHandler).execute([each]),
          ),
        ]);
        return this.#tell(one, messageId, operation.late, true);
      }
      case 'statuses': {
        const messageId = one.newestOutbound[operation.of.length % Math.max(1, one.newestOutbound.length)];
        if (messageId) await this.#tell(one, messageId, operation.of, operation.isBatch);
      }
    }
  }

  /** What waits in an inbox is given to who is there. */
  giveAway(tenantId: string, outletId: string): Promise<void> {
    return this.#untilDone((process) => process.get(AssignWaitingHandler).execute({ tenantId, outletId }));
  }

  async #tell(one: Case, messageId: string, statuses: readonly Status[], isBatch: boolean): Promise<void> {
    if (statuses.length === 0) return;
    one.statuses.set(messageId, [...(one.statuses.get(messageId) ?? []), ...statuses]);
    const at = new Date().toISOString();
    const events = statuses.map((status) => eventOf(statusChanged, one.tenantId, { messageId, outletId: one.outletId, status, at }));
    const batches = isBatch ? [events] : events.map((event) => [event]);
    await this.#each(batches, (process, each) => process.get(ApplyStatusesHandler).execute(each));
  }

  #each<T>(items: readonly T[], handle: (process: Process, item: T) => Promise<unknown>): Promise<unknown> {
    return Promise.all(items.map((item) => this.#untilDone((process) => handle(process, item))));
  }

  /** An event is delivered again, to whichever process is there, until it has been handled; a request with a key is repeated likewise. */
  async #untilDone(work: (process: Process) => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work(this.#next());
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
      }
    }
  }

  /** What a person asks for is refused, or its outcome is unknown to them: they look at the conversation then. */
  async #asked(work: (process: Process) => Promise<void>): Promise<void> {
    try {
      await work(this.#next());
    } catch (error) {
      if (!(error instanceof Problem && error.status === 409) && !isOutage(error)) throw error;
    }
  }

  #next(): Process {
    const processes = this.processes();
    return processes[this.#calls++ % processes.length]!;
  }

  #callerOf({ tenantId }: Case, agent: number): Identity {
    return { kind: 'user', subject: this.agents[agent]!, superadmin: false, tenantId, role: 'agent' };
  }
}

export function eventOf<D extends EventDefinition>(event: D, tenantId: string, data: z.input<D['data']>): EventOf<D> {
  const envelope: EventEnvelope = {
    id: v7(),
    subject: event.subject,
    tenantId,
    occurredAt: new Date().toISOString(),
    data: event.data.parse(data),
  };
  return envelope as EventOf<D>;
}
