import type { Call } from './definition.js';
import { fillAddress, fillJson, TextError, type Placeholders } from './texts.js';

/** A request that a flow makes, with all placeholders filled. */
export interface CallRequest {
  method: Call['method'];
  url: string;
  /** JSON; empty where nothing is sent. */
  body: string;
}

/** What came of a call: the JSON of the answer, undefined where it is none; or why it failed, such as `timeout` or `http_404`. */
export type Called = { answer: unknown } | { failure: string };

/** How long a customer waits for other people's servers, all tries together. */
export const CALL_MS = 2 * 60_000;
const MAX_VALUE = 1_000;

/** An address begins with a scheme and a host that no customer fills in. */
export const CALL_ADDRESS = /^https?:\/\/[^\s/?#{}\\@]+(?:[/?][^\s]*(?:\{\{[^{}]*\}\}[^\s]*)*)?$/;

/** @throws {TextError} where a placeholder has nothing to stand for, or what is sent would be no JSON */
export function requestOf({ method, url, body }: Call, placeholders: Placeholders): CallRequest {
  const filled = method === 'POST' && body !== null ? fillJson(body, placeholders) : '';
  if (filled !== '' && !isJson(filled)) throw new TextError('what is sent is no JSON once its placeholders are filled');
  return { method, url: fillAddress(url, placeholders), body: filled };
}

interface Kept {
  attribute: string;
  value: string | number;
}

/** What a node keeps of an answer, in its order; what the answer does not have, or is no text, number or yes and no, is left out. */
export function valuesOf({ save }: Call, answer: unknown): Kept[] {
  return save.flatMap(({ path, attribute }): Kept[] => {
    const found = at(answer, path.split('.'));
    if (typeof found === 'number' && Number.isFinite(found)) return [{ attribute, value: found }];
    if (typeof found === 'boolean') return [{ attribute, value: String(found) }];
    return typeof found === 'string' ? [{ attribute, value: found.slice(0, MAX_VALUE) }] : [];
  });
}

/** Only what the answer itself holds, never what objects inherit. */
function at(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, first)
    ? at((value as Record<string, unknown>)[first], rest)
    : undefined;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
