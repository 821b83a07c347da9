import { createHash } from 'node:crypto';
import { ParseUUIDPipe, type ArgumentMetadata } from '@nestjs/common';
import { decodeCursor, invalidCursor } from './pagination.js';
import { Problem } from './problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it has the form of an id, in letters of any size. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** The smallest UUIDv7 of a moment (RFC 9562, section 5.7): ids below it were made before. */
export function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** When a UUIDv7 was made (RFC 9562, section 5.7), to the millisecond. */
export const timeOfId = (id: string): Date => new Date(parseInt(id.replaceAll('-', '').slice(0, 12), 16));

/** In small letters, as ids are written everywhere else: some places compare them as text. */
class IdPipe extends ParseUUIDPipe {
  override async transform(value: string, metadata: ArgumentMetadata): Promise<string> {
    return (await super.transform(value, metadata))!.toLowerCase();
  }
}

/** An id in a path. What is not a UUID is the id of nothing. */
export const idOf = (what: string): ParseUUIDPipe => new IdPipe({ exceptionFactory: () => Problem.notFound(what) });

/** The id at which the page before ended. @throws {Problem} invalid_cursor */
export function idOfCursor(cursor: string | undefined): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  if (id !== undefined && !isId(id)) throw invalidCursor();
  return id;
}

/** The id and the text at which the page before ended: what a list is by, and what makes it certain. @throws {Problem} invalid_cursor */
export function idAndTextOfCursor(cursor: string | undefined): [id: string, text: string] | undefined {
  const [id, text] = decodeCursor(cursor, 2) ?? [];
  if (id === undefined) return undefined;
  if (!isId(id) || typeof text !== 'string') throw invalidCursor();
  return [id, text];
}

/** The number at which the page before ended. @throws {Problem} invalid_cursor */
export function numberOfCursor(cursor: string | undefined, max: number): number | undefined {
  const number = decodeCursor(cursor, 1)?.[0];
  if (number !== undefined && !(Number.isInteger(number) && Number(number) >= 0 && Number(number) <= max)) throw invalidCursor();
  return number as number | undefined;
}

/**
 * A UUIDv7 that follows from a text and a moment: a hash stands in place of what is random (RFC 9562, section 5.7). For what has an id of
 * somebody else's, so that it has the same one here however often it comes.
 */
export function idFrom(text: string, time: Date): string {
  const hash = createHash('sha256').update(text).digest('hex');
  const variant = ((parseInt(hash[3]!, 16) & 0x3) | 0x8).toString(16);
  return `${firstIdOf(time).slice(0, 13)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
