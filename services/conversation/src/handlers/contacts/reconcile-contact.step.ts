import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { otherSpelling } from '#whatsapp';
import { v7 } from 'uuid';
import { planContact, type SeenContact } from '../../domain/contacts/identity.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';
import { AbsorbContacts } from './absorb-contacts.step.js';
import { SettleSpelling } from './settle-spelling.step.js';

/** Makes exactly one contact be what a message shows, as a part of the transaction that records the message. */
@Injectable()
export class ReconcileContact {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly settleSpelling: SettleSpelling,
    private readonly absorb: AbsorbContacts,
  ) {}

  /** @param selfId the contact that is known to be meant, whatever its identifiers are now @param newId of a contact that has to be made @returns the contact */
  async execute(tx: Transaction, given: SeenContact, { selfId, newId = v7() }: { selfId?: string; newId?: string }): Promise<string> {
    const seen = await this.settleSpelling.execute(tx, given);
    const known = await this.contacts.findByIdentity(tx, seen);
    const self = selfId === undefined ? undefined : await this.contacts.lock(tx, selfId);
    const { keep, absorb, losePhone, become } = planContact(known, seen, self);
    for (const contact of losePhone) await this.contacts.losePhone(tx, contact.id);
    if (!keep) {
      await this.contacts.insert(tx, { id: newId, ...become });
      return newId;
    }
    await this.absorb.execute(tx, keep, absorb, become);
    const { phone: waId } = become;
    for (const { phone } of [keep, ...absorb]) {
      // The same person by the user id, under another spelling than before: what was sent to goes on leading here.
      if (phone && waId && otherSpelling(phone) === waId) {
        await this.spellings.put(tx, { phone, waId, isTold: false, toldAt: new Date().toISOString() });
      }
    }
    return keep.id;
  }
}
