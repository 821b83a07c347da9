import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

/** The deepest shapes that we take, those of the Cloud API, have about ten levels. */
const MAX_LEVELS = 32;
/**
 * Making a DTO compares every key of an object with every other: a million of them would keep the process busy for minutes. Nothing
 * that we take has more than a hundred.
 */
const MAX_KEYS = 1_000;
/** Of all objects and arrays together; each costs more than its byte of JSON. */
const MAX_VALUES = 50_000;
/** What JavaScript keeps for itself: as keys they would be dropped without a word on the way into a DTO, or taken for its class. */
const RESERVED_KEYS = ['__proto__', 'constructor', 'prototype'];
/** As many are told at once. */
const MAX_FAULTS = 20;

export interface JsonFault {
  /** Path of the value: `template.components[0].text`; of a wrong key the object that has it. */
  field: string;
  code: 'nul_character' | 'lone_surrogate' | 'reserved_key' | 'too_deep' | 'too_many_keys' | 'too_many_values';
  /** What was wrong and what would be right. */
  message: string;
}

/**
 * What parsed JSON has that a database cannot keep or a program cannot walk through: U+0000 and halves of surrogate pairs in texts and
 * keys, keys that JavaScript keeps for itself, more levels than 32, more keys or values than anybody needs. Never recurses and ends early, so that any input is safe to ask about.
 */
export function jsonFaults(json: object): JsonFault[] {
  const faults: JsonFault[] = [];
  const rest: { field: string; value: unknown; level: number }[] = [{ field: '', value: json, level: 0 }];
  let values = 0;
  for (let next = rest.pop(); next !== undefined && faults.length < MAX_FAULTS; next = rest.pop()) {
    const { field, value, level } = next;
    if (typeof value === 'string') faults.push(...textFault(field, value));
    if (typeof value !== 'object' || value === null) continue;
    const size = Array.isArray(value) ? value.length : Object.keys(value).length;
    values += size;
    if (level === MAX_LEVELS) {
      faults.push({ field: field.slice(0, 200), code: 'too_deep', message: `nested deeper than ${MAX_LEVELS} levels` });
    } else if (!Array.isArray(value) && size > MAX_KEYS) {
      faults.push({ field: field.slice(0, 200) || 'body', code: 'too_many_keys', message: `an object may have at most ${MAX_KEYS} keys` });
    } else if (values > MAX_VALUES) {
      return [{ field: field.slice(0, 200) || 'body', code: 'too_many_values', message: `the body may have at most ${MAX_VALUES} values` }];
    } else if (Array.isArray(value)) {
      value.forEach((element, index) => rest.push({ field: `${field}[${index}]`, value: element, level: level + 1 }));
    } else {
      for (const [key, entry] of Object.entries(value)) {
        const wrong = keyFault(field || 'body', key);
        faults.push(...wrong);
        if (wrong.length === 0) rest.push({ field: field ? `${field}.${key}` : key, value: entry, level: level + 1 });
      }
    }
  }
  return faults.slice(0, MAX_FAULTS);
}

function keyFault(field: string, key: string): JsonFault[] {
  if (!RESERVED_KEYS.includes(key)) return textFault(field, key, 'a key');
  return [{ field, code: 'reserved_key', message: `a key may not be called ${key}; give it another name` }];
}

function textFault(field: string, text: string, what = 'the text'): JsonFault[] {
  if (text.includes('\0')) return [{ field, code: 'nul_character', message: `${what} has a NUL character (U+0000); leave it out` }];
  if (text.isWellFormed()) return [];
  return [
    { field, code: 'lone_surrogate', message: `${what} has half of a surrogate pair, perhaps of an emoji that was cut; leave it out` },
  ];
}

const API = '/api/v1/';
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

interface InputRequest {
  url: string;
  headers: Record<string, string | undefined>;
  params: unknown;
  query: unknown;
  body: unknown;
}

/**
 * Refuses a path, a query or a body before it is made into a DTO: what walks through it from there on recurses, and what keeps it or looks for it
 * is the database. Texts and forms, which the HTTP server can read as well, are no bodies of this API; files come to routes that read them
 * themselves.
 */
export class JsonLimitsGuard implements CanActivate {
  /** @throws {Problem} unsupported_media_type, validation_failed */
  canActivate(context: ExecutionContext): boolean {
    const { url, headers, params, query, body } = context.switchToHttp().getRequest<InputRequest>();
    for (const named of [params, query]) if (typeof named === 'object' && named !== null) requireFaultless(named);
    if (body === undefined || body === null || Buffer.isBuffer(body)) return true;
    if (url.startsWith(API) && !JSON_TYPE.test(headers['content-type'] ?? '')) {
      throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');
    }
    if (typeof body !== 'object') return true;
    requireFaultless(body);
    return true;
  }
}

function requireFaultless(json: object): void {
  const faults = jsonFaults(json);
  if (faults.length > 0) throw Problem.invalid(faults);
}
