import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { phoneAdvice, readPhone } from '#whatsapp';
import { v7 } from 'uuid';
import { changedFields, NO_FACTS, type Contact, type ContactFacts } from '../../domain/contacts/contact.js';
import { normalizeSeen, type Identity, type SeenContact } from '../../domain/contacts/identity.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { CheckAttributes } from '../attributes/check-attributes.step.js';
import { Audit } from '../audit/audit.step.js';
import { ContactRoom } from './contact-room.step.js';
import { SettleSpelling } from './settle-spelling.step.js';
import { ConsentRules } from '../consent/consent-rules.state.js';
import { OptIn } from '../consent/opt-in.step.js';
import { RefusedBefore } from '../consent/refused-before.step.js';
import { consentOf, RecordConsent } from '../consent/record-consent.step.js';
import { withConsentTime } from '../../domain/contacts/consent-time.js';
import { TellContact } from '../consent/tell-contact.step.js';

/** Somebody who has not written yet is put into the book. */
@Injectable()
export class CreateContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactsRepository,
    private readonly settleSpelling: SettleSpelling,
    private readonly room: ContactRoom,
    private readonly book: ContactBookRepository,
    private readonly recordConsent: RecordConsent,
    private readonly refusedBefore: RefusedBefore,
    private readonly rules: ConsentRules,
    private readonly optIn: OptIn,
    private readonly checkAttributes: CheckAttributes,
    private readonly audit: Audit,
    private readonly tell: TellContact,
  ) {}

  /** @param identity as it was typed @throws {Problem} validation_failed, identity_missing, contact_exists, quota_exceeded */
  async execute(tenantId: string, identity: Identity, facts: ContactFacts, by: Actor): Promise<Contact> {
    const seen = normalizeSeen(readIdentity(identity));
    if (!seen) {
      throw new Problem(422, 'identity_missing', 'Give the phone (with country code) or the business-scoped user id.', [
        { field: 'phone', message: 'is required without a userId' },
      ]);
    }
    const { created, asks } = await this.database.forTenant(tenantId, async (tx) => {
      await this.checkAttributes.execute(tx, facts.attributes);
      const settled = await this.settleSpelling.execute(tx, seen);
      const [known] = await this.contacts.findByIdentity(tx, settled);
      if (known)
        throw new Problem(409, 'contact_exists', `Contact ${known.id} already has this phone or user id. Change that contact instead.`);
      await this.room.require(tx);
      const { phone = null, userId = null } = seen;
      const id = v7();
      await this.contacts.insert(tx, { id, phone, userId, parentUserId: null, name: null, username: null });
      // Who refused and was erased is not to be imported as somebody who agrees: only they take it back, or who has it from them later.
      const isRefused = (await this.refusedBefore.mark(tx, [{ id, phone, userId }])).has(id);
      const asks = !isRefused && facts.marketingConsent === 'granted' && (await this.rules.of(tx)).doubleOptIn;
      const before = isRefused || asks ? await this.book.lock(tx, id) : undefined;
      const { marketingConsent, consentSource } = before ?? facts;
      const created = await this.book.saveFacts(tx, id, withConsentTime({ ...facts, marketingConsent, consentSource }, before, new Date()));
      if (created.consentAt && !isRefused) await this.recordConsent.keep(tx, consentOf(created, by), created);
      const fields = [...(phone ? ['phone'] : []), ...(userId ? ['userId'] : []), ...changedFields(NO_FACTS, created)];
      this.audit.append(tx, by, 'created', { type: 'contact', id }, null, { fields });
      this.tell.append(tx, created, { change: 'created', fields }, []);
      if (asks) await this.optIn.begin(tx, { contactId: id, source: facts.consentSource, at: new Date().toISOString(), byId: by.id });
      return { created, asks };
    });
    // Nobody has written yet, so no window is open: they are asked when they write.
    return asks ? ((await this.database.forTenant(tenantId, (tx) => this.book.find(tx, created.id))) ?? created) : created;
  }
}

/** @throws {Problem} validation_failed */
function readIdentity({ phone, userId }: Identity): SeenContact {
  if (!phone) return userId ? { userId } : {};
  const read = readPhone(phone);
  if ('problem' in read) throw Problem.invalid([{ field: 'phone', code: 'not_valid', message: phoneAdvice(read.problem) }]);
  return { phone: read.phone, isTyped: true, ...(userId ? { userId } : {}) };
}
