import { createHmac } from 'node:crypto';
import type { NumberClaim } from '../outlets/number-claim.js';

/** 14 digits that follow from a text; nobody chooses them. */
const digits = (hex: string): string => (BigInt(`0x${hex}`) % 10n ** 14n).toString().padStart(14, '0');

/**
 * The one number that a tenant of the demo gets. It follows from the tenant, since the simulator confirms a number, an account and a token
 * only together: given up and taken again it is the same.
 *
 * @param secret without which nobody computes the token
 */
export function demoNumber(tenantId: string, secret: string): NumberClaim {
  const derived = (what: string): string => createHmac('sha256', secret).update(`demo-number:${what}:${tenantId}`).digest('hex');
  return {
    phoneNumberId: `9${digits(derived('number'))}`,
    wabaId: `8${digits(derived('account'))}`,
    accessToken: `EAA${derived('token')}`,
  };
}
