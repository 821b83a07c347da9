import { csvLine } from '#csv';
/** Who makes a change, and from where. */
export interface Actor {
  /** `system`: the service itself, e.g. after a report of Meta. `anonymous`: nobody has signed in (yet). */
  kind: 'user' | 'api-key' | 'system' | 'anonymous';
  id: string | null;
  /** As the gateway saw it. */
  address: string | null;
  requestId: string | null;
  /** What their program says of itself, where somebody signs in. */
  agent?: string | null;
}

export const SYSTEM: Actor = { kind: 'system', id: null, address: null, requestId: null };

/** The log has entries that belong to no tenant under the nil UUID (RFC 9562, section 5.9). */
export const PLATFORM = '00000000-0000-0000-0000-000000000000';

export type Facts = Record<string, unknown>;

export interface Change {
  /** `<target>.<past tense>`, e.g. `outlet.connected`. */
  action: string;
  targetType: string;
  targetId: string;
  before: Facts | null;
  after: Facts | null;
}

export const REMOVED = '[removed]';
const SECRET = /password|secret|token|sealed|hash|^key$|authorization|cookie/i;

/** Replaces the value of every secret, at any depth: the log may show that it changed, not what it is. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET.test(name) && inner !== null ? REMOVED : withoutSecrets(inner)]),
  );
}

/** Fields that change with every change and say nothing. */
const NOISE = new Set(['updatedAt', 'version']);

/** The fields in which two states differ. */
export function difference(before: object, after: object): { before: Facts; after: Facts } {
  const [old, fresh] = [before as Facts, after as Facts];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    (name) => !NOISE.has(name) && JSON.stringify(old[name] ?? null) !== JSON.stringify(fresh[name] ?? null),
  );
  const pick = (facts: Facts): Facts => Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
  return { before: pick(old), after: pick(fresh) };
}

const CSV_COLUMNS = [
  'at',
  'actorKind',
  'actorId',
  'actorEmail',
  'action',
  'targetType',
  'targetId',
  'address',
  'requestId',
  'before',
  'after',
] as const;

const csvValue = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

export const csvHead = (): string => csvLine(CSV_COLUMNS);
/** Others than the reader chose the names and addresses in the log: what a spreadsheet would take for a formula is none. */
export const csvRow = (entry: Partial<Record<(typeof CSV_COLUMNS)[number], unknown>>): string =>
  csvLine(CSV_COLUMNS.map((column) => csvValue(entry[column])));
