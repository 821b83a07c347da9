import { API_PREFIX } from './route-table.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Rule {
  name: string;
  method: string;
  /** Below /api/v1/. */
  path: RegExp;
  /** As a multiple of the sign-in limit (LOGIN_RATE_PER_MINUTE, 20 by default). */
  times: number;
  windowMs: number;
}

/**
 * Limits per address for public routes that cost something (a password hash, a mail) or could be used to guess. Several people may share an
 * address, so these are only ceilings; the tenant service counts attempts at one account.
 */
const RULES: readonly Rule[] = [
  { name: 'login', method: 'POST', path: /^auth\/login$/, times: 1, windowMs: MINUTE_MS },
  { name: 'firebase', method: 'POST', path: /^auth\/firebase$/, times: 1, windowMs: MINUTE_MS },
  { name: 'refresh', method: 'POST', path: /^auth\/refresh$/, times: 6, windowMs: MINUTE_MS },
  { name: 'register', method: 'POST', path: /^auth\/register$/, times: 3, windowMs: HOUR_MS },
  { name: 'reset', method: 'POST', path: /^auth\/password-reset$/, times: 1, windowMs: HOUR_MS },
  { name: 'reset-confirm', method: 'POST', path: /^auth\/password-reset\/confirm$/, times: 3, windowMs: HOUR_MS },
  { name: 'invitation', method: 'GET', path: /^auth\/invitations\/[^/]+$/, times: 3, windowMs: MINUTE_MS },
  { name: 'invitation-accept', method: 'POST', path: /^auth\/invitations\/accept$/, times: 3, windowMs: HOUR_MS },
];

export interface AddressRule {
  name: string;
  most: number;
  windowMs: number;
}

/**
 * Unknown API keys and tokens, on any route. An expired token or a revoked key is no guess. Generous: an office with one broken program must
 * not lock itself out.
 */
export const GUESSES: AddressRule = { name: 'guess', most: 120, windowMs: MINUTE_MS };

/** @param path without query @param loginsPerMinute LOGIN_RATE_PER_MINUTE @returns undefined for routes without a limit per address */
export function addressRule(method: string, path: string, loginsPerMinute: number): AddressRule | undefined {
  if (!path.startsWith(API_PREFIX)) return undefined;
  const asked = method === 'HEAD' ? 'GET' : method;
  const below = path.slice(API_PREFIX.length);
  const rule = RULES.find((candidate) => candidate.method === asked && candidate.path.test(below));
  return rule && { name: rule.name, most: rule.times * loginsPerMinute, windowMs: rule.windowMs };
}
