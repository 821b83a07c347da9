import { otherSpelling, phonePart, readPhone } from '#whatsapp';
import { storableText } from '../threads/stored-content.js';

/** What names a customer: the phone (digits, as WhatsApp writes it), the business-scoped user id, or both. */
export interface Identity {
  phone?: string;
  userId?: string;
}

/** A customer as one message shows them. */
export interface SeenContact extends Identity {
  /** As WhatsApp also wrote the phone: it calls the account otherwise. */
  spelling?: string;
  /** A person or a program wrote the phone: what the account is called, WhatsApp has yet to say. */
  isTyped?: true;
  parentUserId?: string;
  name?: string;
  username?: string;
}

/** How other services are told of a customer. */
export const toldContact = ({ phone, userId, name }: SeenContact): { phone?: string; userId?: string; name?: string } => ({
  ...(phone && { phone }),
  ...(userId && { userId }),
  ...(name && { name }),
});

export interface KnownContact {
  id: string;
  phone: string | null;
  userId: string | null;
  parentUserId: string | null;
  name: string | null;
  username: string | null;
}

/** Empty counts as absent. */
const text = (value: string | undefined): string | undefined => (value ? storableText(value) : undefined);

const FORMATTED_PHONE = /^\+?[\d ().-]+$/;

/**
 * For what WhatsApp says, which is believed: the digits of a formatted phone, and anything else unchanged, so that an odd spelling loses
 * nobody. Empty counts as absent. What people and programs write is read by `readPhone`.
 */
export function normalizePhone(phone: string | undefined): string | undefined {
  const trimmed = text(phone)?.trim();
  if (!trimmed) return undefined;
  return FORMATTED_PHONE.test(trimmed) ? trimmed.replaceAll(/\D/g, '') || undefined : trimmed;
}

/** All ways in which a number that somebody looks for may stand in the book, the likeliest first; older entries are as they were typed. */
export function writtenWays(text: string): string[] {
  const read = readPhone(text);
  const phone = 'phone' in read ? read.phone : undefined;
  const ways = [phone, phone && otherSpelling(phone), phone && `00${phone}`, normalizePhone(text)];
  return [...new Set(ways.filter((way) => way !== undefined))];
}

/** What a part of a contact's phone has to hold for a text to be found in it. */
export function partsOfPhone(text: string): string[] {
  const part = phonePart(text);
  const ways = part === undefined ? [text] : [part, ...writtenWays(text)];
  return [...new Set(ways)];
}

/** Customers choose their names; lists and prompts show them. As long as one that the team gives may be. */
const LONGEST_NAME = 200;

/** @returns what is stored of a name that somebody chose; undefined where it is empty */
export function bounded(name: string | undefined): string | undefined {
  const cut = text(name)?.slice(0, 2 * LONGEST_NAME);
  return cut && [...cut].slice(0, LONGEST_NAME).join('');
}

/** The user id is opaque: it is never normalised. @param waId what WhatsApp calls the account; it wins over the phone @returns undefined when the sender has neither identifier */
export function normalizeSeen({ waId, ...seen }: SeenContact & { waId?: string | undefined }): SeenContact | undefined {
  const written = normalizePhone(seen.phone);
  const phone = normalizePhone(waId) ?? written;
  const contact: SeenContact = {
    phone,
    userId: text(seen.userId),
    parentUserId: text(seen.parentUserId),
    name: bounded(seen.name),
    username: bounded(seen.username),
  };
  const spelling = normalizePhone(seen.spelling) ?? written;
  if (spelling && spelling !== phone) contact.spelling = spelling;
  if (seen.isTyped) contact.isTyped = true;
  return contact.phone || contact.userId ? contact : undefined;
}

/** What has to be done so that exactly one contact is what was seen. */
export interface ContactPlan {
  /** The contact that stays; absent when there is none yet. */
  keep?: KnownContact;
  /** The same person under another identifier: merged into `keep`. */
  absorb: KnownContact[];
  /** Somebody else who had the phone before. */
  losePhone: KnownContact[];
  /** What `keep`, or the new contact, holds afterwards. */
  become: Omit<KnownContact, 'id'>;
}

/**
 * Decides which contact a message belongs to.
 *
 * The user id names the person and the phone is theirs for a time: a phone that shows up with another user id has passed to
 * another customer, who must not see the first one's conversation. A contact known by the phone alone is the same person.
 *
 * @param known contacts that hold one of the identifiers seen (at most two)
 * @param self the contact that is known to be meant, whatever its identifiers (a change that WhatsApp announced)
 * @param spelling another number of the same account: whoever has it has what was seen
 */
export function planContact(known: readonly KnownContact[], seen: SeenContact, self?: KnownContact, spelling?: string): ContactPlan {
  const isPerson = (contact: KnownContact): boolean => contact.userId === null || !seen.userId || contact.userId === seen.userId;
  const hasNumber = ({ phone }: KnownContact): boolean => phone !== null && (phone === seen.phone || phone === spelling);
  const same = known.filter((contact) => contact.id !== self?.id && isPerson(contact));
  // UUIDv7: the smallest id is the oldest contact.
  const people = [...(self ? [self] : []), ...same].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [keep, ...absorb] = people;
  const first = <K extends keyof KnownContact>(key: K): KnownContact[K] | null => people.map((person) => person[key]).find(Boolean) ?? null;
  return {
    ...(keep ? { keep } : {}),
    absorb,
    losePhone: known.filter((contact) => contact.id !== self?.id && !isPerson(contact) && hasNumber(contact)),
    become: {
      phone: seen.phone ?? first('phone'),
      userId: seen.userId ?? first('userId'),
      parentUserId: seen.parentUserId ?? first('parentUserId'),
      name: seen.name ?? first('name'),
      username: seen.username ?? first('username'),
    },
  };
}
