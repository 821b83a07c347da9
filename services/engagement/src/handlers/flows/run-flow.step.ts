import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { flowMoved, type FlowDeed } from '#contracts';
import type { Transaction } from '#database';
import { MessageRequests, Outbox } from '#messaging';
import { dueAfter } from '../../domain/drips/drip.js';
import { ZoneClock } from '../../domain/campaigns/timing.js';
import {
  advance,
  NEW_RUN,
  type Around,
  type Effect,
  type EndReason,
  type FlowEvent,
  type RunState,
  type WaitsFor,
} from '../../domain/flows/interpreter.js';
import { TextTime } from '../../domain/flows/texts.js';
import type { AudienceFacts } from '../../domain/segments/matches.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { FlowRow } from '../../persistence/flows/flow.entity.js';
import { FlowRunRow, type FlowCall, type FlowRun } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository, type FlowThread, type LogEntry } from '../../persistence/flows/flow-runs.repository.js';
import { FlowsRepository } from '../../persistence/flows/flows.repository.js';
import { AudienceRepository, type AudienceContact } from '../../persistence/segments/audience.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';

/** The kind of messages that flows ask for. */
export const FLOW = 'flow';

interface Counted {
  flowId: string;
  version: number;
  node: string;
  port: string;
}

/** What one event makes of a run, gathered before it is written. */
interface Turn {
  run: FlowRun;
  state: RunState;
  log: LogEntry[];
  counted: Counted[];
  deeds: FlowDeed[];
  /** What another system is asked now. */
  call: FlowCall | null;
  at: string;
}

/** With whom a run talks. */
interface Customer {
  contact: AudienceContact;
  facts: AudienceFacts;
  timeZone: string | null;
}

/** Moves a run on, in the transaction of whoever calls: everything that it does is there together, or nothing is. */
@Injectable()
export class RunFlow {
  constructor(
    private readonly flows: FlowsRepository,
    private readonly runs: FlowRunsRepository,
    private readonly audience: AudienceRepository,
    private readonly numbers: NumbersRepository,
    private readonly requests: MessageRequests,
    private readonly outbox: Outbox,
    private readonly clock: CampaignClock,
  ) {}

  /** Begins a flow in a conversation that no other has. @returns the id of the run; undefined in a group, where no flow speaks */
  async begin(
    tx: Transaction,
    flow: { id: string; version: number },
    thread: FlowThread,
    start: { text: string | null; seq: number; begunBy?: string },
  ): Promise<string | undefined> {
    const customer = await this.#customer(tx, thread.contactId);
    if (!customer) return undefined;
    const id = v7();
    const run = await tx.rows(FlowRunRow).insert({
      id,
      firstFlowId: flow.id,
      flowId: flow.id,
      version: flow.version,
      conversationId: thread.id,
      contactId: thread.contactId,
      outletId: thread.outletId,
      waitsFor: 'time',
      position: NEW_RUN,
      lastSeq: start.seq,
      epoch: thread.epoch,
      begunBy: start.begunBy ?? null,
      startedAt: this.clock.now().toISOString(),
    });
    const turn = this.#turnOf(run);
    turn.counted.push({ flowId: flow.id, version: flow.version, node: '', port: 'started' });
    await this.#walk(tx, turn, { kind: 'start', text: start.text }, customer);
    return id;
  }

  /** @param run that this transaction holds @param seq of the message, where the event is one */
  async goOn(tx: Transaction, run: FlowRun, event: FlowEvent, seq = run.lastSeq): Promise<void> {
    const thread = await this.runs.thread(tx, run.conversationId);
    // Whoever was merged into another since goes on as the other one.
    const customer = thread && (await this.#customer(tx, thread.contactId));
    const stopped = whyStopped(thread) ?? (customer ? undefined : 'contact_gone');
    if (stopped) return this.end(tx, run, stopped);
    await this.#walk(tx, this.#turnOf({ ...run, contactId: thread!.contactId, lastSeq: seq }), event, customer!);
  }

  /** Ends a run from outside; the bot has the conversation again, unless somebody else has it. */
  async end(tx: Transaction, run: FlowRun, reason: EndReason): Promise<void> {
    await this.#write(tx, this.#turnOf(run), { kind: 'ended', reason });
  }

  /** Ends a run that fails each time. */
  async giveUp(tx: Transaction, run: FlowRun): Promise<void> {
    await this.#handOver(tx, this.#turnOf(run), 'failed');
  }

  #turnOf(run: FlowRun): Turn {
    return { run, state: run.position, log: [], counted: [], deeds: [], call: null, at: this.clock.now().toISOString() };
  }

  /** @returns undefined where there is nobody to write to */
  async #customer(tx: Transaction, contactId: string): Promise<Customer | undefined> {
    const [[contact], [facts], timeZone] = await Promise.all([
      this.audience.page(tx, { contactIds: [contactId] }, null, 1, this.clock.now()),
      this.audience.facts(tx, [contactId]),
      this.numbers.timeZone(tx),
    ]);
    return contact && facts && (contact.phone ?? contact.userId) !== null ? { contact, facts, timeZone } : undefined;
  }

  async #walk(tx: Transaction, turn: Turn, first: FlowEvent, { contact, facts, timeZone }: Customer): Promise<void> {
    const now = this.clock.now().getTime();
    const zones = new ZoneClock(timeZone);
    const around: Around = {
      facts,
      now,
      dueAfter: (delay) => zones.of(contact, JSON.stringify(['due', delay]), (zone) => dueAfter(delay, now, zone)),
      time: new TextTime(),
    };
    for (let event: FlowEvent | undefined = first; event;) {
      const definition = await this.flows.version(tx, turn.run.flowId, turn.run.version);
      if (!definition) return this.#handOver(tx, turn, 'flow_missing');
      const { state, effects, passed, outcome } = advance(definition, turn.state, event, around);
      turn.state = state;
      for (const effect of effects) this.#apply(tx, turn, effect, contact);
      const { flowId, version } = turn.run;
      const failure = event.kind === 'called' && 'failure' in event ? event.failure : null;
      for (const [index, { node, port }] of passed.entries()) {
        turn.log.push(entry(turn, { kind: 'passed', node, detail: port, outcome: index === 0 ? failure : null }));
        turn.counted.push({ flowId, version, node, port });
      }
      if (outcome.kind !== 'goto') return this.#write(tx, turn, outcome);
      const next = await tx.rows(FlowRow).find(outcome.flowId);
      if (next?.state !== 'live') return this.#handOver(tx, turn, 'flow_missing');
      turn.run = { ...turn.run, flowId: next.id, version: next.version };
      turn.counted.push({ flowId: next.id, version: next.version, node: '', port: 'started' });
      event = { kind: 'start', text: null };
    }
  }

  /** The customer is not left alone where the flow goes nowhere. */
  async #handOver(tx: Transaction, turn: Turn, reason: 'flow_missing' | 'failed'): Promise<void> {
    turn.deeds.push({ kind: 'handoff' });
    await this.#write(tx, turn, { kind: 'ended', reason });
  }

  #apply(tx: Transaction, turn: Turn, effect: Effect, contact: AudienceContact): void {
    if (effect.kind === 'call') {
      turn.call = { id: v7(), ...effect.request };
      return;
    }
    if (effect.kind !== 'send') return void turn.deeds.push(effect);
    const { run } = turn;
    const messageId = v7();
    const n = run.logged + turn.log.length;
    turn.log.push(entry(turn, { kind: 'sent', node: effect.node, messageId, outcome: 'requested' }));
    // A template is of the category that WhatsApp gave it; anything else answers the customer.
    const purpose = effect.message.type === 'template' ? {} : ({ purpose: 'service' } as const);
    this.requests.append(
      tx,
      { kind: FLOW, id: `${run.id}.${n}` },
      { messageId, outletId: run.outletId, to: (contact.phone ?? contact.userId)!, class: 'reply', ...purpose, message: effect.message },
    );
  }

  async #write(
    tx: Transaction,
    turn: Turn,
    outcome: { kind: 'waits'; for: WaitsFor; dueAt: number } | { kind: 'ended'; reason: EndReason },
  ): Promise<void> {
    const { run, log, counted, deeds, call, at } = turn;
    const { id: runId, firstFlowId: flowId, conversationId, contactId, lastSeq: seq } = run;
    if (outcome.kind === 'ended') {
      log.push(entry(turn, { kind: 'ended', detail: outcome.reason }));
      counted.push({ flowId: run.flowId, version: run.version, node: '', port: outcome.reason });
    }
    if (log.length > 0) await this.runs.log(tx, runId, run.logged, log);
    const ended = { state: 'ended', waitsFor: null, dueAt: null, endedAt: at } as const;
    await tx.rows(FlowRunRow).change(runId, {
      flowId: run.flowId,
      version: run.version,
      contactId,
      // What the customer has said is kept with them, and not with a run that is over.
      position: outcome.kind === 'ended' ? { ...NEW_RUN, node: turn.state.node, steps: turn.state.steps } : turn.state,
      lastSeq: seq,
      logged: run.logged + log.length,
      failures: 0,
      call,
      callAt: call && at,
      callTries: 0,
      ...(outcome.kind === 'ended'
        ? { ...ended, reason: outcome.reason }
        : { waitsFor: outcome.for, dueAt: new Date(outcome.dueAt).toISOString() }),
    });
    this.outbox.append(tx, flowMoved, {
      runId,
      flowId,
      conversationId,
      contactId,
      seq,
      // While another system is asked, the customer is in the middle of the flow.
      waits: outcome.kind === 'waits' && outcome.for !== 'time',
      deeds,
    });
    // Last, since all runs of a flow count in the same rows.
    if (counted.length > 0) await this.flows.count(tx, counted);
  }
}

const entry = ({ at }: Turn, of: Pick<LogEntry, 'kind'> & Partial<LogEntry>): LogEntry => ({
  node: null,
  detail: null,
  messageId: null,
  outcome: null,
  at,
  ...of,
});

/** Why no flow may speak in a conversation; undefined where it may. */
export function whyStopped(thread: FlowThread | undefined): EndReason | undefined {
  if (!thread) return 'contact_gone';
  if (thread.state === 'closed') return 'closed';
  return thread.owner === 'bot' ? undefined : 'taken_over';
}
