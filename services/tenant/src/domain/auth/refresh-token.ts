import { createHmac, randomBytes } from 'node:crypto';

/**
 * How long the token that was just used still gets the answer that it got: two tabs ask at once, or a page is left before the answer has
 * come. Later, or once its successor was used, it is a stolen one.
 */
export const GRACE_MS = 10_000;

const PREFIX = 'rt_';

/** The first token of a sign-in. */
export const firstRefreshToken = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

export const newSalt = (): string => randomBytes(32).toString('base64url');

/**
 * The token that takes the place of another: HMAC-SHA256 of a random salt under the older token (as HKDF extracts, RFC 5869, section 2.2). So
 * it can be said once more to whoever shows the older token, and neither the salt nor the hashes in the database tell it to anybody else.
 */
export const successorOf = (token: string, salt: string): string =>
  `${PREFIX}${createHmac('sha256', token).update(salt).digest('base64url')}`;
