import type { Schemas } from '../../api/client';

export type Flow = Schemas['FlowWithFaultsDto'];
export type Fault = Schemas['FlowFaultDto'];

/** A wait: so long, or until a time of the day. */
export type Delay = { amount: number; unit: 'minutes' | 'hours' | 'days' | 'weeks' } | { at: string };
export interface Choice {
  id: string;
  title: string;
}
export interface Case {
  id: string;
  name: string;
  condition: Record<string, unknown>;
}
interface Place {
  id: string;
  x: number;
  y: number;
}
export interface Question extends Place {
  kind: 'question';
  text: string;
  answer: (typeof ANSWERS)[number];
  choices: Choice[];
  min: number | null;
  max: number | null;
  saveAs: string | null;
  retries: number;
  retryText: string | null;
  timeout: Delay | null;
}
export interface Call extends Place {
  kind: 'call';
  method: 'GET' | 'POST';
  url: string;
  body: string | null;
  save: { path: string; attribute: string }[];
}
export type FlowNode =
  | (Place & { kind: 'message'; message: { type: string; [key: string]: unknown } })
  | Question
  | (Place & { kind: 'branch'; cases: Case[] })
  | (Place & { kind: 'set'; attribute: string; value: string })
  | (Place & { kind: 'tag'; add: string[]; remove: string[] })
  | (Place & { kind: 'wait'; delay: Delay })
  | Call
  | (Place & { kind: 'handoff'; text: string | null })
  | (Place & { kind: 'goto'; flowId: string })
  | (Place & { kind: 'answer' })
  | (Place & { kind: 'end' });
export type NodeKind = FlowNode['kind'];
export type Trigger =
  | { kind: 'keyword'; words: string[]; match: 'whole' | 'contains' }
  | { kind: 'first_message' }
  | { kind: 'button'; titles: string[] }
  | { kind: 'tag'; tags: string[] }
  | { kind: 'event'; events: FlowHappening[] };
export const FLOW_EVENTS = ['order_created', 'order_paid', 'checkout_abandoned'] as const;
export type FlowHappening = (typeof FLOW_EVENTS)[number];
export interface Edge {
  from: string;
  port: string;
  to: string;
}
/** As the API takes it. */
export interface Definition {
  triggers: Trigger[];
  start: string | null;
  nodes: FlowNode[];
  edges: Edge[];
}

export const NODE_KINDS: readonly NodeKind[] = [
  'message',
  'question',
  'branch',
  'set',
  'tag',
  'wait',
  'call',
  'answer',
  'handoff',
  'goto',
  'end',
];
export const ANSWERS = ['text', 'number', 'date', 'choice', 'file', 'location'] as const;
/** Of files of flows. */
export const EXPORT_FORMAT = 'chasqui.flow/1';
export const EMPTY: Definition = { triggers: [], start: null, nodes: [], edges: [] };

/** Where somebody may leave a node. */
export function portsOf(node: FlowNode): string[] {
  switch (node.kind) {
    case 'question': {
      const answered = node.answer === 'choice' ? node.choices.map(({ id }) => `choice:${id}`) : ['next'];
      return [...answered, 'invalid', ...(node.timeout ? ['timeout'] : [])];
    }
    case 'branch':
      return [...node.cases.map(({ id }) => `case:${id}`), 'else'];
    case 'call':
      return ['next', 'failed'];
    case 'handoff':
    case 'goto':
    case 'answer':
    case 'end':
      return [];
    default:
      return ['next'];
  }
}

/** The first of `prefix1`, `prefix2`, ... that is free. */
export function freeId(taken: readonly string[], prefix: string): string {
  let n = 1;
  while (taken.includes(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}

export function newNode(kind: NodeKind, id: string, x: number, y: number): FlowNode {
  const place = { id, x, y };
  switch (kind) {
    case 'message':
      return { ...place, kind, message: { type: 'text', text: '' } };
    case 'question':
      return {
        ...place,
        kind,
        text: '',
        answer: 'text',
        choices: [],
        min: null,
        max: null,
        saveAs: null,
        retries: 2,
        retryText: null,
        timeout: null,
      };
    case 'branch':
      return { ...place, kind, cases: [{ id: 'case1', name: '', condition: { all: [] } }] };
    case 'set':
      return { ...place, kind, attribute: '', value: '{{ answer }}' };
    case 'tag':
      return { ...place, kind, add: [], remove: [] };
    case 'wait':
      return { ...place, kind, delay: { amount: 1, unit: 'days' } };
    case 'call':
      return { ...place, kind, method: 'POST', url: '', body: '{"phone": {{ phone }}}', save: [] };
    case 'handoff':
      return { ...place, kind, text: null };
    case 'goto':
      return { ...place, kind, flowId: '' };
    default:
      return { ...place, kind };
  }
}

/** With one more node, to the right of the last; the first is the start. */
export function withNode(flow: Definition, kind: NodeKind): { flow: Definition; id: string } {
  const id = freeId(
    flow.nodes.map((node) => node.id),
    kind,
  );
  const last = flow.nodes.at(-1);
  const node = newNode(kind, id, last ? last.x + 280 : 0, last ? last.y : 0);
  return { flow: { ...flow, start: flow.start ?? id, nodes: [...flow.nodes, node] }, id };
}

/** Lines that lead nowhere any more go with what they joined. */
function tidy(flow: Definition): Definition {
  const ports = new Map(flow.nodes.map((node) => [node.id, portsOf(node)]));
  const edges = flow.edges.filter(({ from, port, to }) => ports.get(from)?.includes(port) && ports.has(to));
  return { ...flow, edges, start: flow.start !== null && ports.has(flow.start) ? flow.start : null };
}

export const changeNode = (flow: Definition, node: FlowNode): Definition =>
  tidy({ ...flow, nodes: flow.nodes.map((one) => (one.id === node.id ? node : one)) });

export const removeNodes = (flow: Definition, ids: readonly string[]): Definition =>
  tidy({ ...flow, nodes: flow.nodes.filter(({ id }) => !ids.includes(id)) });

/** One line leaves by a port; null takes it away. */
export const joinPort = (flow: Definition, from: string, port: string, to: string | null): Definition => ({
  ...flow,
  edges: [...flow.edges.filter((edge) => edge.from !== from || edge.port !== port), ...(to === null ? [] : [{ from, port, to }])],
});

/** What was, what is, and what was taken back. */
export interface History {
  past: Definition[];
  now: Definition;
  future: Definition[];
}
const MAX_PAST = 100;

export const begin = (now: Definition): History => ({ past: [], now, future: [] });
/** @param goesOn the same as the change before, such as one more letter: both are taken back together */
export const put = (history: History, now: Definition, goesOn = false): History => ({
  past: goesOn ? history.past : [...history.past, history.now].slice(-MAX_PAST),
  now,
  future: [],
});

/** Whether two say the same, in whatever order their fields stand. */
export const isSame = (one: unknown, other: unknown): boolean => ordered(one) === ordered(other);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, inside: unknown) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inside,
  );

/** What stands in a file that was exported here; undefined for every other one. */
export function readExported(text: string): Definition | undefined {
  try {
    const { format, definition } = JSON.parse(text) as { format?: unknown; definition?: Definition };
    const isKnown = format === EXPORT_FORMAT && definition?.nodes.every(({ kind }) => NODE_KINDS.includes(kind));
    return isKnown ? definition : undefined;
  } catch {
    return undefined;
  }
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  return before ? { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] } : history;
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future } : history;
}
