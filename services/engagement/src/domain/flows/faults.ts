import { validateOutbound, type OutboundContent } from '#whatsapp';
import { isTooLong } from '../drips/drip.js';
import { ATTRIBUTE_FIELD, ExpressionError, readExpression } from '../segments/expression.js';
import { CALL_ADDRESS, isJson } from './calls.js';
import { portsOf, type Definition, type FlowNode, type Question } from './definition.js';
import { choiceMessage } from './interpreter.js';
import { HAS_PLACEHOLDER, textFault } from './texts.js';

export const FAULT_CODES = [
  'no_start',
  'two_nodes',
  'edge_loose',
  'two_edges',
  'unreachable',
  'endless_loop',
  'text_missing',
  'text_wrong',
  'message_wrong',
  'choices_missing',
  'choice_wrong',
  'attribute_wrong',
  'condition_wrong',
  'delay_too_long',
  'bounds_wrong',
  'flow_missing',
  'tags_missing',
  'call_wrong',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** What is wrong with a flow as it is drawn. */
export interface Fault {
  /** Of the node that has it; null where it is of the whole flow. */
  nodeId: string | null;
  code: FaultCode;
  /** What is wrong and what would be right. */
  message: string;
}

/** @param flowIds the other flows of the company @returns everything that keeps the flow from being published; empty for none */
export function faultsOf(definition: Definition, flowIds: ReadonlySet<string>): Fault[] {
  return [...shapeFaults(definition), ...definition.nodes.flatMap((node) => nodeFaults(node, flowIds))];
}

function shapeFaults({ nodes, edges, start }: Definition): Fault[] {
  const faults: Fault[] = [];
  const add = (nodeId: string | null, code: FaultCode, message: string): number => faults.push({ nodeId, code, message });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const [id, same] of Map.groupBy(nodes, (node) => node.id)) {
    if (same.length > 1) add(id, 'two_nodes', `Two nodes have the id ${id}. Give each its own.`);
  }
  if (start === null || !byId.has(start)) add(null, 'no_start', 'The flow has no start. Choose the node with which it begins.');
  for (const { from, port, to } of edges) {
    const node = byId.get(from);
    if (!node || !byId.has(to) || !portsOf(node).includes(port)) {
      add(node ? from : null, 'edge_loose', `The line from ${from} (${port}) to ${to} joins nothing. Remove it.`);
    }
  }
  for (const same of Map.groupBy(edges, ({ from, port }) => `${from} ${port}`).values()) {
    if (same.length > 1) add(same[0]!.from, 'two_edges', `Two lines leave ${same[0]!.from} by ${same[0]!.port}. Keep one.`);
  }
  const next = Map.groupBy(edges, ({ from }) => from);
  const reached = new Set<string>();
  const open = start === null ? [] : [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(next.get(id) ?? []).map(({ to }) => to));
  }
  for (const { id } of byId.values()) if (!reached.has(id)) add(id, 'unreachable', 'Nothing leads here. Join it, or remove it.');
  const loop = loopOf(byId, next);
  if (loop) add(loop, 'endless_loop', 'The flow turns in a circle here without ever waiting. Put a question or a wait into the circle.');
  return faults;
}

/** @returns a node of a circle in which nothing waits for the customer or for time */
function loopOf(nodes: ReadonlyMap<string, FlowNode>, next: ReadonlyMap<string, readonly { to: string }[]>): string | undefined {
  const waits = (id: string): boolean => ['question', 'wait', 'call'].includes(nodes.get(id)?.kind ?? '');
  const done = new Set<string>();
  for (const root of nodes.keys()) {
    /** The way from the root, each with what of it was looked at. */
    const way: { id: string; left: string[] }[] = [];
    const onWay = new Set<string>();
    const enter = (id: string): void => {
      way.push({ id, left: (next.get(id) ?? []).map(({ to }) => to) });
      onWay.add(id);
    };
    if (!done.has(root) && !waits(root)) enter(root);
    for (let last = way.at(-1); last; last = way.at(-1)) {
      const to = last.left.pop();
      if (to === undefined) {
        way.pop();
        onWay.delete(last.id);
        done.add(last.id);
      } else if (onWay.has(to)) return to;
      else if (!waits(to) && !done.has(to) && nodes.has(to)) enter(to);
    }
  }
  return undefined;
}

function nodeFaults(node: FlowNode, flowIds: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = [];
  const add = (code: FaultCode, message: string): number => faults.push({ nodeId: node.id, code, message });
  const text = (value: string, isNeeded = true): void => {
    if (isNeeded && value.trim() === '') return void add('text_missing', 'The text is empty. Write what the customer is to read.');
    const wrong = textFault(value);
    if (wrong) add('text_wrong', `A placeholder is wrong: ${wrong}`);
  };
  const attribute = (name: string): void => {
    if (!ATTRIBUTE_FIELD.test(`attributes.${name}`)) {
      add('attribute_wrong', 'The name of the attribute must be 1 to 60 letters, digits, spaces, dots, - or _.');
    }
  };
  switch (node.kind) {
    case 'message':
      textsIn(node.message).forEach((one) => text(one, false));
      for (const { field, message } of validateOutbound(node.message as unknown as OutboundContent)) {
        // A template is looked up by its id when it leaves.
        if (node.message.type !== 'template') add('message_wrong', `${field}: ${message}`);
      }
      return faults;
    case 'question':
      text(node.text);
      if (node.retryText !== null) text(node.retryText);
      if (node.saveAs !== null) attribute(node.saveAs);
      if (node.timeout && isTooLong(node.timeout)) add('delay_too_long', 'The time to answer must be at most five years.');
      return [...faults, ...answerFaults(node)];
    case 'branch':
      for (const { condition, name } of node.cases) {
        try {
          readExpression(condition);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          add('condition_wrong', `The condition ${name ? `“${name}” ` : ''}is wrong: ${error.message}`);
        }
      }
      return faults;
    case 'set':
      attribute(node.attribute);
      text(node.value);
      return faults;
    case 'tag':
      if (node.add.length + node.remove.length === 0) add('tags_missing', 'No tag is named. Name one to add or to remove.');
      return faults;
    case 'call':
      if (!CALL_ADDRESS.test(node.url)) {
        add(
          'call_wrong',
          'The address must begin with https:// and a host. Placeholders may stand after the host only, such as ?id={{ phone }}.',
        );
      }
      text(node.url, false);
      if (node.method === 'POST' && node.body !== null) {
        text(node.body);
        if (!HAS_PLACEHOLDER.test(node.body) && !isJson(node.body)) {
          add('call_wrong', 'What is sent must be JSON. A placeholder stands for a whole value: {"name": {{ name }}}.');
        }
      }
      for (const each of node.save) attribute(each.attribute);
      return faults;
    case 'wait':
      if (isTooLong(node.delay)) add('delay_too_long', 'The wait must be at most five years.');
      return faults;
    case 'handoff':
      if (node.text !== null) text(node.text, false);
      return faults;
    case 'goto':
      if (!flowIds.has(node.flowId)) add('flow_missing', 'The flow to go to is not there. Choose another.');
      return faults;
    default:
      return faults;
  }
}

function answerFaults(node: Question): Fault[] {
  const fault = (code: FaultCode, message: string): Fault => ({ nodeId: node.id, code, message });
  if (node.min !== null && node.max !== null && node.min > node.max) {
    return [fault('bounds_wrong', 'The smallest number is above the largest. Swap them.')];
  }
  if (node.answer !== 'choice') return [];
  if (node.choices.length === 0) return [fault('choices_missing', 'There is nothing to choose from. Add a choice.')];
  const { interactive } = choiceMessage(node, 'x');
  return validateOutbound({ type: 'interactive', interactive } as OutboundContent).map(({ message }) =>
    fault('choice_wrong', `A choice is wrong: ${message}`),
  );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
