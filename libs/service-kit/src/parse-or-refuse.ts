import type { z } from 'zod';
import { Problem } from './problem.js';

/** Parses with `schema`. @throws {Problem} validation_failed, with one field error an issue */
export function parseOrRefuse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw Problem.invalid(parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message })));
}
