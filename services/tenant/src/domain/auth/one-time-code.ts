import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { hashSecret } from '../secrets.js';

/** What every authenticator app assumes (RFC 6238, section 4): HMAC-SHA-1, six digits, a new code each 30 seconds. */
const RULES = { algorithm: 'SHA1', digits: 6, period: 30 };
/** A clock that is one step off, or a code that was typed while it changed, still counts (RFC 6238, section 5.2). */
const DRIFT = 1;

/** Of 160 random bits (RFC 4226, section 4), in base32, as a person may type it into an app. */
export const newFactorSecret = (): string => new Secret({ size: 20 }).base32;

/** What a QR code tells an authenticator app. @param account how the app names it */
export const factorUri = (secret: string, account: string): string =>
  new TOTP({ ...RULES, issuer: 'Chasqui', label: account, secret }).toString();

/**
 * The step of a code, for which it holds. Compared in constant time.
 *
 * @param lastStep the one that was used last: no code of that or of an earlier step holds again (RFC 6238, section 5.2)
 * @returns undefined for a wrong code, or one that was used
 */
export function stepOfCode(secret: string, code: string, nowMs: number, lastStep: number | null): number | undefined {
  const given = { token: code, secret: Secret.fromBase32(secret), timestamp: nowMs, window: DRIFT };
  const delta = TOTP.validate({ ...RULES, ...given });
  if (delta === null) return undefined;
  const step = TOTP.counter({ period: RULES.period, timestamp: nowMs }) + delta;
  return lastStep !== null && step <= lastStep ? undefined : step;
}

/** Digits and letters without those that look alike: 32 of them, five bits each. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz0';
const GROUPS = 4;
const GROUP = 4;
export const RECOVERY_CODES = 10;

/** `k3fd-9xqm-7wpt-hz2r`: 80 random bits, which nobody can guess, not even with the hash. */
export function newRecoveryCode(): string {
  const letters = Array.from(randomBytes(GROUPS * GROUP), (byte) => LETTERS[byte % LETTERS.length]!);
  return Array.from({ length: GROUPS }, (_, group) => letters.slice(group * GROUP, (group + 1) * GROUP).join('')).join('-');
}

/** As a person types it: with or without spaces and hyphens, in capitals or not. */
const normalCode = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toLowerCase();

/** A code of the app; any other text is looked up as a recovery code. */
export function appCode(typed: string): string | undefined {
  const code = normalCode(typed);
  return /^\d{6}$/.test(code) ? code : undefined;
}

/** How a recovery code is kept and found: with its person, so that equal codes of two people would not look equal. */
export const hashRecoveryCode = (userId: string, typed: string): string => hashSecret(`${userId} ${normalCode(typed)}`);
