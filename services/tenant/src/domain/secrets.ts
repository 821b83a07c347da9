import { createHash } from 'node:crypto';

/** @param prefix names the key in lists @param secret 32 random bytes in hex */
export const formatApiKey = (prefix: string, secret: string): string => `ck_live_${prefix}_${secret}`;

/** How keys and one-time tokens are kept and looked up: SHA-256, hex. Enough for 192 random bits and more, which nobody can guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
