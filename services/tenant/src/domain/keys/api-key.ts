import { randomBytes } from 'node:crypto';
import { hashSecret } from '../secrets.js';

/** A key that nobody has yet. @returns the key itself, what names it in lists, and what is kept of it */
export function newApiKey(): { key: string; prefix: string; hash: string } {
  const prefix = randomBytes(4).toString('hex');
  const key = `ck_live_${prefix}_${randomBytes(32).toString('hex')}`;
  return { key, prefix, hash: hashSecret(key) };
}

/** A key may only give scopes that it has. */
export const mayGrantScopes = (own: readonly string[], granted: readonly string[]): boolean =>
  own.includes('*') || granted.every((scope) => own.includes(scope));
