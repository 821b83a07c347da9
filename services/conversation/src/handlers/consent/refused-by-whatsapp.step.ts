import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import type { Transaction } from '#database';
import { BY_PREFERENCE } from '../../domain/consent/consent.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { LiveLog } from '../live/live-log.step.js';
import { RecordConsent } from './record-consent.step.js';

/** Meta, "Error codes": the customer has stopped marketing messages of this business in WhatsApp. */
const STOPPED_MARKETING = 131_050;

type Failed = { data: Pick<EventOf<typeof statusChanged>['data'], 'messageId' | 'at' | 'errors'> };

/** A message failed since its customer stopped promotions in WhatsApp itself, which Meta may not have told otherwise. */
@Injectable()
export class RefusedByWhatsApp {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly recordConsent: RecordConsent,
    private readonly live: LiveLog,
  ) {}

  /** @param events of messages that failed */
  async execute(tx: Transaction, events: readonly Failed[]): Promise<void> {
    // What our own gate stops it stops by a refusal that is known here, and that may have been taken back meanwhile.
    const refused = events.filter(({ data }) => data.errors?.some(({ code, gate }) => code === STOPPED_MARKETING && gate === undefined));
    if (refused.length === 0) return;
    tx.alone();
    const times = new Map(refused.map(({ data }) => [data.messageId, data.at]));
    for (const { messageId, contactId, conversationId, outletId } of await this.consents.ofMessages(tx, [...times.keys()])) {
      const at = times.get(messageId)!;
      const consent = { contactId, state: 'denied', source: BY_PREFERENCE, at, messageId } as const;
      if (!(await this.consents.isRefused(tx, contactId)) && (await this.recordConsent.execute(tx, consent))) {
        this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      }
    }
  }
}
