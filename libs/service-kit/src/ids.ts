import { ParseUUIDPipe, type ArgumentMetadata } from '@nestjs/common';
import { decodeCursor } from './pagination.js';
import { Problem } from './problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

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
  if (id !== undefined && !UUID.test(String(id)))
    throw new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');
  return id as string | undefined;
}
