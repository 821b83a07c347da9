import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { otherSpelling } from '#whatsapp';
import { changedFields, type Contact } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { AbsorbContacts } from './absorb-contacts.step.js';
import { TellContact } from '../consent/tell-contact.step.js';

/** People know that two contacts are one customer. */
@Injectable()
export class MergeContactsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly book: ContactBookRepository,
    private readonly spellings: SpellingsRepository,
    private readonly absorb: AbsorbContacts,
    private readonly live: LiveLog,
    private readonly audit: Audit,
    private readonly tell: TellContact,
  ) {}

  /** @param id stays @param otherId goes into it @throws {Problem} not_found, same_contact, identities_differ */
  async execute(tenantId: string, id: string, otherId: string, by: Actor): Promise<Contact> {
    if (id === otherId) throw new Problem(422, 'same_contact', 'contactId must differ from the contact in the path.');
    return this.database.forTenant(tenantId, async (tx) => {
      const [first, second] = id < otherId ? [id, otherId] : [otherId, id];
      const locked = [await this.book.lock(tx, first), await this.book.lock(tx, second)];
      const stays = locked.find((contact) => contact?.id === id);
      const goes = locked.find((contact) => contact?.id === otherId);
      if (!stays || !goes) throw Problem.notFound('contact');
      const differ = (['phone', 'userId'] as const).filter((key) => stays[key] && goes[key] && stays[key] !== goes[key]);
      if (differ[0] === 'phone' && (await this.#mayBeOne(tx, stays.phone!, goes.phone!))) differ.shift();
      if (differ.length > 0) {
        throw new Problem(
          409,
          'identities_differ',
          `Each of the two has a ${differ[0] === 'phone' ? 'phone' : 'user id'} of its own, so they are two customers for WhatsApp.`,
        );
      }
      await this.absorb.execute(tx, stays, [goes], {
        phone: stays.phone ?? goes.phone,
        userId: stays.userId ?? goes.userId,
        parentUserId: stays.parentUserId ?? goes.parentUserId,
        name: stays.name ?? goes.name,
        username: stays.username ?? goes.username,
      });
      if (stays.phone && goes.phone && stays.phone !== goes.phone) {
        await this.spellings.put(tx, { phone: goes.phone, waId: stays.phone, isTold: false, toldAt: new Date().toISOString() });
      }
      for (const thread of await this.book.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
      const merged = (await this.book.find(tx, id))!;
      const fields = changedFields(stays, merged);
      this.audit.append(tx, by, 'merged', { type: 'contact', id }, null, { contactId: otherId, fields });
      this.tell.append(tx, merged, { change: 'merged', fields, mergedId: otherId }, merged.tags);
      return merged;
    });
  }

  /** Two spellings of one number, which WhatsApp has not called two accounts. */
  async #mayBeOne(tx: Transaction, one: string, other: string): Promise<boolean> {
    if (otherSpelling(one) !== other) return false;
    const told = [await this.spellings.find(tx, one), await this.spellings.find(tx, other)];
    return !told.every((row) => row?.isTold && row.phone === row.waId);
  }
}
