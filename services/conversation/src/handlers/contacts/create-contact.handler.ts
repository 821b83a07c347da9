import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import { changedFields, NO_FACTS, type Contact, type ContactFacts } from '../../domain/contacts/contact.js';
import { normalizeSeen, type Identity } from '../../domain/contacts/identity.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { Audit } from '../audit/audit.step.js';
import { withConsentTime } from '../../domain/contacts/consent-time.js';

/** Somebody who has not written yet is put into the book. */
@Injectable()
export class CreateContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactsRepository,
    private readonly book: ContactBookRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} identity_missing, contact_exists */
  async execute(tenantId: string, identity: Identity, facts: ContactFacts, by: Actor): Promise<Contact> {
    const seen = normalizeSeen(identity);
    if (!seen) {
      throw new Problem(422, 'identity_missing', 'Give the phone (with country code) or the business-scoped user id.', [
        { field: 'phone', message: 'is required without a userId' },
      ]);
    }
    return this.database.forTenant(tenantId, async (tx) => {
      await this.contacts.lockIdentity(tx, seen);
      const [known] = await this.contacts.findByIdentity(tx, seen);
      if (known)
        throw new Problem(409, 'contact_exists', `Contact ${known.id} already has this phone or user id. Change that contact instead.`);
      const { phone = null, userId = null } = seen;
      const id = v7();
      await this.contacts.insert(tx, { id, phone, userId, parentUserId: null, name: null, username: null });
      const created = await this.book.saveFacts(tx, id, withConsentTime(facts, undefined, new Date()));
      const fields = [...(phone ? ['phone'] : []), ...(userId ? ['userId'] : []), ...changedFields(NO_FACTS, created)];
      this.audit.append(tx, by, 'created', { type: 'contact', id }, null, { fields });
      return created;
    });
  }
}
