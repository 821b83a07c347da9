import { ParseUUIDPipe } from '@nestjs/common';
import { Problem } from '#service-kit';

/** An id in a path. What is not a UUID is the id of nothing. */
export const idOf = (what: string): ParseUUIDPipe => new ParseUUIDPipe({ exceptionFactory: () => Problem.notFound(what) });
