import { ISO_DATE } from '#contracts';
import { countryByPrefix } from '#whatsapp';
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
  type Scalar,
  type Span,
} from './expression.js';

/** What is known of one contact, as far as conditions ask for it. Times are ISO 8601 in UTC with milliseconds. */
export interface AudienceFacts {
  id: string;
  name: string | null;
  /** Digits without a plus sign. */
  phone: string | null;
  language: string | null;
  tags: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
  consent: 'unknown' | 'granted' | 'denied';
  createdAt: string;
  /** When the contact last wrote. */
  lastSeenAt: string | null;
  conversations: readonly { state: string; owner: string; lastMessageAt: string }[];
}

/** Why somebody is in a segment or not: the tree, with what holds. */
export type Explained =
  | { all: Explained[]; holds: boolean }
  | { any: Explained[]; holds: boolean }
  | { not: Explained[]; holds: boolean }
  | (Condition & { holds: boolean });

/**
 * Whether a contact is in an audience. The same as what `compileExpression` has Postgres say; a property test keeps them equal.
 *
 * @param expression as `readExpression` gives it
 */
export function matches(expression: Expression, facts: AudienceFacts, now: Date): boolean {
  if ('all' in expression) return expression.all.every((one) => matches(one, facts, now));
  if ('any' in expression) return expression.any.some((one) => matches(one, facts, now));
  if ('not' in expression) return !expression.not.some((one) => matches(one, facts, now));
  return holds(expression, facts, now);
}

/** @returns the same tree, each group and condition with whether it holds */
export function explain(expression: Expression, facts: AudienceFacts, now: Date): Explained {
  const inside = (list: Expression[]): Explained[] => list.map((one) => explain(one, facts, now));
  const result = { holds: matches(expression, facts, now) };
  if ('all' in expression) return { all: inside(expression.all), ...result };
  if ('any' in expression) return { any: inside(expression.any), ...result };
  if ('not' in expression) return { not: inside(expression.not), ...result };
  return { ...expression, ...result };
}

function holds(condition: Condition, facts: AudienceFacts, now: Date): boolean {
  if (condition.op === 'ne') return !holds({ ...condition, op: 'eq' }, facts, now);
  const { field } = condition;
  switch (kindOf(field)) {
    case 'tags':
      return ofTags(condition, facts.tags);
    case 'attribute':
      return ofAttribute(
        condition,
        Object.hasOwn(facts.attributes, attributeOf(field)) ? facts.attributes[attributeOf(field)] : undefined,
        now,
      );
    case 'time':
      return ofTime(condition, timeOf(field, facts), now);
    case 'state':
      return ofSet(
        condition,
        facts.conversations.map(({ state }) => state),
      );
    case 'owner':
      return ofSet(
        condition,
        facts.conversations.map(({ owner }) => owner),
      );
    case 'consent':
      return ofText(condition, facts.consent);
    default:
      return ofText(condition, textOf(field, facts));
  }
}

function textOf(field: string, { name, phone, language }: AudienceFacts): string | null {
  if (field === 'name') return name;
  if (field === 'language') return language;
  return field === 'country' ? ((phone && countryByPrefix(phone)) ?? null) : phone;
}

/** Of several conversations the newest. */
function timeOf(field: string, { createdAt, lastSeenAt, conversations }: AudienceFacts): string | null {
  if (field === 'createdAt') return createdAt;
  if (field === 'lastSeenAt') return lastSeenAt;
  return conversations.reduce<string | null>(
    (last, { lastMessageAt }) => (last === null || lastMessageAt > last ? lastMessageAt : last),
    null,
  );
}

function ofText({ op, value }: Condition, text: string | null): boolean {
  if (op === 'exists') return (text !== null) === value;
  if (text === null) return false;
  if (op === 'contains') return foldAscii(text).includes(foldAscii(value as string));
  return op === 'in' ? (value as Scalar[]).includes(text) : text === value;
}

function ofTags({ op, value }: Condition, tags: readonly string[]): boolean {
  if (op === 'exists') return tags.length > 0 === value;
  return op === 'in' ? (value as string[]).some((tag) => tags.includes(tag)) : tags.includes(value as string);
}

/** Of conversations: one that is so is enough. */
function ofSet({ op, value }: Condition, found: readonly string[]): boolean {
  if (op === 'exists') return found.length > 0 === value;
  return op === 'in' ? (value as string[]).some((one) => found.includes(one)) : found.includes(value as string);
}

function ofTime({ op, value }: Condition, time: string | null, now: Date): boolean {
  if (op === 'exists') return (time !== null) === value;
  if (time === null) return false;
  if (op === 'within') return Date.parse(time) > spanStart(value as Span, now).getTime();
  return op === 'gt' ? Date.parse(time) > Date.parse(value as string) : Date.parse(time) < Date.parse(value as string);
}

/** What is stored, as its type has it; undefined where it is nothing of the kind. */
function asType(type: AttributeType, found: unknown): Scalar | undefined {
  switch (type) {
    case 'number':
      if (typeof found === 'number') return found;
      return typeof found === 'string' && NUMBER_TEXT.test(found) ? Number(found) : undefined;
    case 'boolean':
      if (typeof found === 'boolean') return found;
      return found === 'true' || found === 'false' ? found === 'true' : undefined;
    case 'date':
      return typeof found === 'string' && ISO_DATE.test(found) ? found : undefined;
    default:
      if (typeof found === 'string') return found;
      return typeof found === 'number' && INTEGER_TEXT.test(String(found)) ? String(found) : undefined;
  }
}

function ofAttribute({ type, ...condition }: Condition, stored: unknown, now: Date): boolean {
  const { op, value } = condition;
  const found = type === undefined ? stored : asType(type, stored);
  if (type === 'date' && op === 'eq') return typeof found === 'string' && found.slice(0, 10) === value;
  switch (op) {
    case 'exists':
      return (found !== undefined && found !== null) === value;
    case 'in':
      return (value as Scalar[]).some((one) => one === found);
    case 'contains':
      return typeof found === 'string' && foldAscii(found).includes(foldAscii(value as string));
    case 'within': {
      if (typeof found !== 'string' || !ISO_DATE.test(found)) return false;
      const date = sortableDate(found);
      return date > sortableDate(spanStart(value as Span, now).toISOString()) && date <= sortableDate(now.toISOString());
    }
    case 'gt':
    case 'lt': {
      const sign = op === 'gt' ? 1 : -1;
      if (typeof value === 'number') return typeof found === 'number' && (found - value) * sign > 0;
      if (typeof found !== 'string' || !ISO_DATE.test(found)) return false;
      const [a, b] = [sortableDate(found), sortableDate(value as string)];
      return op === 'gt' ? a > b : a < b;
    }
    default:
      return found === value;
  }
}
