import { Problem } from '#service-kit';
import type { z } from 'zod';

/** Parses with `schema`, or refuses with 400 `validation_failed` and one field error an issue. */
export function parseOrRefuse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw Problem.invalid(parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message })));
}

/** 404 `number_unknown`: names the numbers that there are. */
export function unknownNumber(phoneNumberId: string, known: string[]): Problem {
  const right = known.length ? `one of ${known.join(', ')}` : 'no number is configured: PUT /simulator/numbers first';
  return new Problem(404, 'number_unknown', `No business number has the id ${phoneNumberId}.`, [
    { field: 'phoneNumberId', message: right },
  ]);
}
