import { Injectable } from '@nestjs/common';
import type { Owner } from '#contracts';
import type { Transaction } from '#database';
import { closedSince } from '../../domain/settings/business-hours.js';
import { nextResponseDue, type InboxRules } from '../../domain/settings/inbox-settings.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { WaitsRepository } from '../../persistence/ownership/waits.repository.js';
import { SystemVoice } from '../threads/system-voice.step.js';

/** A customer who has written where a person is to answer. */
export interface WaitingCustomer {
  conversationId: string;
  outletId: string;
  owner: Owner;
}

/** Customers have written where people are to answer: a part of the transaction that records their messages. */
@Injectable()
export class CustomerWaits {
  constructor(
    private readonly settings: InboxSettingsRepository,
    private readonly waits: WaitsRepository,
    private readonly voice: SystemVoice,
  ) {}

  /**
   * To an agent: the time to answer runs.
   *
   * @returns the conversations in which it runs from now on, and what has to be known to go on with {@link sayAway}
   */
  async promise(
    tx: Transaction,
    customers: readonly WaitingCustomer[],
    now: Date,
  ): Promise<{ promised: Set<string>; rules: Map<string, InboxRules> }> {
    const rules = await this.settings.rulesOf(tx, [...new Set(customers.map(({ outletId }) => outletId))]);
    const promises = new Map<string, string>();
    for (const { conversationId, outletId, owner } of customers) {
      const dueAt = owner === 'agent' ? nextResponseDue(rules.get(outletId)!, now) : null;
      if (dueAt) promises.set(conversationId, dueAt);
    }
    return { promised: await this.waits.promise(tx, promises), rules };
  }

  /** To nobody yet, outside business hours: they are told so, once in this closed period. */
  async sayAway(tx: Transaction, { conversationId, owner }: WaitingCustomer, rules: InboxRules, now: Date): Promise<void> {
    const since = closedSince(rules.businessHours, now);
    if (owner === 'none' && since && rules.awayMessage) await this.voice.say(tx, conversationId, rules.awayMessage, now, since);
  }
}
