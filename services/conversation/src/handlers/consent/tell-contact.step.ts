import { Injectable } from '@nestjs/common';
import { contactChanged, type EventOf } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Contact } from '../../domain/contacts/contact.js';

type Told = EventOf<typeof contactChanged>['data'];

/** Tells other services what people and programs do to a contact. */
@Injectable()
export class TellContact {
  constructor(private readonly outbox: Outbox) {}

  /** @param contact as it is now @param tagsBefore those of now where they are what they were */
  append(tx: Transaction, contact: Contact, told: Pick<Told, 'change' | 'fields' | 'mergedId'>, tagsBefore: readonly string[]): void {
    const { id, alias, name, phone, userId, email, language, tags, attributes, marketingConsent, updatedAt } = contact;
    const addedTags = tags.filter((tag) => !tagsBefore.includes(tag));
    this.outbox.append(tx, contactChanged, {
      contactId: id,
      ...told,
      ...(addedTags.length > 0 && { addedTags }),
      contact: { name: alias ?? name, phone, userId, email, language, tags, attributes, marketingConsent },
      at: updatedAt,
    });
  }
}
