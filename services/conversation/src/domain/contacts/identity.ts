import { storableText } from '../threads/stored-content.js';

/** What names a customer: the phone (digits, as WhatsApp writes it), the business-scoped user id, or both. */
export interface Identity {
  phone?: string;
  userId?: string;
}

/** A customer as one message shows them. */
export interface SeenContact extends Identity {
  parentUserId?: string;
  name?: string;
  username?: string;
}

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

/** Returns the digits of a formatted phone, and anything else unchanged, so that an odd spelling loses nobody. Empty counts as absent. */
export function normalizePhone(phone: string | undefined): string | undefined {
  const trimmed = text(phone)?.trim();
  if (!trimmed) return undefined;
  return FORMATTED_PHONE.test(trimmed) ? trimmed.replaceAll(/\D/g, '') || undefined : trimmed;
}

/** Customers choose their names; lists and prompts show them. As long as one that the team gives may be. */
const LONGEST_NAME = 200;

function bounded(name: string | undefined): string | undefined {
  const cut = text(name)?.slice(0, 2 * LONGEST_NAME);
  return cut && [...cut].slice(0, LONGEST_NAME).join('');
}

/** The user id is opaque: it is never normalised. @returns undefined when the sender has neither identifier */
export function normalizeSeen(seen: SeenContact): SeenContact | undefined {
  const contact = {
    phone: normalizePhone(seen.phone),
    userId: text(seen.userId),
    parentUserId: text(seen.parentUserId),
    name: bounded(seen.name),
    username: bounded(seen.username),
  };
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
 */
export function planContact(known: readonly KnownContact[], seen: SeenContact, self?: KnownContact): ContactPlan {
  const isPerson = (contact: KnownContact): boolean => contact.userId === null || !seen.userId || contact.userId === seen.userId;
  const same = known.filter((contact) => contact.id !== self?.id && isPerson(contact));
  // UUIDv7: the smallest id is the oldest contact.
  const people = [...(self ? [self] : []), ...same].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [keep, ...absorb] = people;
  const first = <K extends keyof KnownContact>(key: K): KnownContact[K] | null => people.map((person) => person[key]).find(Boolean) ?? null;
  return {
    ...(keep ? { keep } : {}),
    absorb,
    losePhone: known.filter((contact) => contact.id !== self?.id && !isPerson(contact) && contact.phone === seen.phone),
    become: {
      phone: seen.phone ?? first('phone'),
      userId: seen.userId ?? first('userId'),
      parentUserId: seen.parentUserId ?? first('parentUserId'),
      name: seen.name ?? first('name'),
      username: seen.username ?? first('username'),
    },
  };
}
