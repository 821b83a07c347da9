import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion, type Actor } from '#service-kit';
import { changedFields, type Contact, type ContactFacts } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { CheckAttributes } from '../attributes/check-attributes.step.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { AskToConfirmHandler } from '../consent/ask-to-confirm.handler.js';
import { ConsentRules } from '../consent/consent-rules.state.js';
import { OptIn } from '../consent/opt-in.step.js';
import { consentOf, RecordConsent } from '../consent/record-consent.step.js';
import { withConsentTime } from '../../domain/contacts/consent-time.js';
import { TellContact } from '../consent/tell-contact.step.js';

/** What people know of a customer is replaced; phone and ids are WhatsApp's to change. */
@Injectable()
export class ChangeContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly book: ContactBookRepository,
    private readonly recordConsent: RecordConsent,
    private readonly rules: ConsentRules,
    private readonly optIn: OptIn,
    private readonly askToConfirm: AskToConfirmHandler,
    private readonly live: LiveLog,
    private readonly checkAttributes: CheckAttributes,
    private readonly audit: Audit,
    private readonly tell: TellContact,
  ) {}

  /** @param change what is left out stays @throws {Problem} not_found, precondition_failed */
  async execute(tenantId: string, id: string, change: Partial<ContactFacts>, ifMatch: string | undefined, by: Actor): Promise<Contact> {
    const { changed, asks } = await this.database.forTenant(tenantId, async (tx) => {
      const contact = await this.book.lock(tx, id);
      if (!contact) throw Problem.notFound('contact');
      requireVersion(ifMatch, contact.version);
      if (change.attributes) await this.checkAttributes.execute(tx, change.attributes, contact.attributes);
      const asks = change.marketingConsent === 'granted' && contact.marketingConsent !== 'granted' && (await this.rules.of(tx)).doubleOptIn;
      const { marketingConsent, consentSource } = asks ? contact : { ...contact, ...change };
      const facts = withConsentTime({ ...contact, ...change, marketingConsent, consentSource }, contact, new Date());
      const changed = await this.book.saveFacts(tx, id, facts);
      if (facts.consentAt !== contact.consentAt) await this.recordConsent.keep(tx, consentOf(changed, by), changed);
      if (asks) {
        await this.optIn.begin(tx, { contactId: id, source: change.consentSource ?? null, at: new Date().toISOString(), byId: by.id });
      }
      const fields = changedFields(contact, changed);
      if (fields.length > 0) {
        this.audit.append(tx, by, 'changed', { type: 'contact', id }, null, { fields });
        this.tell.append(tx, changed, { change: 'changed', fields }, contact.tags);
      }
      for (const thread of await this.book.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
      return { changed, asks };
    });
    if (!asks) return changed;
    await this.askToConfirm.execute(tenantId, changed);
    return (await this.database.forTenant(tenantId, (tx) => this.book.find(tx, id))) ?? changed;
  }
}
