/**
 * Readers for JSON of unknown shape. None of them throws; each answers undefined where the value is not of the wanted kind.
 * Strings come out storable: Postgres text refuses U+0000, and lone surrogates break encodeURIComponent and UTF-8, so both become U+FFFD.
 */
export type JsonObject = Record<string, unknown>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An own property only: a key that came with the data may be `__proto__` or `constructor`. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The objects of an array; a value that is no array has none. */
export function objectsOf(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return [];
  const found: JsonObject[] = [];
  for (const element of value) {
    const object = asObject(element);
    if (object) found.push(object);
  }
  return found;
}

/** A string as it stands, the empty one too. */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return text.isWellFormed() ? text : text.toWellFormed();
}

export function asNonEmptyText(value: unknown): string | undefined {
  return asText(value) || undefined;
}

/** An identifier: a string that is not empty, or an integer (Meta's group events carry wa_id as a number). */
export function asId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return asNonEmptyText(value);
}

/** A finite number, also when it came as a string. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

// Courier has seen milliseconds where seconds are documented; as seconds, 1e12 would be the year 33658.
const FIRST_MILLISECOND_VALUE = 1e12;
// RFC 3339 and Postgres both end (for us) with the year 9999.
const LAST_TIME_MS = Date.UTC(10000, 0, 1) - 1;

/** A Unix time in seconds or milliseconds, number or string. Zero, negative and absurd values are no time. */
export function asTime(value: unknown): Date | undefined {
  const parsed = asNumber(value);
  if (parsed === undefined || parsed <= 0) return undefined;
  const timeMs = Math.trunc(parsed >= FIRST_MILLISECOND_VALUE ? parsed : parsed * 1000);
  return timeMs <= LAST_TIME_MS ? new Date(timeMs) : undefined;
}

const UNSTORABLE_ESCAPE = /\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g;

/**
 * JSON text that Postgres takes as jsonb, which refuses U+0000 and lone surrogates: both become U+FFFD. For `raw`, `content` and
 * other pieces that are handed on untouched. A value without JSON form comes out as `null`.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  // JSON.stringify escapes exactly these; an escaped backslash is matched too so that text such as "\\u0000" stays as it is.
  return json.includes('\\u') ? json.replace(UNSTORABLE_ESCAPE, (escape) => (escape === '\\\\' ? escape : '\ufffd')) : json;
}
