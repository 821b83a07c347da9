import { createHmac } from 'node:crypto';
import { otherSpelling } from './phone-number.js';

/**
 * What is kept of who refused promotions when all else of them is erased: HMAC-SHA256 (RFC 2104) of the phone and of the user id, under a key
 * that stands in no database. Without the key nobody can try numbers one after the other; with the tenant in it, one company's say nothing
 * of another's.
 *
 * @param key `REFUSAL_HASH_KEY` of the installation @param phone digits with the country code
 * @returns one for each way in which the account may be named, the other spelling of the number among them
 */
export function refusalHashes(
  key: string,
  tenantId: string,
  { phones = [], userIds = [] }: { phones?: readonly string[]; userIds?: readonly string[] },
): string[] {
  const names = [
    ...phones.flatMap((phone) => [phone, otherSpelling(phone) ?? phone]).map((phone) => `phone:${phone}`),
    ...userIds.map((userId) => `user:${userId}`),
  ];
  return [...new Set(names)].map((name) => createHmac('sha256', key).update(`${tenantId.toLowerCase()}\n${name}`).digest('base64url'));
}
