import { z } from 'zod';
import type { DripEvent } from '../campaigns/campaign.js';
import { DELAY_UNITS } from '../drips/drip.js';

/** Named in exported files, so that a later version can read an earlier one. */
export const FLOW_FORMAT = 'chasqui.flow/1';
export const MAX_NODES = 200;
export const MAX_CHOICES = 10;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _');
const words = z.array(z.string().trim().min(1).max(100)).min(1).max(50);
const delay = z.union([
  z.strictObject({ amount: z.number().int().min(0).max(525_600), unit: z.enum(DELAY_UNITS) }),
  z.strictObject({ at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day, such as 09:00') }),
]);

/** What happens in a company's shops, and begins flows. */
export const FLOW_EVENTS = ['order_created', 'order_paid', 'checkout_abandoned'] as const satisfies readonly DripEvent[];
export type FlowHappening = (typeof FLOW_EVENTS)[number];

const triggerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keyword'), words, match: z.enum(['whole', 'contains']).default('whole') }),
  z.strictObject({ kind: z.literal('first_message') }),
  z.strictObject({ kind: z.literal('button'), titles: words }),
  z.strictObject({ kind: z.literal('tag'), tags: words }),
  z.strictObject({ kind: z.literal('event'), events: z.array(z.enum(FLOW_EVENTS)).min(1).max(FLOW_EVENTS.length) }),
]);

const place = { id, x: z.number().finite().default(0), y: z.number().finite().default(0) };
const text = z.string().max(4_096);
const tags = z.array(z.string().trim().min(1).max(50)).max(20).default([]);
export const CALL_METHODS = ['GET', 'POST'] as const;
export const ANSWER_KINDS = ['text', 'number', 'date', 'choice', 'file', 'location'] as const;

const nodeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...place, kind: z.literal('message'), message: z.looseObject({ type: z.string() }) }),
  z.strictObject({
    ...place,
    kind: z.literal('question'),
    text,
    answer: z.enum(ANSWER_KINDS),
    choices: z
      .array(z.strictObject({ id, title: z.string().trim().max(100) }))
      .max(MAX_CHOICES)
      .default([]),
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
    /** The attribute of the contact in which the answer is kept. */
    saveAs: z.string().max(60).nullable().default(null),
    /** How often it is asked again after an answer that does not fit. */
    retries: z.number().int().min(0).max(5).default(2),
    retryText: text.nullable().default(null),
    timeout: delay.nullable().default(null),
  }),
  z.strictObject({
    ...place,
    kind: z.literal('branch'),
    cases: z
      .array(z.strictObject({ id, name: z.string().max(60).default(''), condition: z.looseObject({}) }))
      .min(1)
      .max(10),
  }),
  z.strictObject({ ...place, kind: z.literal('set'), attribute: z.string().max(60), value: z.string().max(1_000) }),
  z.strictObject({ ...place, kind: z.literal('tag'), add: tags, remove: tags }),
  z.strictObject({ ...place, kind: z.literal('wait'), delay }),
  z.strictObject({
    ...place,
    kind: z.literal('call'),
    method: z.enum(CALL_METHODS).default('POST'),
    url: z.string().max(2_000),
    /** JSON with placeholders, which stand for whole values: `{"name": {{ name }}}`. */
    body: text.nullable().default(null),
    /** What of the answer is kept, and as which attributes of the contact. */
    save: z
      .array(z.strictObject({ path: z.string().trim().min(1).max(200), attribute: z.string().max(60) }))
      .max(20)
      .default([]),
  }),
  z.strictObject({ ...place, kind: z.literal('handoff'), text: text.nullable().default(null) }),
  z.strictObject({ ...place, kind: z.literal('goto'), flowId: z.string().max(40) }),
  z.strictObject({ ...place, kind: z.literal('answer') }),
  z.strictObject({ ...place, kind: z.literal('end') }),
]);

/** A flow as it is drawn: it may have faults, which `faultsOf` names, but it has this shape. */
export const definitionSchema = z.strictObject({
  triggers: z.array(triggerSchema).max(10).default([]),
  start: id.nullable().default(null),
  nodes: z.array(nodeSchema).max(MAX_NODES).default([]),
  edges: z
    .array(z.strictObject({ from: id, port: z.string().max(60), to: id }))
    .max(MAX_NODES * 4)
    .default([]),
});

export type Definition = z.infer<typeof definitionSchema>;
export type Trigger = Definition['triggers'][number];
export type FlowNode = Definition['nodes'][number];
export type NodeOf<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>;
export type Call = NodeOf<'call'>;
export type Question = NodeOf<'question'>;

/** Where somebody may leave a node. What is not joined to another node ends the flow. */
export function portsOf(node: FlowNode): string[] {
  switch (node.kind) {
    case 'question': {
      const answered = node.answer === 'choice' ? node.choices.map((choice) => `choice:${choice.id}`) : ['next'];
      return [...answered, 'invalid', ...(node.timeout ? ['timeout'] : [])];
    }
    case 'branch':
      return [...node.cases.map((one) => `case:${one.id}`), 'else'];
    case 'call':
      return ['next', 'failed'];
    case 'message':
    case 'set':
    case 'tag':
    case 'wait':
      return ['next'];
    default:
      return [];
  }
}

/** @returns the first wrong place of what somebody sent, or the definition in one form */
export function readDefinition(input: unknown): { definition: Definition } | { field: string; message: string } {
  const read = definitionSchema.safeParse(input);
  if (read.success) return { definition: read.data };
  const [issue] = read.error.issues;
  return { field: ['definition', ...issue!.path].join('.'), message: issue!.message };
}
