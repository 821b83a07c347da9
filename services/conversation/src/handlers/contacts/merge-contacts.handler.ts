import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { changedFields, type Contact } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { ReconcileContact } from './reconcile-contact.step.js';

/** People know that two contacts are one customer. */
@Injectable()
export class MergeContactsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly book: ContactBookRepository,
    private readonly reconcile: ReconcileContact,
    private readonly live: LiveLog,
    private readonly audit: Audit,
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
      if (differ.length > 0) {
        throw new Problem(
          409,
          'identities_differ',
          `Each of the two has a ${differ[0] === 'phone' ? 'phone' : 'user id'} of its own, so they are two customers for WhatsApp.`,
        );
      }
      await this.reconcile.absorb(tx, stays, [goes], {
        phone: stays.phone ?? goes.phone,
        userId: stays.userId ?? goes.userId,
        parentUserId: stays.parentUserId ?? goes.parentUserId,
        name: stays.name ?? goes.name,
        username: stays.username ?? goes.username,
      });
      for (const thread of await this.book.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
      const merged = (await this.book.find(tx, id))!;
      this.audit.append(tx, by, 'merged', { type: 'contact', id }, null, { contactId: otherId, fields: changedFields(stays, merged) });
      return merged;
    });
  }
}
