import type { Delay } from '../drips/drip.js';
import type { AudienceFacts } from '../segments/matches.js';
import type { Definition } from './definition.js';
import { advance, NEW_RUN, type Effect, type EndReason, type FlowEvent, type RunState, type WaitsFor } from './interpreter.js';
import { TextTime } from './texts.js';

/** What a simulation tells: what is said, what is done, and by which ways. */
export interface Simulation {
  entries: (
    { by: 'customer'; text: string | null; type: string } | { by: 'flow'; node: string; effect: Effect } | { by: 'time'; at: string }
  )[];
  passed: { flowId: string; node: string; port: string }[];
  /** Where it stands; null once it has ended. */
  node: string | null;
  waitsFor: WaitsFor | null;
  dueAt: string | null;
  ended: EndReason | null;
}

export interface SimulatedFlow {
  id: string;
  definition: Definition;
}

/**
 * Runs a flow without a customer, by the interpreter that runs it with them.
 *
 * @param others flows that it may go to, as they are live @param events in their order; the first is `start`
 * @param now when it begins, Unix milliseconds; waits take no time
 */
export function simulate(
  flow: SimulatedFlow,
  others: ReadonlyMap<string, Definition>,
  events: readonly FlowEvent[],
  { facts, now, dueAfter }: { facts: AudienceFacts; now: number; dueAfter: (delay: Delay, from: number) => number },
): Simulation {
  const told: Simulation = { entries: [], passed: [], node: null, waitsFor: null, dueAt: null, ended: null };
  let current = flow;
  let state: RunState = NEW_RUN;
  let clock = now;
  const time = new TextTime();
  for (const event of events) {
    if (told.ended || (event.kind === 'due' && told.dueAt === null)) break;
    if (event.kind === 'called' && told.waitsFor !== 'call') continue;
    if (event.kind === 'message' && told.waitsFor !== 'answer') {
      told.entries.push({ by: 'customer', text: event.text, type: event.type });
      continue;
    }
    if (event.kind === 'due') {
      clock = Date.parse(told.dueAt!);
      told.entries.push({ by: 'time', at: told.dueAt! });
    } else if (event.kind === 'message' || (event.kind === 'start' && event.text !== null)) {
      told.entries.push({ by: 'customer', text: event.text, type: event.kind === 'message' ? event.type : 'text' });
    }
    for (let next: FlowEvent | undefined = event; next;) {
      const moved = advance(current.definition, state, next, { facts, now: clock, dueAfter: (delay) => dueAfter(delay, clock), time });
      next = undefined;
      state = moved.state;
      told.entries.push(...moved.effects.map((effect) => ({ by: 'flow', node: state.node ?? '', effect }) as const));
      told.passed.push(...moved.passed.map((one) => ({ flowId: current.id, ...one })));
      const { outcome } = moved;
      told.waitsFor = outcome.kind === 'waits' ? outcome.for : null;
      told.dueAt = outcome.kind === 'waits' ? new Date(outcome.dueAt).toISOString() : null;
      told.node = outcome.kind === 'waits' ? state.node : null;
      if (outcome.kind === 'ended') told.ended = outcome.reason;
      if (outcome.kind !== 'goto') continue;
      const definition = outcome.flowId === flow.id ? flow.definition : others.get(outcome.flowId);
      if (definition) {
        current = { id: outcome.flowId, definition };
        next = { kind: 'start', text: null };
      } else {
        told.entries.push({ by: 'flow', node: state.node ?? '', effect: { kind: 'handoff' } });
        told.ended = 'flow_missing';
      }
    }
  }
  return told;
}
