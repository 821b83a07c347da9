import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIRM_BUTTON, DECLINE_BUTTON } from '../../domain/consent/consent.js';
import { consentTexts } from '../../domain/consent/consent-texts.js';
import type { Contact } from '../../domain/contacts/contact.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { SystemVoice } from '../threads/system-voice.step.js';
import { RecordConsent, type ConsentGiven } from './record-consent.step.js';
import { TellContact } from './tell-contact.step.js';

/** Somebody wants promotions, where the tenant has that confirmed: it is kept as proof, and they are asked once. */
@Injectable()
export class OptIn {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly recordConsent: RecordConsent,
    private readonly voice: SystemVoice,
    private readonly tell: TellContact,
  ) {}

  /** What counts of the contact stays until they confirm. @returns the contact; undefined where it agrees already */
  async begin(tx: Transaction, given: Omit<ConsentGiven, 'state'>): Promise<Contact | undefined> {
    const contact = await this.consents.beginPending(tx, given.contactId, given.at);
    if (!contact) return undefined;
    await this.recordConsent.keep(tx, { ...given, state: 'pending' }, contact);
    this.tell.append(tx, contact, { change: 'changed', fields: ['consent'] }, contact.tags);
    return contact;
  }

  /** @param asked.conversationId locked by this transaction, its window open @returns whether they had not been asked before */
  async ask(tx: Transaction, asked: { contactId: string; conversationId: string; language: string }, now: Date): Promise<boolean> {
    if (!(await this.consents.markAsked(tx, asked.contactId, now.toISOString()))) return false;
    const { confirm, yes, no } = consentTexts(asked.language);
    const buttons = [
      { id: CONFIRM_BUTTON, title: yes },
      { id: DECLINE_BUTTON, title: no },
    ];
    const content = { type: 'interactive', interactive: { kind: 'button', body: confirm, buttons } };
    await this.voice.say(tx, asked.conversationId, { type: 'interactive', text: confirm, content }, now);
    return true;
  }
}
