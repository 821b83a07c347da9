import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { mergeThreads, type StoredThread } from '../../domain/threads/conversation.js';
import { mergeFacts, type ContactFacts } from '../../domain/contacts/contact.js';
import type { KnownContact } from '../../domain/contacts/identity.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { GroupsRepository } from '../../persistence/groups/groups.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** Several contacts turn out to be one customer. */
@Injectable()
export class AbsorbContacts {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly book: ContactBookRepository,
    private readonly consents: ConsentsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly groups: GroupsRepository,
    private readonly live: LiveLog,
  ) {}

  /** Makes one contact of several, whose rows this transaction has locked; what is known of any is known of the one that stays. */
  async execute(tx: Transaction, keep: { id: string }, absorb: readonly { id: string }[], become: Omit<KnownContact, 'id'>): Promise<void> {
    if (absorb.length > 0) {
      const ids = absorb.map((contact) => contact.id);
      await this.#joinThreads(tx, keep.id, ids);
      await this.#joinFacts(tx, keep.id, ids);
      for (const id of ids) {
        for (const thread of await this.groups.join(tx, id, keep.id)) this.live.append(tx, { ...thread, kind: 'conversation' });
        await this.consents.moveToContact(tx, id, keep.id);
        await this.contacts.mergeInto(tx, id, keep.id);
      }
    }
    await this.contacts.update(tx, { id: keep.id, ...become });
  }

  async #joinFacts(tx: Transaction, keptId: string, absorbedIds: readonly string[]): Promise<void> {
    const kept = await this.book.lock(tx, keptId);
    if (!kept) throw new Error('the contact is locked and yet not there');
    let facts: ContactFacts & { consentAt: string | null } = kept;
    for (const id of absorbedIds) {
      const goes = await this.book.lock(tx, id);
      if (goes) facts = mergeFacts(facts, goes);
    }
    await this.book.saveFacts(tx, keptId, facts);
  }

  /** All conversations become the kept contact's; two at one outlet become one. */
  async #joinThreads(tx: Transaction, keptId: string, absorbedIds: readonly string[]): Promise<void> {
    const threads = await this.conversations.lockOfContacts(tx, [keptId, ...absorbedIds]);
    for (const sameOutlet of Map.groupBy(threads, (thread) => thread.outletId).values()) {
      const isKept = (thread: StoredThread): boolean => thread.contactId === keptId;
      let [stays, ...others] = [...sameOutlet.filter(isKept), ...sameOutlet.filter((thread) => !isKept(thread))];
      for (const goes of others) {
        const merged = mergeThreads(stays!, goes);
        await this.conversations.merge(tx, stays!.id, goes.id, merged);
        const { outletId } = goes;
        this.live.append(tx, { outletId, conversationId: goes.id, kind: 'merged', refId: stays!.id });
        this.live.append(tx, { outletId, conversationId: stays!.id, kind: 'conversation' });
        stays = { ...stays!, ...merged };
      }
    }
    for (const id of absorbedIds) await this.conversations.moveToContact(tx, id, keptId);
  }
}
