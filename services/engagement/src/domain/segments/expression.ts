import { isDate } from '#contracts';
import { phonePart } from '#whatsapp';

/** Of whom a segment is made: a tree of conditions. `all` of nothing is everybody, `any` of nothing is nobody, `not` wants none to hold. */
export type Expression = { all: Expression[] } | { any: Expression[] } | { not: Expression[] } | Condition;

export const OPERATORS = ['eq', 'ne', 'in', 'contains', 'gt', 'lt', 'exists', 'within'] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/** One condition, as it is stored: the value is in the one form that both evaluators read. */
export interface Condition {
  field: string;
  op: Operator;
  value: Scalar | Scalar[] | Span;
  /** Of an attribute that the company has given a type: as what stored values are read. Absent, they are compared as they are stored. */
  type?: AttributeType;
}

export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** What types the attributes of a company have, by their keys. */
export type AttributeTypes = ReadonlyMap<string, { type: AttributeType; choices: readonly string[] }>;

/** The last so many days or hours. */
export interface Span {
  amount: number;
  unit: 'days' | 'hours';
}

/** How the values of a field are compared. */
export type FieldKind = 'text' | 'country' | 'consent' | 'tags' | 'time' | 'attribute' | 'state' | 'owner';

const FIELDS: Readonly<Record<string, FieldKind>> = {
  name: 'text',
  phone: 'text',
  language: 'text',
  country: 'country',
  'consent.marketing': 'consent',
  tags: 'tags',
  createdAt: 'time',
  lastSeenAt: 'time',
  'conversation.state': 'state',
  'conversation.owner': 'owner',
  'conversation.lastMessageAt': 'time',
};
export const ATTRIBUTE_FIELD = /^attributes\.([\p{L}\p{N}_. -]{1,60})$/u;
export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS);

/** @returns undefined for a field that there is not */
export const kindOf = (field: string): FieldKind | undefined =>
  Object.hasOwn(FIELDS, field) ? FIELDS[field] : ATTRIBUTE_FIELD.test(field) ? 'attribute' : undefined;

export const attributeOf = (field: string): string => field.slice('attributes.'.length);

const OPERATORS_OF: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: ['eq', 'ne', 'in', 'contains', 'exists'],
  country: ['eq', 'ne', 'in', 'exists'],
  consent: ['eq', 'ne', 'in'],
  tags: ['eq', 'ne', 'in', 'contains', 'exists'],
  time: ['gt', 'lt', 'within', 'exists'],
  attribute: OPERATORS,
  state: ['eq', 'ne', 'in', 'exists'],
  owner: ['eq', 'ne', 'in', 'exists'],
};

const OPERATORS_OF_TYPE: Readonly<Record<AttributeType, readonly Operator[]>> = {
  text: ['eq', 'ne', 'in', 'contains', 'exists'],
  number: ['eq', 'ne', 'in', 'gt', 'lt', 'exists'],
  date: ['eq', 'ne', 'gt', 'lt', 'within', 'exists'],
  boolean: ['eq', 'ne', 'exists'],
  choice: ['eq', 'ne', 'in', 'exists'],
};

const CHOICES: Partial<Record<FieldKind, readonly string[]>> = {
  consent: ['unknown', 'granted', 'denied'],
  state: ['open', 'pending', 'snoozed', 'closed'],
  owner: ['bot', 'agent', 'none'],
};

export const MAX_DEPTH = 8;
export const MAX_NODES = 100;
export const MAX_VALUES = 500;
const MAX_TEXT = 1_000;
/** A hundred years. */
const MAX_HOURS = 876_000;

/** A text that counts as a number, and a number that counts as a text: few enough digits that both evaluators see the same one. */
export const NUMBER_TEXT = /^-?[0-9]{1,9}([.][0-9]{1,6})?$/;
export const INTEGER_TEXT = /^-?[0-9]{1,15}$/;

export interface ExpressionFault {
  /** Where in the expression: `expression.all[0].value`. */
  field: string;
  message: string;
}

/** The expression is not one. */
export class ExpressionError extends Error {
  constructor(readonly fault: ExpressionFault) {
    super(`${fault.field} ${fault.message}`);
  }
}

const fail = (at: string, message: string): never => {
  throw new ExpressionError({ field: at, message });
};

/**
 * Reads an expression that somebody wrote. Its depth, its size and its texts are bounded, so that whatever is made of it is.
 *
 * @param types of the company's attributes; those that are not in it are compared as they are stored
 * @returns the expression with its values in one form @throws {ExpressionError}
 */
export function readExpression(input: unknown, types: AttributeTypes = new Map()): Expression {
  let nodes = 0;
  const read = (node: unknown, at: string, depth: number): Expression => {
    if (++nodes > MAX_NODES) fail('expression', `must have at most ${MAX_NODES} conditions and groups`);
    if (depth > MAX_DEPTH) fail(at, `must be at most ${MAX_DEPTH} groups deep`);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return fail(at, 'must be a group or a condition');
    const keys = Object.keys(node);
    for (const key of ['all', 'any', 'not'] as const) {
      if (!Object.hasOwn(node, key)) continue;
      const list = (node as Record<string, unknown>)[key];
      if (keys.length > 1) fail(at, `must have "${key}" alone`);
      if (!Array.isArray(list)) return fail(`${at}.${key}`, 'must be a list of conditions and groups');
      const inside = list.map((one, index) => read(one, `${at}.${key}[${index}]`, depth + 1));
      return { [key]: inside } as unknown as Expression;
    }
    return readCondition(node as Record<string, unknown>, at, types);
  };
  return read(input, 'expression', 1);
}

/** A `type` that comes along is what was read the last time, and is read again. */
function readCondition({ field, op, value, type: _, ...rest }: Record<string, unknown>, at: string, types: AttributeTypes): Condition {
  const [extra] = Object.keys(rest);
  if (extra !== undefined) fail(`${at}.${extra}`, 'is not known; a condition has field, op and value');
  const kind = typeof field === 'string' ? kindOf(field) : undefined;
  if (typeof field !== 'string' || kind === undefined)
    return fail(`${at}.field`, `must be one of ${FIELD_NAMES.join(', ')}, or attributes.<name>`);
  const typed = kind === 'attribute' ? types.get(attributeOf(field)) : undefined;
  const allowed = typed ? OPERATORS_OF_TYPE[typed.type] : OPERATORS_OF[kind];
  if (!allowed.includes(op as Operator)) return fail(`${at}.op`, `must be one of ${allowed.join(', ')} for ${field}`);
  // Whoever fills a form writes numbers as texts.
  const given = typed?.type === 'number' && typeof value === 'string' && NUMBER_TEXT.test(value) ? Number(value) : value;
  const read = readValue(kind, field, op as Operator, given, `${at}.value`);
  if (!typed) return { field, op: op as Operator, value: read };
  return { field, op: op as Operator, value: readTyped(typed, op as Operator, read, `${at}.value`), type: typed.type };
}

function readValue(kind: FieldKind, field: string, op: Operator, value: unknown, at: string): Condition['value'] {
  switch (op) {
    case 'exists':
      if (value === undefined) return true;
      return typeof value === 'boolean' ? value : fail(at, 'must be true or false');
    case 'within':
      return readSpan(value, at);
    case 'in': {
      if (!Array.isArray(value) || value.length === 0 || value.length > MAX_VALUES)
        return fail(at, `must be a list of 1 to ${MAX_VALUES} values`);
      return value.map((one, index) => readScalar(kind, field, one, `${at}[${index}]`));
    }
    case 'gt':
    case 'lt':
      return readBound(kind, value, at);
    case 'contains': {
      const text = readText(value, at);
      if (text === '') return fail(at, 'must not be empty');
      return field === 'phone' ? (phonePart(text) ?? fail(at, 'must be digits of a phone number')) : text;
    }
    default:
      return readScalar(kind, field, value, at);
  }
}

/** @param value of an attribute of any type; here it is made one of this type @throws {ExpressionError} */
function readTyped(
  { type, choices }: { type: AttributeType; choices: readonly string[] },
  op: Operator,
  value: Condition['value'],
  at: string,
): Condition['value'] {
  if (op === 'exists' || op === 'within') return value;
  if (Array.isArray(value)) return value.map((one, index) => readTyped({ type, choices }, 'eq', one, `${at}[${index}]`) as Scalar);
  switch (type) {
    case 'number':
      if (typeof value === 'string' && NUMBER_TEXT.test(value)) return Number(value);
      return typeof value === 'number' ? value : fail(at, 'must be a number');
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      return typeof value === 'boolean' ? value : fail(at, 'must be true or false');
    case 'date': {
      if (typeof value !== 'string') return fail(at, 'must be a day (2026-11-20)');
      return op === 'eq' || op === 'ne' ? (readBound('attribute', value, at) as string).slice(0, 10) : value;
    }
    case 'choice':
      return choices.includes(String(value)) ? String(value) : fail(at, `must be one of ${choices.join(', ')}`);
    default:
      return String(value);
  }
}

function readScalar(kind: FieldKind, field: string, value: unknown, at: string): Scalar {
  if (kind === 'attribute' && (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))) return value;
  if (kind === 'attribute' && typeof value !== 'string') return fail(at, 'must be a text, a number, true or false');
  const text = readText(value, at);
  const choices = CHOICES[kind];
  if (choices && !choices.includes(text)) return fail(at, `must be one of ${choices.join(', ')}`);
  if (kind === 'country')
    return /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : fail(at, 'must be a country code of two letters, such as PE');
  if (field === 'phone') return phonePart(text) ?? fail(at, 'must be a phone number with its country code');
  return text;
}

function readText(value: unknown, at: string): string {
  // Postgres keeps neither NUL nor half a surrogate pair.
  if (typeof value !== 'string' || value.length > MAX_TEXT || value.includes('\0') || !value.isWellFormed())
    return fail(at, `must be a text of at most ${MAX_TEXT} characters`);
  return value;
}

/** A number, or a day or an instant as `ISO_DATE`. */
function readBound(kind: FieldKind, value: unknown, at: string): Scalar {
  if (kind === 'attribute' && typeof value === 'number' && Number.isFinite(value)) return value;
  const wanted =
    kind === 'attribute'
      ? 'a number, a day (2026-11-20) or an instant in UTC'
      : 'a day (2026-11-20) or an instant in UTC (2026-11-20T09:00:00Z)';
  if (typeof value !== 'string' || !isDate(value)) return fail(at, `must be ${wanted}`);
  return kind === 'time' ? new Date(value).toISOString() : value;
}

/** A number of days, `30d`, `12h`, or `{ amount, unit }`. */
function readSpan(value: unknown, at: string): Span {
  const wanted = 'must be a number of days, such as 30, or { "amount": 12, "unit": "hours" }';
  const short = typeof value === 'string' ? /^(\d{1,6})([dh])$/.exec(value) : null;
  const { amount, unit } = (
    typeof value === 'number'
      ? { amount: value, unit: 'days' }
      : short
        ? { amount: Number(short[1]), unit: short[2] === 'd' ? 'days' : 'hours' }
        : typeof value === 'object' && value !== null
          ? value
          : {}
  ) as Partial<Span>;
  if ((unit !== 'days' && unit !== 'hours') || typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1)
    return fail(at, wanted);
  if (amount * (unit === 'days' ? 24 : 1) > MAX_HOURS) return fail(at, 'must be at most 100 years');
  return { amount, unit };
}

const HOUR_MS = 60 * 60_000;

/** From when on the span reaches to now. */
export const spanStart = ({ amount, unit }: Span, now: Date): Date =>
  new Date(now.getTime() - amount * (unit === 'days' ? 24 : 1) * HOUR_MS);

/** Lower case for the letters A to Z and no others: both evaluators do the same whatever the language of the database is. */
export const foldAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** A day or an instant (`ISO_DATE`) in the one form in which later ones stand behind earlier ones as text; a day is its first moment. */
export function sortableDate(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, 19) || '00:00:00'}.${text.slice(20, 23) || '000'}`;
}
