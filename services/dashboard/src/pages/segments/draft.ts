/** A condition or a group while it is being edited: values are what is typed. */
export type Draft = DraftGroup | DraftCondition;
export interface DraftGroup {
  id: number;
  kind: GroupKind;
  inside: Draft[];
}
export interface DraftCondition {
  id: number;
  kind: 'condition';
  field: string;
  /** Of the field `attributes`: its name. */
  attribute: string;
  op: string;
  value: string;
}
export const GROUP_KINDS = ['all', 'any', 'not'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** As the API takes it. */
export type Expression = Record<string, unknown>;

const TEXT = ['eq', 'ne', 'in', 'contains', 'exists'] as const;
const TIME = ['within', 'gt', 'lt', 'exists'] as const;
const CHOICE = ['eq', 'ne', 'exists'] as const;
/** What can be asked of each field, the most usual first. */
export const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  tags: ['contains', 'ne', 'in', 'exists'],
  attributes: ['eq', 'ne', 'in', 'contains', 'gt', 'lt', 'within', 'exists'],
  'consent.marketing': ['eq', 'ne'],
  lastSeenAt: TIME,
  createdAt: TIME,
  language: TEXT,
  country: ['eq', 'ne', 'in', 'exists'],
  name: TEXT,
  phone: TEXT,
  'conversation.state': CHOICE,
  'conversation.owner': CHOICE,
  'conversation.lastMessageAt': TIME,
};
export const FIELDS = Object.keys(OPERATORS);

/** The values of fields that have few. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'consent.marketing': ['granted', 'denied', 'unknown'],
  'conversation.state': ['open', 'pending', 'snoozed', 'closed'],
  'conversation.owner': ['bot', 'agent', 'none'],
};

let last = 0;
const nextId = (): number => ++last;

export const newCondition = (): DraftCondition => ({
  id: nextId(),
  kind: 'condition',
  field: 'tags',
  attribute: '',
  op: 'contains',
  value: '',
});
export const newGroup = (kind: GroupKind = 'all', inside: Draft[] = [newCondition()]): DraftGroup => ({ id: nextId(), kind, inside });

/** With another field only what fits it stays. */
export function withField(condition: DraftCondition, field: string): DraftCondition {
  const op = OPERATORS[field]!.includes(condition.op) ? condition.op : OPERATORS[field]![0]!;
  return { ...condition, field, op, value: op === 'exists' ? 'true' : (CHOICES[field]?.[0] ?? '') };
}

/** @returns what the API takes; undefined while something is missing */
export function toExpression(draft: Draft): Expression | undefined {
  if (draft.kind !== 'condition') {
    const inside = draft.inside.map(toExpression);
    return inside.includes(undefined) ? undefined : { [draft.kind]: inside };
  }
  const { field, attribute, op, value } = draft;
  const typed = value.trim();
  if ((field === 'attributes' && attribute.trim() === '') || (typed === '' && op !== 'exists')) return undefined;
  return { field: field === 'attributes' ? `attributes.${attribute.trim()}` : field, op, value: valueOf(field, op, typed) };
}

function valueOf(field: string, op: string, typed: string): unknown {
  const scalar = (text: string): unknown => {
    if (field !== 'attributes') return text;
    if (text === 'true' || text === 'false') return text === 'true';
    return /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/.test(text) ? Number(text) : text;
  };
  if (op === 'exists') return typed !== 'false';
  if (op === 'within') return /^\d+$/.test(typed) ? Number(typed) : typed;
  if (op === 'contains') return typed;
  if (op !== 'in') return scalar(typed);
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(scalar);
}

/** The draft of what is stored. */
export function fromExpression(expression: Expression): Draft {
  const kind = GROUP_KINDS.find((each) => Array.isArray(expression[each]));
  if (kind) return newGroup(kind, (expression[kind] as Expression[]).map(fromExpression));
  const { field, op, value } = expression as { field: string; op: string; value: unknown };
  const isAttribute = field.startsWith('attributes.');
  return {
    id: nextId(),
    kind: 'condition',
    field: isAttribute ? 'attributes' : field,
    attribute: isAttribute ? field.slice('attributes.'.length) : '',
    // Of tags to be equal is to hold it.
    op: field === 'tags' && op === 'eq' ? 'contains' : op,
    value: shownValue(value),
  };
}

/** The outermost is always a group, so that there is something to add to. */
export function asGroup(expression: Expression | null | undefined): DraftGroup {
  if (!expression) return newGroup();
  const draft = fromExpression(expression);
  return draft.kind === 'condition' ? newGroup('all', [draft]) : draft;
}

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { amount, unit } = value as { amount: number; unit: string };
  return unit === 'hours' ? `${amount}h` : String(amount);
}
