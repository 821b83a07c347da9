import { OUTBOUND_LIMITS } from '#whatsapp';
import type { Delay } from '../drips/drip.js';
import { readExpression } from '../segments/expression.js';
import { matches, type AudienceFacts } from '../segments/matches.js';
import { readAnswer, type Reply } from './answers.js';
import { CALL_MS, requestOf, valuesOf, type Called, type CallRequest } from './calls.js';
import type { Call, Definition, FlowNode, Question } from './definition.js';
import { fillMessage, fillText, TextError, type Placeholders, type TextTime } from './texts.js';

/** No run passes more nodes than this between two waits: a loop that never waits ends there. */
export const MAX_AT_ONCE = 100;
/** Nor more than this in all. */
export const MAX_STEPS = 1_000;
/** Nor goes into another flow more often than this. */
export const MAX_JUMPS = 10;

/** How long a question without a time of its own waits: a flow has no conversation for ever. */
export const ANSWER_MS = 7 * 24 * 3_600_000;

/** Where a run stands. All of it is kept in one row, and nothing else decides what comes next. */
export interface RunState {
  /** The node at which it waits. */
  node: string | null;
  attempts: number;
  steps: number;
  jumps: number;
  /** What this run has set of the contact: it counts at once, whenever the contact itself follows. */
  attributes: Record<string, string | number>;
  tagsAdded: string[];
  tagsRemoved: string[];
  /** What the customer wrote last. */
  answer: string | null;
}

export const NEW_RUN: RunState = {
  node: null,
  attempts: 0,
  steps: 0,
  jumps: 0,
  attributes: {},
  tagsAdded: [],
  tagsRemoved: [],
  answer: null,
};

export type FlowEvent =
  { kind: 'start'; text: string | null } | ({ kind: 'message' } & Reply) | { kind: 'due' } | ({ kind: 'called' } & Called);

export type Effect =
  | { kind: 'send'; node: string; message: { type: string; [key: string]: unknown } }
  | { kind: 'attribute'; name: string; value: string | number }
  | { kind: 'tags'; add: string[]; remove: string[] }
  /** Another system is asked. */
  | { kind: 'call'; node: string; request: CallRequest }
  /** A person is to go on. */
  | { kind: 'handoff' }
  /** The bot is to answer what the customer wrote last. */
  | { kind: 'answer' };

export const END_REASONS = [
  'end',
  'handed_over',
  'to_bot',
  'too_many_steps',
  'text_failed',
  'no_answer',
  'taken_over',
  'closed',
  'message_refused',
  'contact_gone',
  'flow_missing',
  'failed',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** A node that was left, and by which port; the port of a node that ends the flow is its kind. */
export interface Passed {
  node: string;
  port: string;
}

export const WAITS_FOR = ['answer', 'time', 'call'] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

export type Outcome =
  { kind: 'waits'; for: WaitsFor; dueAt: number } | { kind: 'goto'; flowId: string } | { kind: 'ended'; reason: EndReason };

export interface Around {
  /** Of the contact, without what the run has set. */
  facts: AudienceFacts;
  /** Unix milliseconds */
  now: number;
  /** When a delay that begins now is over, by the contact's clock; Unix milliseconds. */
  dueAfter: (delay: Delay) => number;
  /** Of all texts until it waits for somebody, also of the flows that it goes into. */
  time: TextTime;
}

export interface Advance {
  state: RunState;
  effects: Effect[];
  passed: Passed[];
  outcome: Outcome;
}

/** The contact as this run sees it. */
export function factsOf(facts: AudienceFacts, { attributes, tagsAdded, tagsRemoved }: RunState): AudienceFacts {
  const tags = [...facts.tags.filter((tag) => !tagsRemoved.includes(tag)), ...tagsAdded.filter((tag) => !facts.tags.includes(tag))];
  return { ...facts, attributes: { ...facts.attributes, ...attributes }, tags };
}

/**
 * What a run does about an event: from where it stands to where it waits next, or ends. The same for the same arguments, always, unless its texts
 * take too long; it is what runs with customers and what the simulator runs.
 *
 * @param state where it stands; {@link NEW_RUN}, with the event `start`, for one that begins
 */
export function advance(definition: Definition, state: RunState, event: FlowEvent, around: Around): Advance {
  return new Walk(definition, state, around).run(event);
}

class Walk {
  readonly #effects: Effect[] = [];
  readonly #passed: Passed[] = [];
  readonly #nodes: Map<string, FlowNode>;
  #state: RunState;

  constructor(
    private readonly definition: Definition,
    state: RunState,
    private readonly around: Around,
  ) {
    this.#state = { ...state };
    this.#nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  }

  run(event: FlowEvent): Advance {
    let outcome: Outcome;
    try {
      outcome = this.#walk(event);
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      // The customer is not left alone with a text that cannot be said.
      this.#effects.push({ kind: 'handoff' });
      outcome = { kind: 'ended', reason: 'text_failed' };
    }
    return { state: this.#state, effects: this.#effects, passed: this.#passed, outcome };
  }

  #walk(event: FlowEvent): Outcome {
    if ((event.kind === 'start' || event.kind === 'message') && event.text !== null) this.#state.answer = event.text;
    let next: string | null | Outcome = event.kind === 'start' ? this.definition.start : this.#resume(event);
    for (let left = MAX_AT_ONCE; typeof next === 'string'; left--) {
      if (left === 0 || this.#state.steps >= MAX_STEPS) return this.#lost('too_many_steps');
      const node = this.#nodes.get(next);
      if (!node) return { kind: 'ended', reason: 'end' };
      this.#state.steps++;
      next = this.#enter(node);
    }
    return next ?? { kind: 'ended', reason: 'end' };
  }

  #lost(reason: EndReason): Outcome {
    this.#effects.push({ kind: 'handoff' });
    return { kind: 'ended', reason };
  }

  /** At the node that waits. */
  #resume(event: Exclude<FlowEvent, { kind: 'start' }>): string | null | Outcome {
    const node = this.#nodes.get(this.#state.node ?? '');
    if (node?.kind === 'wait') return this.#leave(node, 'next');
    if (node?.kind === 'call') return this.#called(node, event);
    if (node?.kind !== 'question' || event.kind === 'called') return null;
    if (event.kind === 'due') return node.timeout ? this.#leave(node, 'timeout') : { kind: 'ended', reason: 'no_answer' };
    const read = readAnswer(node, event);
    if (read) {
      if (node.saveAs) this.#setAttribute(node.saveAs, read.value);
      return this.#leave(node, read.port);
    }
    if (this.#state.attempts >= node.retries) return this.#leave(node, 'invalid');
    this.#state.attempts++;
    return this.#ask(node, node.retryText ?? node.text);
  }

  #called(node: Call, event: Exclude<FlowEvent, { kind: 'start' }>): string | null {
    if (event.kind !== 'called' || 'failure' in event) return this.#leave(node, 'failed');
    if (node.save.length > 0 && event.answer === undefined) return this.#leave(node, 'failed');
    for (const { attribute, value } of valuesOf(node, event.answer)) this.#setAttribute(attribute, value);
    return this.#leave(node, 'next');
  }

  /** @returns the next node, null where nothing follows, or where the walk stops */
  #enter(node: FlowNode): string | null | Outcome {
    this.#state.node = node.id;
    this.#state.attempts = 0;
    switch (node.kind) {
      case 'message':
        this.#effects.push({ kind: 'send', node: node.id, message: fillMessage(node.message, this.#placeholders()) });
        return this.#leave(node, 'next');
      case 'question':
        return this.#ask(node, node.text);
      case 'branch': {
        const facts = this.#facts();
        const now = new Date(this.around.now);
        const fitting = node.cases.find(({ condition }) => matches(readExpression(condition), facts, now));
        return this.#leave(node, fitting ? `case:${fitting.id}` : 'else');
      }
      case 'set':
        this.#setAttribute(node.attribute, fillText(node.value, this.#placeholders()).slice(0, 1_000));
        return this.#leave(node, 'next');
      case 'tag':
        this.#setTags(node.add, node.remove);
        return this.#leave(node, 'next');
      case 'wait':
        return { kind: 'waits', for: 'time', dueAt: this.around.dueAfter(node.delay) };
      case 'call':
        this.#effects.push({ kind: 'call', node: node.id, request: requestOf(node, this.#placeholders()) });
        return { kind: 'waits', for: 'call', dueAt: this.around.now + CALL_MS };
      case 'handoff':
        if (node.text) this.#say(node.id, node.text);
        this.#effects.push({ kind: 'handoff' });
        return this.#stop(node, { kind: 'ended', reason: 'handed_over' });
      case 'answer':
        this.#effects.push({ kind: 'answer' });
        return this.#stop(node, { kind: 'ended', reason: 'to_bot' });
      case 'goto':
        if (this.#state.jumps >= MAX_JUMPS) return this.#lost('too_many_steps');
        this.#state.jumps++;
        return this.#stop(node, { kind: 'goto', flowId: node.flowId });
      case 'end':
        return this.#stop(node, { kind: 'ended', reason: 'end' });
    }
  }

  #leave(node: FlowNode, port: string): string | null {
    this.#passed.push({ node: node.id, port });
    return this.definition.edges.find((edge) => edge.from === node.id && edge.port === port)?.to ?? null;
  }

  #stop(node: FlowNode, outcome: Outcome): Outcome {
    this.#passed.push({ node: node.id, port: node.kind });
    return outcome;
  }

  #ask(node: Question, text: string): Outcome {
    const body = fillText(text, this.#placeholders());
    this.#effects.push({
      kind: 'send',
      node: node.id,
      message: node.answer === 'choice' ? choiceMessage(node, body) : { type: 'text', text: body },
    });
    return { kind: 'waits', for: 'answer', dueAt: node.timeout ? this.around.dueAfter(node.timeout) : this.around.now + ANSWER_MS };
  }

  #say(node: string, text: string): void {
    this.#effects.push({ kind: 'send', node, message: { type: 'text', text: fillText(text, this.#placeholders()) } });
  }

  #setAttribute(name: string, value: string | number): void {
    this.#state.attributes = { ...this.#state.attributes, [name]: value };
    this.#effects.push({ kind: 'attribute', name, value });
  }

  #setTags(add: string[], remove: string[]): void {
    const { tagsAdded, tagsRemoved } = this.#state;
    this.#state.tagsAdded = [...new Set([...tagsAdded.filter((tag) => !remove.includes(tag)), ...add])];
    this.#state.tagsRemoved = [
      ...new Set([...tagsRemoved.filter((tag) => !add.includes(tag)), ...remove.filter((tag) => !add.includes(tag))]),
    ];
    this.#effects.push({ kind: 'tags', add, remove });
  }

  #facts(): AudienceFacts {
    return factsOf(this.around.facts, this.#state);
  }

  #placeholders(): Placeholders {
    return { facts: this.#facts(), answer: this.#state.answer, time: this.around.time };
  }
}

/** Buttons where there are few and short ones, else a list. */
export function choiceMessage({ choices }: Question, body: string): { type: string; [key: string]: unknown } {
  const rows = choices.map(({ id, title }) => ({ id, title }));
  const interactive =
    choices.length <= OUTBOUND_LIMITS.buttons && choices.every(({ title }) => [...title].length <= OUTBOUND_LIMITS.buttonTitle)
      ? { kind: 'button', body, buttons: rows }
      : { kind: 'list', body, button: '☰', sections: [{ rows }] };
  return { type: 'interactive', interactive };
}
