import { asId, asNonEmptyText, asObject, objectsOf } from './read-json.js';
import type { JsonObject } from './read-json.js';

/** Who wrote. At least one of `phone` and `userId` is there on every message item. */
export interface Sender {
  /** E.164 digits without `+`, as Meta sends them. A value that is neither a number nor a business-scoped id is kept as it came. */
  phone?: string;
  /** The contact's `wa_id` where it differs from `phone` (seen for BR, MX, AR numbers). */
  waId?: string;
  /** Business-scoped user id, opaque; never to be normalised. */
  userId?: string;
  parentUserId?: string;
  name?: string;
  username?: string;
}

const BUSINESS_SCOPED_USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,256}$/;
const FORMATTED_PHONE = /^\+?[\d ().-]+$/;

/** Whether `value` has the form of a business-scoped user id (Meta, 2026-04): `US.13491208655302741918`, `US.ENT.…`. */
export function isBusinessScopedUserId(value: string): boolean {
  return BUSINESS_SCOPED_USER_ID.test(value);
}

/** Separates the two things Meta may put where a phone was expected. */
export function phoneOrUserId(value: unknown): { phone?: string; userId?: string } {
  const id = asId(value);
  if (id === undefined) return {};
  if (isBusinessScopedUserId(id)) return { userId: id };
  if (FORMATTED_PHONE.test(id)) return { phone: id.replace(/\D/g, '') || undefined };
  return { phone: id };
}

/**
 * The `contacts[]` of one value. Contacts are matched by identifier: a batch may hold more or fewer contacts than messages,
 * in another order. Position, or being the only contact, counts only where no identifier could say otherwise.
 */
export class SenderDirectory {
  private readonly byId = new Map<string, JsonObject>();

  private constructor(
    private readonly contacts: JsonObject[],
    private readonly messageCount: number,
    private readonly singleSender: boolean,
  ) {
    for (const contact of contacts) {
      for (const id of [phoneOrUserId(contact.wa_id).phone, asId(contact.user_id)]) {
        if (id !== undefined && !this.byId.has(id)) this.byId.set(id, contact);
      }
    }
  }

  static ofMessages(contacts: unknown, messages: unknown[]): SenderDirectory {
    const known = objectsOf(contacts);
    const first = asObject(messages[0]);
    const singleSender = messages.every((message) => {
      const piece = asObject(message);
      return piece !== undefined && first !== undefined && piece.from === first.from && piece.from_user_id === first.from_user_id;
    });
    return new SenderDirectory(known, messages.length, singleSender);
  }

  static ofStatuses(contacts: unknown): SenderDirectory {
    return new SenderDirectory(objectsOf(contacts), 0, false);
  }

  senderOf(message: JsonObject, position: number): Sender {
    const from = phoneOrUserId(message.from);
    const userId = asId(message.from_user_id) ?? from.userId;
    const contact = this.find(from.phone, userId) ?? this.onlyPossible(from.phone ?? userId, position);
    const profile = asObject(contact?.profile);
    const waId = phoneOrUserId(contact?.wa_id).phone;
    const phone = from.phone ?? waId;
    return {
      phone,
      waId: waId === phone ? undefined : waId,
      userId: userId ?? asId(contact?.user_id),
      parentUserId: asId(message.from_parent_user_id) ?? asId(contact?.parent_user_id),
      name: asNonEmptyText(profile?.name),
      username: asNonEmptyText(profile?.username) ?? asNonEmptyText(contact?.username),
    };
  }

  find(...ids: (string | undefined)[]): JsonObject | undefined {
    for (const id of ids) {
      const contact = id === undefined ? undefined : this.byId.get(id);
      if (contact) return contact;
    }
    return undefined;
  }

  private onlyPossible(sender: string | undefined, position: number): JsonObject | undefined {
    // One contact and one sender belong together even where wa_id is spelled differently from `from`.
    if (this.contacts.length === 1 && this.singleSender) return this.contacts[0];
    return sender === undefined && this.contacts.length === this.messageCount ? this.contacts[position] : undefined;
  }
}
