import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { BY_PREFERENCE } from '../../domain/consent/consent.js';
import { preferencesOf, type Preference } from '../../domain/consent/preference.js';
import { normalizeSeen } from '../../domain/contacts/identity.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { RecordConsent } from '../consent/record-consent.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { FindContact } from './find-contact.step.js';

/** Customers stopped promotions in WhatsApp itself, or took them up again there. */
@Injectable()
export class RecordPreferencesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly findContact: FindContact,
    private readonly book: ContactBookRepository,
    private readonly consents: ConsentsRepository,
    private readonly recordConsent: RecordConsent,
    private readonly live: LiveLog,
  ) {}

  /** The same again, or something older, changes nothing. */
  async execute({ tenantId, occurredAt, data }: EventOf<typeof accountChanged>): Promise<void> {
    for (const preference of preferencesOf(data, occurredAt)) {
      await this.database.forTenant(tenantId, (tx) => this.#record(tx, preference));
    }
  }

  async #record(tx: Transaction, { waId, userId, value, at }: Preference): Promise<void> {
    const seen = normalizeSeen({ ...(waId ? { phone: waId } : {}), ...(userId ? { userId } : {}) });
    if (!seen) return;
    const contactId = await this.findContact.orAdd(tx, seen);
    const { marketingConsent, consentSource } = (await this.book.lock(tx, contactId)) ?? {};
    const isOfMeta = marketingConsent === 'denied' && consentSource === BY_PREFERENCE;
    // What the customer has told us themselves is not Meta's to lift, nor to take over.
    if (value === 'stop' ? marketingConsent === 'denied' : !isOfMeta) return;
    const state = value === 'stop' ? 'denied' : await this.consents.beforeSource(tx, contactId, BY_PREFERENCE);
    if (!(await this.recordConsent.execute(tx, { contactId, state, source: BY_PREFERENCE, at }))) return;
    for (const thread of await this.book.threads(tx, contactId)) this.live.append(tx, { ...thread, kind: 'conversation' });
  }
}
