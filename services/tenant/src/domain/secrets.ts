import { createHash } from 'node:crypto';

/** Keys and one-time tokens are stored and found by this hash: SHA-256, hex. Enough for 192 or more random bits, which nobody can guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
