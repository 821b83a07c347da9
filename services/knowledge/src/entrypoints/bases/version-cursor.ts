import { decodeCursor, Problem } from '#service-kit';

/** The last version of the previous page. @throws {Problem} invalid_cursor */
export function versionOfCursor(cursor: string | undefined): number | undefined {
  const version = decodeCursor(cursor, 1)?.[0];
  if (version !== undefined && !(Number.isInteger(version) && Number(version) < 2 ** 31)) {
    throw new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');
  }
  return version as number | undefined;
}
