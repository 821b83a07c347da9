import { Injectable } from '@nestjs/common';
import { contactKey } from '../../domain/phone/identity.js';
import { windowExpiresAt } from '../../domain/graph/service-window.js';
import { threadItem, type Contact, type ThreadItem } from '../../domain/phone/thread.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { TypingHandler } from '../graph/typing.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

export interface ContactView extends Omit<Contact, 'lastInboundAt' | 'adClickAt' | 'freeEntryUntil'> {
  windowExpiresAt?: string;
  lastMessage?: ThreadItem;
  typing: boolean;
}

/** Threads as the customer sees them. Each refuses with 404 `number_unknown`. */
@Injectable()
export class BrowseThreadsHandler {
  constructor(
    private readonly findNumber: FindNumberHandler,
    private readonly threads: ThreadLog,
    private readonly typing: TypingHandler,
  ) {}

  /** Oldest first; all threads of the number when no contact is named; with `limit` only that many of the newest. */
  execute(query: { phoneNumberId: string; contact?: string; limit?: number }): { items: ThreadItem[] } {
    this.findNumber.execute(query.phoneNumberId);
    const contact = query.contact === undefined ? undefined : this.keyOf(query.phoneNumberId, query.contact);
    const messages = this.threads.thread(query.phoneNumberId, contact);
    return { items: (query.limit === undefined ? messages : messages.slice(-query.limit)).map(threadItem) };
  }

  /** The contact with the latest message comes first. */
  contacts(phoneNumberId: string): { items: ContactView[] } {
    this.findNumber.execute(phoneNumberId);
    const items = this.threads.contactsOf(phoneNumberId).map((contact) => this.view(contact));
    return { items: items.sort((one, other) => (other.lastMessage?.at ?? '').localeCompare(one.lastMessage?.at ?? '')) };
  }

  view(contact: Contact): ContactView {
    const { phoneNumberId, key, phone, userId, name, username, autoRead } = contact;
    const last = this.threads.thread(phoneNumberId, key).at(-1);
    const expiry = windowExpiresAt(contact.lastInboundAt);
    return {
      phoneNumberId,
      key,
      phone,
      userId,
      name,
      username,
      autoRead,
      windowExpiresAt: expiry === undefined ? undefined : new Date(expiry).toISOString(),
      lastMessage: last && threadItem(last),
      typing: this.typing.isTyping(phoneNumberId, key),
    };
  }

  private keyOf(phoneNumberId: string, contact: string): string {
    const key = contactKey(contact) ?? contact;
    return this.threads.contact(phoneNumberId, key)?.key ?? key;
  }
}
