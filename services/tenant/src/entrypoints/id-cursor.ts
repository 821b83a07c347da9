import { decodeCursor, Problem } from '#service-kit';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id after which a page begins. @throws {Problem} invalid_cursor */
export function idAfter(cursor: string | undefined): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  if (id !== undefined && !UUID.test(String(id)))
    throw new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');
  return id as string | undefined;
}
