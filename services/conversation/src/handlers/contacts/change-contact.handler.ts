import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion, type Actor } from '#service-kit';
import { changedFields, type Contact, type ContactFacts } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { withConsentTime } from '../../domain/contacts/consent-time.js';

/** What people know of a customer is replaced; phone and ids are WhatsApp's to change. */
@Injectable()
export class ChangeContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly book: ContactBookRepository,
    private readonly live: LiveLog,
    private readonly audit: Audit,
  ) {}

  /** @param change what is left out stays @throws {Problem} not_found, precondition_failed */
  async execute(tenantId: string, id: string, change: Partial<ContactFacts>, ifMatch: string | undefined, by: Actor): Promise<Contact> {
    return this.database.forTenant(tenantId, async (tx) => {
      const contact = await this.book.lock(tx, id);
      if (!contact) throw Problem.notFound('contact');
      requireVersion(ifMatch, contact.version);
      const facts = withConsentTime({ ...contact, ...change }, contact, new Date());
      const changed = await this.book.saveFacts(tx, id, facts);
      const fields = changedFields(contact, changed);
      if (fields.length > 0) this.audit.append(tx, by, 'changed', { type: 'contact', id }, null, { fields });
      for (const thread of await this.book.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
      return changed;
    });
  }
}
