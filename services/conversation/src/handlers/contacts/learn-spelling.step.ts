import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { planContact } from '../../domain/contacts/identity.js';
import type { ToldAccount } from '../../domain/contacts/spelling.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';
import { LiveLog } from '../live/live-log.step.js';
import { AbsorbContacts } from './absorb-contacts.step.js';

/** WhatsApp said what the account of a number is called: the number leads to its contact, and two contacts that it names become one. */
@Injectable()
export class LearnSpelling {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly book: ContactBookRepository,
    private readonly spellings: SpellingsRepository,
    private readonly absorb: AbsorbContacts,
    private readonly live: LiveLog,
  ) {}

  /** The same again, or something older, changes nothing. @param at when WhatsApp said it */
  async execute(tx: Transaction, told: ToldAccount, at: string): Promise<void> {
    if (await this.isKnown(tx, told)) return;
    tx.alone();
    await this.contacts.lockIdentity(tx, { phones: [told.phone, told.waId] });
    await this.underLock(tx, told, at);
  }

  /** For who holds the locks of both numbers. */
  async underLock(tx: Transaction, { phone, waId }: ToldAccount, at: string): Promise<void> {
    const [known, reverse] = [await this.spellings.find(tx, phone), await this.spellings.find(tx, waId)];
    const isNewer = (row: typeof known): boolean =>
      row !== undefined && row.isTold && row.waId !== waId && Date.parse(row.toldAt) > Date.parse(at);
    if (isNewer(known) || isNewer(reverse)) return;
    await this.spellings.put(tx, { phone, waId, isTold: true, toldAt: at });
    if (phone !== waId) return this.#unite(tx, phone, waId);
    // It was called otherwise until now, as WhatsApp had said: the account has been renamed.
    if (known?.isTold && known.waId !== phone) await this.underLock(tx, { phone: known.waId, waId: phone }, at);
  }

  /** Whether there is nothing to learn. */
  async isKnown(tx: Transaction, { phone, waId }: ToldAccount): Promise<boolean> {
    const row = await this.spellings.find(tx, phone);
    return row?.isTold === true && row.waId === waId && (phone === waId || !(await this.contacts.ofPhone(tx, phone)));
  }

  /** The contact of the spelling and the contact of the account are one customer; unless their user ids say that they are two. */
  async #unite(tx: Transaction, phone: string, waId: string): Promise<void> {
    const known = await this.contacts.findByPhones(tx, [phone, waId]);
    const spelled = known.find((contact) => contact.phone === phone);
    if (!spelled) return;
    const userId = known.find((contact) => contact.phone === waId)?.userId ?? spelled.userId;
    const { keep, absorb, losePhone, become } = planContact(known, { phone: waId, ...(userId ? { userId } : {}) }, undefined, phone);
    for (const contact of losePhone) await this.contacts.losePhone(tx, contact.id);
    if (!keep) return;
    await this.absorb.execute(tx, keep, absorb, become);
    for (const thread of await this.book.threads(tx, keep.id)) this.live.append(tx, { ...thread, kind: 'conversation' });
  }
}
