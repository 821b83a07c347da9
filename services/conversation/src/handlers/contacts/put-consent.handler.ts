import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { Consent, Contact } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { AskToConfirmHandler } from '../consent/ask-to-confirm.handler.js';
import { ConsentRules } from '../consent/consent-rules.state.js';
import { OptIn } from '../consent/opt-in.step.js';
import { RecordConsent } from '../consent/record-consent.step.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';

export interface ConsentProof {
  marketing: Consent;
  source: string;
  wording?: string | undefined;
  /** When it was said; now where it is left out. */
  at?: string | undefined;
}

/** A customer said elsewhere what they want of promotions: on a form, on the phone, in a shop. */
@Injectable()
export class PutConsentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly book: ContactBookRepository,
    private readonly rules: ConsentRules,
    private readonly optIn: OptIn,
    private readonly recordConsent: RecordConsent,
    private readonly askToConfirm: AskToConfirmHandler,
    private readonly live: LiveLog,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, consent_is_older */
  async execute(tenantId: string, id: string, { marketing, source, wording, at }: ConsentProof, by: Actor): Promise<Contact> {
    const { contact, asks } = await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.book.lock(tx, id);
      if (!before) throw Problem.notFound('contact');
      const given = { contactId: id, source, wording: wording ?? null, at: at ?? new Date().toISOString(), byId: by.id };
      if (before.consentAt !== null && Date.parse(given.at) < Date.parse(before.consentAt)) {
        throw new Problem(409, 'consent_is_older', `The contact said something newer at ${before.consentAt}: that counts.`);
      }
      const asks = marketing === 'granted' && before.marketingConsent !== 'granted' && (await this.rules.of(tx)).doubleOptIn;
      if (asks) await this.optIn.begin(tx, given);
      else await this.recordConsent.execute(tx, { ...given, state: marketing });
      const contact = (await this.book.find(tx, id))!;
      if (contact.version !== before.version) {
        this.audit.append(tx, by, 'changed', { type: 'contact', id }, null, { fields: ['consent'] });
        for (const thread of await this.book.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
      }
      return { contact, asks };
    });
    if (asks) await this.askToConfirm.execute(tenantId, contact);
    return contact;
  }
}
