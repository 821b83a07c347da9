import { ParseUUIDPipe } from '@nestjs/common';
import { decodeCursor, Problem } from '#service-kit';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const broken = (): Problem => new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');

/** The id at which the page before ended. @throws {Problem} invalid_cursor */
export function idOfCursor(cursor: string | undefined): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  if (id !== undefined && !UUID.test(String(id))) throw broken();
  return id as string | undefined;
}

/** The version at which the page before ended. @throws {Problem} invalid_cursor */
export function versionOfCursor(cursor: string | undefined): number | undefined {
  const version = decodeCursor(cursor, 1)?.[0];
  if (version !== undefined && !(Number.isInteger(version) && Number(version) < 2 ** 31)) throw broken();
  return version as number | undefined;
}

/** An id in a path. What is not a UUID is the id of nothing. */
export const idOf = (what: string): ParseUUIDPipe => new ParseUUIDPipe({ exceptionFactory: () => Problem.notFound(what) });
