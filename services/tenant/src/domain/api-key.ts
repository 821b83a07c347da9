import { createHash } from 'node:crypto';

/** `messages:send`, or `*` for everything: the names that routes ask for with `@Allow`. */
export const SCOPE = /^(\*|[a-z][a-z-]*:[a-z][a-z-]*)$/;

/** @param prefix names the key in lists @param secret 32 random bytes in hex */
export const formatApiKey = (prefix: string, secret: string): string => `ck_live_${prefix}_${secret}`;

/** How keys and refresh tokens are kept and looked up: SHA-256, hex. Enough for 256 random bits, which nobody can guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
