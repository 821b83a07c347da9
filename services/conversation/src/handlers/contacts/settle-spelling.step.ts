import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { SeenContact } from '../../domain/contacts/identity.js';
import { likelySpellings, planSpelling } from '../../domain/contacts/spelling.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';
import { LearnSpelling } from './learn-spelling.step.js';

/** Which account a number means, however it is spelled. */
@Injectable()
export class SettleSpelling {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly learn: LearnSpelling,
  ) {}

  /**
   * Until the end of the transaction, nobody else decides about this customer.
   *
   * @param seen with the number as WhatsApp or a program wrote it @returns with the number of the account
   */
  async execute(tx: Transaction, seen: SeenContact): Promise<SeenContact> {
    // Locks of a transaction do not keep works apart that share it.
    tx.alone();
    const { phone, spelling } = seen;
    const before = phone ? await this.spellings.find(tx, phone) : undefined;
    const phones = [phone, spelling, before?.waId].filter((one) => one !== undefined);
    await this.contacts.lockIdentity(tx, { phones, userId: seen.userId });
    if (!phone) return seen;
    if (spelling) await this.learn.underLock(tx, { phone: spelling, waId: phone }, new Date().toISOString());
    const known = await this.spellings.find(tx, phone);
    if (known && !phones.includes(known.waId)) throw new Error('another transaction is just learning whose number this is');
    if (known) return { ...seen, phone: known.waId };
    if (await this.contacts.ofPhone(tx, phone)) return seen;
    return (await this.#likely(tx, seen, phone)) ?? seen;
  }

  /** Nobody has the number: perhaps somebody has it in another spelling. */
  async #likely(tx: Transaction, seen: SeenContact, phone: string): Promise<SeenContact | undefined> {
    for (const other of likelySpellings(phone)) {
      const contact = await this.contacts.ofPhone(tx, other);
      if (!contact) continue;
      const told = await this.spellings.find(tx, other);
      const isAccount = told?.isTold === true || (await this.contacts.hasWritten(tx, contact.id));
      const plan = planSpelling(seen, { contact, isAccount });
      if (plan === 'other') continue;
      const [from, waId] = plan === 'rename' ? [other, phone] : [phone, other];
      if (plan === 'rename') await this.contacts.setPhone(tx, contact.id, phone);
      await this.spellings.put(tx, { phone: from, waId, isTold: false, toldAt: new Date().toISOString() });
      return { ...seen, phone: waId };
    }
    return undefined;
  }
}
