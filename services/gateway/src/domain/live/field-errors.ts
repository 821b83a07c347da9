import type { z } from 'zod';

/** What is wrong in which field, as REST says it. @param root the name of the whole, where no field is */
export const fieldErrors = (error: z.ZodError, root: string): { field: string; message: string }[] =>
  error.issues.map(({ path, message }) => ({ field: path.length > 0 ? path.join('.') : root, message }));
