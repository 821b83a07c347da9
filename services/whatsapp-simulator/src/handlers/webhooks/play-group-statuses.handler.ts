import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { WebhookError } from '../../domain/graph/graph-error.js';
import type { Group } from '../../domain/phone/group.js';
import type { OutboundMessage } from '../../domain/phone/thread.js';
import { pricingOf } from '../../domain/webhooks/pricing.js';
import { mayBecome, type OutboundStatus, type StatusStep } from '../../domain/webhooks/status-script.js';
import { statusUpdate } from '../../domain/webhooks/webhook-update.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { DeliverWebhooksHandler } from './deliver-webhooks.handler.js';

/**
 * Plays the statuses of a message into a group: `sent` or `failed` of the message, `delivered` and `read` of each participant. Meta prices
 * what each gets ("Groups API pricing").
 */
@Injectable()
export class PlayGroupStatusesHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly numbers: NumberDirectory,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** @returns false where the message is in no group */
  execute(message: OutboundMessage, { status, errors }: StatusStep): boolean {
    const group = this.threads.group(message.phoneNumberId, message.contact);
    if (!group) return false;
    if (status !== 'delivered') this.#become(message, group, status, errors);
    else {
      for (const member of group.members) this.#reach(message, group, member, 'delivered');
      for (const member of group.members) {
        if (this.threads.contact(group.phoneNumberId, member)?.autoRead) this.#reach(message, group, member, 'read');
      }
    }
    return true;
  }

  /** A member opens the group. @returns how many messages became read by them */
  read(group: Group, member: string): number {
    let read = 0;
    for (const message of this.threads.thread(group.phoneNumberId, group.id)) {
      if (message.direction !== 'outbound' || !['sent', 'delivered'].includes(message.status)) continue;
      if (message.members?.[member] === undefined) this.#reach(message, group, member, 'delivered');
      if (this.#reach(message, group, member, 'read')) read += 1;
    }
    return read;
  }

  #reach(message: OutboundMessage, group: Group, member: string, status: 'delivered' | 'read'): boolean {
    const before = message.members?.[member];
    if (before === status || before === 'read' || message.status === 'failed' || this.threads.find(message.wamid) !== message) return false;
    const contact = this.threads.contact(group.phoneNumberId, member);
    const number = this.numbers.find(group.phoneNumberId);
    if (!contact || !number) return false;
    this.threads.setMemberStatus(message, member, status);
    const pricing = status === 'delivered' ? pricingOf({ ...message, at: message.at }) : undefined;
    this.deliver.execute(statusUpdate({ number, contact, groupId: group.id, message, status, at: this.clock.now(), pricing }));
    const all = group.members.map((key) => message.members?.[key]);
    if (all.every((each) => each === 'read')) this.#show(message, group, 'read');
    else if (all.every((each) => each !== undefined)) this.#show(message, group, 'delivered');
    return true;
  }

  #become(message: OutboundMessage, group: Group, status: OutboundStatus, errors?: WebhookError[]): void {
    const number = this.numbers.find(group.phoneNumberId);
    if (!number || !this.#show(message, group, status, errors)) return;
    this.deliver.execute(statusUpdate({ number, groupId: group.id, message, status, at: this.clock.now(), errors }));
  }

  #show(message: OutboundMessage, group: Group, status: OutboundStatus, errors?: WebhookError[]): boolean {
    if (!mayBecome(message.status, status) || this.threads.find(message.wamid) !== message) return false;
    this.threads.setOutboundStatus(message, status, errors?.[0]);
    if (this.feed.listening) {
      const data = { wamid: message.wamid, direction: 'outbound', status, error: errors?.[0] };
      this.feed.publish({ name: 'status', phoneNumberId: group.phoneNumberId, contact: group.id, data });
    }
    return true;
  }
}
