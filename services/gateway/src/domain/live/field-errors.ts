import type { z } from 'zod';

/** The wrong fields, in the form of REST. @param root the name for an error of the whole */
export const fieldErrors = (error: z.ZodError, root: string): { field: string; message: string }[] =>
  error.issues.map(({ path, message }) => ({ field: path.length > 0 ? path.join('.') : root, message }));
