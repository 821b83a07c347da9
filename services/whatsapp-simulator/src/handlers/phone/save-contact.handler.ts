import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { contactKey, isUserId, userIdOf } from '../../domain/phone/identity.js';
import type { Contact } from '../../domain/phone/thread.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { BrowseThreadsHandler, type ContactView } from './browse-threads.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

export interface ContactInput {
  phoneNumberId: string;
  /** Phone or business-scoped user id. */
  contact: string;
  name?: string;
  username?: string;
  autoRead?: boolean;
}

/** Adds a customer, or changes the name, the username or whether everything is read at once. */
@Injectable()
export class SaveContactHandler {
  constructor(
    private readonly findNumber: FindNumberHandler,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly browse: BrowseThreadsHandler,
  ) {}

  execute(input: ContactInput): ContactView {
    const number = this.findNumber.execute(input.phoneNumberId);
    const key = contactKey(input.contact);
    if (!key) {
      throw Problem.invalid([
        { field: 'contact', message: 'a phone number such as +491512345678 or a user id such as US.13491208655302741918' },
      ]);
    }
    const known = this.threads.contact(number.phoneNumberId, key);
    const byPhone = !isUserId(key);
    const contact: Contact = known ?? {
      phoneNumberId: number.phoneNumberId,
      key,
      phone: byPhone ? key : undefined,
      userId: byPhone ? userIdOf(key, number.wabaId) : key,
      name: byPhone ? `+${key}` : 'Customer',
      autoRead: false,
    };
    const saved: Contact = {
      ...contact,
      name: input.name ?? contact.name,
      username: input.username ?? contact.username,
      autoRead: input.autoRead ?? contact.autoRead,
    };
    this.threads.saveContact(saved);
    const view = this.browse.view(saved);
    this.feed.publish({ name: 'contact', phoneNumberId: number.phoneNumberId, contact: saved.key, data: view });
    return view;
  }
}
