import { Injectable } from '@nestjs/common';
import type { FlowDeed } from '#contracts';
import type { Transaction } from '#database';
import { changedFields, MAX_ATTRIBUTES, MAX_TAGS, tidyTags } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { TellContact } from '../consent/tell-contact.step.js';
import { LiveLog } from '../live/live-log.step.js';

/** What a flow has learnt of a customer is kept with the contact; what is beyond its room is left out. */
@Injectable()
export class ApplyContactDeeds {
  constructor(
    private readonly book: ContactBookRepository,
    private readonly tell: TellContact,
    private readonly live: LiveLog,
  ) {}

  async execute(tx: Transaction, contactId: string, deeds: readonly FlowDeed[]): Promise<void> {
    if (!deeds.some(({ kind }) => kind === 'attribute' || kind === 'tags')) return;
    const contact = await this.book.lock(tx, contactId);
    if (!contact) return;
    const attributes = { ...contact.attributes };
    let tags = contact.tags;
    for (const deed of deeds) {
      if (deed.kind === 'attribute') {
        const isRoom = Object.hasOwn(attributes, deed.name) || Object.keys(attributes).length < MAX_ATTRIBUTES;
        if (isRoom) attributes[deed.name] = deed.value;
      } else if (deed.kind === 'tags') {
        tags = tidyTags([...tags.filter((tag) => !deed.remove.includes(tag)), ...deed.add]).slice(0, MAX_TAGS);
      }
    }
    const facts = { ...contact, attributes, tags };
    const fields = changedFields(contact, facts);
    if (fields.length === 0) return;
    this.tell.append(tx, await this.book.saveFacts(tx, contactId, facts), { change: 'changed', fields }, contact.tags);
    for (const thread of await this.book.threads(tx, contactId)) this.live.append(tx, { ...thread, kind: 'conversation' });
  }
}
