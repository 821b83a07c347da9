import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { KEEP_BUTTON, STATES, STOP_BUTTON, type HeededWish } from '../../domain/consent/consent.js';
import { consentTexts } from '../../domain/consent/consent-texts.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { Activities } from '../activities/activities.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { SystemVoice } from '../threads/system-voice.step.js';
import { OptIn } from './opt-in.step.js';
import { RecordConsent } from './record-consent.step.js';

interface Wished {
  messageId: string;
  outletId: string;
  text?: string;
  at: string;
  wish: HeededWish;
  place: { conversationId: string; contactId: string };
  standing: { seq: number };
}

/** A customer said something about promotions: it counts at once for all numbers of the tenant, and they are told so once. */
@Injectable()
export class HeedWish {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly recordConsent: RecordConsent,
    private readonly optIn: OptIn,
    private readonly voice: SystemVoice,
    private readonly activities: Activities,
    private readonly live: LiveLog,
  ) {}

  async execute(tx: Transaction, { messageId, outletId, text, at, wish, place, standing }: Wished, now: Date): Promise<void> {
    const { conversationId, contactId } = place;
    const texts = consentTexts(wish.language);
    if (wish.does === 'ask') {
      const buttons = [
        { id: STOP_BUTTON, title: texts.stop },
        { id: KEEP_BUTTON, title: texts.keep },
      ];
      const content = { type: 'interactive', interactive: { kind: 'button', body: texts.question, buttons } };
      return this.voice.say(tx, conversationId, { type: 'interactive', text: texts.question, content }, now);
    }
    // The rows of the contact and of the conversation are locked one after the other.
    tx.alone();
    if (wish.isAside) {
      await this.optIn.ask(tx, { contactId, conversationId, language: wish.language }, now);
      return;
    }
    await this.consents.answered(tx, conversationId, standing.seq);
    if (wish.does === 'wait') return;
    if (wish.does === 'confirm') {
      const given = { contactId, source: wish.source, at, wording: text ?? null, messageId };
      if (!(await this.optIn.begin(tx, given))) return;
      await this.optIn.ask(tx, { contactId, conversationId, language: wish.language }, now);
      return this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
    const isNew = await this.recordConsent.execute(tx, {
      contactId,
      state: STATES[wish.does],
      source: wish.source,
      at,
      wording: text ?? null,
      messageId,
    });
    if (!isNew) return;
    const kind = wish.does === 'deny' ? 'opted_out' : 'opted_in';
    this.activities.append(tx, { conversationId, afterSeq: standing.seq, kind, by: { author: 'customer' } });
    this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    await this.voice.say(tx, conversationId, wish.does === 'deny' ? texts.stopped : texts.started, now);
  }
}
