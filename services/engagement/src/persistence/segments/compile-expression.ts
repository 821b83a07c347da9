import { COUNTRY_CODES, prefixesOfCountry } from '#whatsapp';
import {
  attributeOf,
  foldAscii,
  INTEGER_TEXT,
  kindOf,
  NUMBER_TEXT,
  sortableDate,
  spanStart,
  type AttributeType,
  type Condition,
  type Expression,
  type Span,
} from '../../domain/segments/expression.js';

/** As `ISO_DATE`; Postgres counts digits of other scripts to `\d`. */
const ISO_DATE = `'^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3})?Z)?$'`;

/**
 * SQL for an expression over `conversation.audience_v1 k`, in which `$1` is the tenant. The text is made of constants alone and whatever somebody
 * wrote goes into `values`. It says of each contact what `matches` says; NULL counts as false, which `and` and `or` keep, and every denial
 * is `is not true`.
 *
 * @param values those of the statement so far; the expression's are added
 */
export function compileExpression(expression: Expression, values: unknown[], now: Date): string {
  const inside = (list: Expression[], connective: 'and' | 'or', empty: string): string =>
    list.length === 0 ? empty : `(${list.map((one) => compileExpression(one, values, now)).join(` ${connective} `)})`;
  if ('all' in expression) return inside(expression.all, 'and', 'true');
  if ('any' in expression) return inside(expression.any, 'or', 'false');
  if ('not' in expression) return `(${inside(expression.not, 'or', 'false')} is not true)`;
  return compileCondition(expression, values, now);
}

function compileCondition(condition: Condition, values: unknown[], now: Date): string {
  if (condition.op === 'ne') return `(${compileCondition({ ...condition, op: 'eq' }, values, now)} is not true)`;
  const put = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const { field } = condition;
  switch (kindOf(field)) {
    case 'tags':
      return ofTags(condition, put);
    case 'attribute':
      return ofAttribute(condition, put, now);
    case 'time':
      return ofTime(condition, put, now);
    case 'state':
      return ofConversations('c.state', condition, put);
    case 'owner':
      return ofConversations('c.owner', condition, put);
    case 'consent':
      return ofText('k.marketing_consent', condition, put);
    case 'country':
      return ofCountry(condition, put);
    default:
      return ofText(TEXTS[field]!, condition, put);
  }
}

const TEXTS: Readonly<Record<string, string>> = { name: 'k.name', phone: 'k.phone', language: 'k.language' };

type Put = (value: unknown, type: string) => string;

const denied = (condition: string, isTo: unknown): string => (isTo ? condition : `(${condition} is not true)`);
/** The letters A to Z alone, as `foldAscii` does. */
const folded = (sql: string): string => `lower((${sql}) collate "C")`;

function ofText(column: string, { op, value }: Condition, put: Put): string {
  if (op === 'exists') return `(${column} is ${value ? 'not ' : ''}null)`;
  if (op === 'contains') return `(strpos(${folded(column)}, ${put(foldAscii(value as string), 'text')}) > 0)`;
  return op === 'in' ? `(${column} = any(${put(value, 'text[]')}))` : `(${column} = ${put(value, 'text')})`;
}

function ofTags({ op, value }: Condition, put: Put): string {
  if (op === 'exists') return denied('(cardinality(k.tags) > 0)', value);
  return op === 'in' ? `(k.tags && ${put(value, 'text[]')})` : `(${put(value, 'text')} = any(k.tags))`;
}

/** By the beginnings of phone numbers, which are of few lengths. */
function ofCountry({ op, value }: Condition, put: Put): string {
  const countries = op === 'exists' ? COUNTRY_CODES : op === 'in' ? (value as string[]) : [value as string];
  const lengths = new Map<number, string[]>();
  for (const prefix of new Set(countries.flatMap(prefixesOfCountry))) {
    lengths.set(prefix.length, [...(lengths.get(prefix.length) ?? []), prefix]);
  }
  const parts = [...lengths].sort(([a], [b]) => a - b).map(([length, list]) => `left(k.phone, ${length}) = any(${put(list, 'text[]')})`);
  const any = parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
  return op === 'exists' ? denied(any, value) : any;
}

function ofTime({ field, op, value }: Condition, put: Put, now: Date): string {
  const comparison = (column: string): string => {
    const at = op === 'within' ? spanStart(value as Span, now).toISOString() : value;
    return `${column} ${op === 'lt' ? '<' : '>'} ${put(at, 'timestamptz')}`;
  };
  if (field === 'createdAt') return op === 'exists' ? (value ? 'true' : 'false') : `(${comparison('k.created_at')})`;
  const column = field === 'lastSeenAt' ? 'c.last_inbound_at' : 'c.last_message_at';
  const isThere = conversation(`${column} is not null`);
  if (op === 'exists') return denied(isThere, value);
  // It is the newest that counts: before a time is who was there, and not since.
  if (op === 'lt') return `(${isThere} and not ${conversation(`${column} >= ${put(value, 'timestamptz')}`)})`;
  return conversation(comparison(column));
}

const conversation = (condition: string): string =>
  `exists (select from conversation.audience_threads_v1 c where c.tenant_id = $1 and c.contact_id = k.id and ${condition})`;

function ofConversations(column: string, { op, value }: Condition, put: Put): string {
  if (op === 'exists') return denied(conversation('true'), value);
  return conversation(op === 'in' ? `${column} = any(${put(value, 'text[]')})` : `${column} = ${put(value, 'text')}`);
}

function ofAttribute({ field, op, value, type }: Condition, put: Put, now: Date): string {
  const name = put(attributeOf(field), 'text');
  const found = type === undefined ? `k.attributes -> ${name}` : asType(type, `(k.attributes -> ${name})`, `(k.attributes ->> ${name})`);
  const text = type === undefined ? `k.attributes ->> ${name}` : `(${found} #>> '{}')`;
  const isOf = (type: string): string => `jsonb_typeof(${found}) = '${type}'`;
  if (type === 'date' && op === 'eq') return `(left(${text}, 10) = ${put(value, 'text')})`;
  switch (op) {
    case 'exists':
      return denied(`(jsonb_typeof(${found}) <> 'null')`, value);
    case 'in':
      return `(${found} = any(${put(
        (value as unknown[]).map((one) => JSON.stringify(one)),
        'jsonb[]',
      )}))`;
    case 'contains':
      return `(${isOf('string')} and strpos(${folded(text)}, ${put(foldAscii(value as string), 'text')}) > 0)`;
    case 'within':
      return asDate(text, isOf('string'), [
        `> ${put(sortableDate(spanStart(value as Span, now).toISOString()), 'text')}`,
        `<= ${put(sortableDate(now.toISOString()), 'text')}`,
      ]);
    case 'gt':
    case 'lt': {
      const sign = op === 'gt' ? '>' : '<';
      if (typeof value === 'number') return `(${isOf('number')} and ${found} ${sign} ${put(JSON.stringify(value), 'jsonb')})`;
      return asDate(text, isOf('string'), [`${sign} ${put(sortableDate(value as string), 'text')}`]);
    }
    default:
      return `(${found} = ${put(JSON.stringify(value), 'jsonb')})`;
  }
}

/**
 * What is stored as its type has it, as jsonb, or null where it is nothing of the kind: as `asType` of the other evaluator. Only what looks like a
 * number is cast to one.
 */
function asType(type: AttributeType, found: string, text: string): string {
  const isOf = (json: string): string => `jsonb_typeof(${found}) = '${json}'`;
  switch (type) {
    case 'number':
      return `(case when ${isOf('number')} then ${found} when ${isOf('string')} and ${text} ~ '${NUMBER_TEXT.source}' then to_jsonb(${text}::numeric) end)`;
    case 'boolean':
      return `(case when ${isOf('boolean')} then ${found} when ${isOf('string')} and ${text} in ('true', 'false') then to_jsonb(${text}::boolean) end)`;
    case 'date':
      return `(case when ${isOf('string')} and ${text} ~ ${ISO_DATE} then ${found} end)`;
    default:
      return `(case when ${isOf('string')} then ${found} when ${isOf('number')} and ${text} ~ '${INTEGER_TEXT.source}' then to_jsonb(${text}) end)`;
  }
}

/** As `sortableDate`: only what looks like a date is compared, so that nothing is cast that may be none. */
function asDate(text: string, isText: string, comparisons: string[]): string {
  const sortable = `(left(${text}, 10) || 'T' || coalesce(nullif(substr(${text}, 12, 8), ''), '00:00:00') || '.' ||
    coalesce(nullif(substr(${text}, 21, 3), ''), '000')) collate "C"`;
  return `(${isText} and ${text} ~ ${ISO_DATE} and ${comparisons.map((comparison) => `${sortable} ${comparison}`).join(' and ')})`;
}
