import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import { mergeThreads, type StoredThread } from '../../domain/threads/conversation.js';
import { mergeFacts, type ContactFacts } from '../../domain/contacts/contact.js';
import { planContact, type KnownContact, type SeenContact } from '../../domain/contacts/identity.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** Makes exactly one contact be what a message shows, as a part of the transaction that records the message. */
@Injectable()
export class ReconcileContact {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly book: ContactBookRepository,
    private readonly conversations: ConversationsRepository,
    private readonly live: LiveLog,
  ) {}

  /** @param selfId the contact that is known to be meant, whatever its identifiers are now @param newId of a contact that has to be made */
  async execute(tx: Transaction, seen: SeenContact, { selfId, newId = v7() }: { selfId?: string; newId?: string }): Promise<void> {
    // Locks of a transaction do not keep works apart that share it.
    tx.alone();
    await this.contacts.lockIdentity(tx, seen);
    const known = await this.contacts.findByIdentity(tx, seen);
    const self = selfId === undefined ? undefined : await this.contacts.lock(tx, selfId);
    const { keep, absorb, losePhone, become } = planContact(known, seen, self);
    for (const contact of losePhone) await this.contacts.losePhone(tx, contact.id);
    if (!keep) {
      await this.contacts.insert(tx, { id: newId, ...become });
      return;
    }
    await this.absorb(tx, keep, absorb, become);
  }

  /** Makes one contact of several, whose rows this transaction has locked; what is known of any is known of the one that stays. */
  async absorb(tx: Transaction, keep: { id: string }, absorb: readonly { id: string }[], become: Omit<KnownContact, 'id'>): Promise<void> {
    if (absorb.length > 0) {
      const ids = absorb.map((contact) => contact.id);
      await this.#joinThreads(tx, keep.id, ids);
      await this.#joinFacts(tx, keep.id, ids);
      for (const id of ids) await this.contacts.mergeInto(tx, id, keep.id);
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
