/** Whether an error says that Postgres cannot be reached or is going away, as opposed to refusing what was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message, errors } = (error ?? {}) as { code?: unknown; message?: unknown; errors?: unknown };
  if (typeof code === 'string') {
    // Class 08: connection; 25006: read-only, as in a failover; 28: login; 3D000: no such database; 53: resources; 57P0x: shutdown,
    // crash, cannot connect now; 58: the system under it.
    if (/^(08\w{3}|25006|28\w{3}|3D000|53\w{3}|57P0\d|58\w{3})$/.test(code)) return true;
    if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code)) return true;
  }
  // A host with several addresses fails with one error for each.
  if (Array.isArray(errors)) return errors.some(isDatabaseUnavailable);
  return typeof message === 'string' && UNREACHABLE.test(message);
}

/** What `pg` says without a code. */
const UNREACHABLE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query read timeout/;

/** Deadlock or serialization failure: the transaction did nothing and may be run again. */
export function isRetryable(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === '40001' || code === '40P01';
}

/** Whether a lock was not to be had within `lock_timeout`. */
export const isLockNotAvailable = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === '55P03';

/** Whether a statement was ended since it took longer than `statement_timeout` allows. */
export const isStatementTimeout = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === '57014';

/** The violated constraint of a unique-violation error, else undefined. */
export function uniqueViolation(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: string };
  return code === '23505' ? constraint : undefined;
}

/** Whether a row is named that is not there, or is still named by others. */
export const foreignKeyViolation = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === '23503';

/** Whether the connection was lost while committing: the transaction may have been carried out, or not. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (error as { outcomeUnknown?: unknown } | undefined)?.outcomeUnknown === true;
}
