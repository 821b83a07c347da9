import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { closedSince } from '../domain/business-hours.js';
import type { Owner } from '../domain/conversation.js';
import { nextResponseDue } from '../domain/inbox-settings.js';
import { InboxSettingsRepository } from '../persistence/inbox-settings.repository.js';
import { WaitsRepository } from '../persistence/waits.repository.js';
import { LiveLog } from './live-log.js';
import { SystemVoice } from './system-voice.js';

/** A customer has written where a person is to answer: a part of the transaction that records the message. */
@Injectable()
export class CustomerWaits {
  constructor(
    private readonly settings: InboxSettingsRepository,
    private readonly waits: WaitsRepository,
    private readonly voice: SystemVoice,
    private readonly live: LiveLog,
  ) {}

  /** To an agent: the time to answer runs. To nobody yet, outside business hours: they are told so, once in this closed period. */
  async execute(tx: Transaction, conversationId: string, outletId: string, owner: Owner, now: Date): Promise<void> {
    const rules = await this.settings.rules(tx, outletId);
    const dueAt = owner === 'agent' ? nextResponseDue(rules, now) : null;
    if (dueAt && (await this.waits.promise(tx, conversationId, dueAt))) {
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
    const since = closedSince(rules.businessHours, now);
    if (owner === 'none' && since && rules.awayMessage) await this.voice.say(tx, conversationId, rules.awayMessage, now, since);
  }
}
