/** Whether an error says that Postgres cannot be reached or is going away, as opposed to refusing what was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message, errors } = (error ?? {}) as { code?: unknown; message?: unknown; errors?: unknown };
  if (typeof code === 'string') {
    // Class 08: connection; 57P0x: shutdown, crash, cannot connect now; 53300: too many connections; 53100: disk full.
    if (/^(08\w{3}|57P0[123]|53300|53100)$/.test(code)) return true;
    if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code)) return true;
  }
  // A host with several addresses fails with one error for each.
  if (Array.isArray(errors)) return errors.some(isDatabaseUnavailable);
  return typeof message === 'string' && UNREACHABLE.test(message);
}

/** What `pg` says without a code. */
const UNREACHABLE = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/** Deadlock or serialization failure: the transaction did nothing and may be run again. */
export function isRetryable(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === '40001' || code === '40P01';
}

/** The violated constraint of a unique-violation error, else undefined. */
export function uniqueViolation(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: string };
  return code === '23505' ? constraint : undefined;
}
