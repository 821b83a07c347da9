import { createHash } from 'node:crypto';

/** How keys and one-time tokens are kept and looked up: SHA-256, hex. Enough for 192 random bits and more, which nobody can guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
