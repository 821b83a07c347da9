import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** A business-scoped user id: country, a dot, an opaque rest. Source: Meta, "Business-scoped user IDs". */
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

export function isUserId(value: string): boolean {
  return BSUID.test(value);
}

/** Digits of a phone number written in any usual way; undefined when it cannot be one (E.164 has 7 to 15 digits). */
export function phoneDigits(value: string): string | undefined {
  if (!/^\+?[\d\s().-]+$/.test(value)) return undefined;
  const digits = value.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 ? digits : undefined;
}

/** The key of a thread: the phone's digits, or the business-scoped user id of somebody who shows no phone. */
export function contactKey(value: string): string | undefined {
  return isUserId(value) ? value : phoneDigits(value);
}

/** The id under which a business sees a phone: always the same for the pair, different for another business. */
export function userIdOf(phone: string, wabaId: string): string {
  const country = parsePhoneNumberFromString(`+${phone}`)?.country ?? 'US';
  const digest = createHash('sha256').update(`${wabaId}:${phone}`).digest();
  return `${country}.${digest.readBigUInt64BE(0).toString()}`;
}

/**
 * A message id in WhatsApp's own form: a base64 of the other party, the direction and a random part.
 * `token` is that random part in upper-case hex and must be unique.
 */
export function wamidOf(otherParty: string, direction: 'inbound' | 'outbound', token: string): string {
  const party = Buffer.from(otherParty, 'ascii');
  const random = Buffer.from(token, 'ascii');
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, party.length & 0xff]),
    party,
    Buffer.from([0x15, 0x02, 0x00, direction === 'inbound' ? 0x12 : 0x11, 0x18, random.length]),
    random,
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString('base64')}`;
}
