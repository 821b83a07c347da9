import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '#service-kit';
import { v7 } from 'uuid';
import { MAX_WORDING } from '../../domain/consent/consent.js';
import type { Consent, Contact } from '../../domain/contacts/contact.js';
import { beginningOf } from '../../domain/threads/event-text.js';
import { ConsentsRepository, type NewConsent } from '../../persistence/consent/consents.repository.js';
import { ErasedRefusalsRepository } from '../../persistence/consent/erased-refusals.repository.js';
import { TellContact } from './tell-contact.step.js';

export type ConsentGiven = Pick<NewConsent, 'contactId' | 'state' | 'source' | 'at'> &
  Partial<Pick<NewConsent, 'wording' | 'messageId' | 'byId'>>;

/** What people and programs wrote down of a contact. */
export const consentOf = ({ id, marketingConsent, consentSource, consentAt }: Contact, by: Actor): ConsentGiven & { state: Consent } => ({
  contactId: id,
  state: marketingConsent,
  source: consentSource,
  at: consentAt ?? new Date().toISOString(),
  byId: by.id,
});

/** Something was said about promotions: it is kept as proof, and counts from its time on. */
@Injectable()
export class RecordConsent {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly refusals: ErasedRefusalsRepository,
    private readonly tell: TellContact,
  ) {}

  /** @returns whether it changes what the customer gets, or answers what they were asked */
  async execute(tx: Transaction, said: ConsentGiven & { state: Consent }): Promise<boolean> {
    const contact = await this.consents.settle(tx, said);
    if (contact === undefined) return false;
    await this.keep(tx, said, contact);
    const isNew = contact.before !== said.state || contact.wasPending;
    if (isNew) this.tell.append(tx, contact, { change: 'changed', fields: ['consent'] }, contact.tags);
    return isNew;
  }

  /** For who has settled what counts, and tells of it. */
  async keep(tx: Transaction, said: ConsentGiven, { phone, userId }: Pick<Contact, 'phone' | 'userId'>): Promise<void> {
    const { contactId, state, source, at, wording = null, messageId = null, byId = null } = said;
    const words = wording === null ? null : beginningOf(wording, MAX_WORDING);
    await this.consents.insert(tx, { id: v7(), contactId, state, source, wording: words, messageId, byId, at });
    // Who agrees has taken back what they refused before they were erased, too.
    if (state === 'granted') await this.refusals.forget(tx, { phones: phone ? [phone] : [], userIds: userId ? [userId] : [] });
  }
}
