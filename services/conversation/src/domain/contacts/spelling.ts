import { otherSpelling } from '#whatsapp';
import type { KnownContact, SeenContact } from './identity.js';

/** What WhatsApp said of a number that was sent to. */
export interface ToldAccount {
  /** As it was sent to. */
  phone: string;
  /** What the account is called. */
  waId: string;
}

/** A spelling, and the account that it leads to. */
export interface Spelling extends ToldAccount {
  /** By WhatsApp, not only likely by the country's numbering plan. */
  isTold: boolean;
  toldAt: string;
}

/** Written before the prefix 00 was understood. */
const WITH_PREFIX = /^00[1-9]\d{6,14}$/;

/** Under what else the account of a number may stand in the book, the likeliest first. */
export const likelySpellings = (phone: string): string[] =>
  /^[1-9]\d{6,14}$/.test(phone) ? [otherSpelling(phone), `00${phone}`].filter((other) => other !== undefined) : [];

/** The same for all spellings that may be one account: what is decided about any of them is decided by one transaction at a time. */
export function spellingKey(phone: string): string {
  const digits = WITH_PREFIX.test(phone) ? phone.slice(2) : phone;
  const other = otherSpelling(digits);
  return other !== undefined && other < digits ? other : digits;
}

/** What is known of another contact whose number may be the one seen. */
export interface Likely {
  contact: KnownContact;
  /** Whether the number of the contact came from WhatsApp: the customer wrote, or it was told. */
  isAccount: boolean;
}

/**
 * What to do where nobody has the number seen, and one contact has a likely spelling of it:
 *
 * - `theirs`: the contact is meant, under its own number;
 * - `rename`: the contact is meant, and the number seen is what its account is called;
 * - `other`: somebody else. Two numbers that WhatsApp itself names are two accounts, however alike they are, and so are two user ids.
 */
export function planSpelling(seen: SeenContact, { contact, isAccount }: Likely): 'theirs' | 'rename' | 'other' {
  if (seen.userId && contact.userId && seen.userId !== contact.userId) return 'other';
  if (contact.phone && WITH_PREFIX.test(contact.phone)) return 'rename';
  if (seen.isTyped) return 'theirs';
  return isAccount ? 'other' : 'rename';
}
