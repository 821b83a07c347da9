import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import type { WebhookError } from '../../domain/graph/graph-error.js';
import { pricingOf } from '../../domain/webhooks/pricing.js';
import { mayBecome, statusScript, type OutboundStatus } from '../../domain/webhooks/status-script.js';
import type { OutboundMessage } from '../../domain/phone/thread.js';
import { statusUpdate } from '../../domain/webhooks/webhook-update.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { DeliverWebhooksHandler } from './deliver-webhooks.handler.js';
import { PlayGroupStatusesHandler } from './play-group-statuses.handler.js';

/** Plays the statuses of an accepted message: sent, delivered, read, or failed. */
@Injectable()
export class PlayStatusesHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly numbers: NumberDirectory,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly groups: PlayGroupStatusesHandler,
  ) {}

  execute(message: OutboundMessage, failure?: WebhookError): void {
    const { statusDelayMs, stopStatusesAt } = this.faults.current();
    const script = statusScript({
      type: message.type,
      failure,
      statusDelayMs: statusDelayMs ?? undefined,
      stopAt: stopStatusesAt ?? undefined,
    });
    for (const step of script) {
      this.clock.schedule(step.afterMs, () => {
        if (this.groups.execute(message, step)) return;
        this.become(message, step.status, step.errors);
        if (step.status === 'delivered' && this.threads.contact(message.phoneNumberId, message.contact)?.autoRead)
          this.become(message, 'read');
      });
    }
  }

  /** Sets the next status and tells the business. A message that is read becomes delivered first. */
  become(message: OutboundMessage, status: OutboundStatus, errors?: WebhookError[]): void {
    if (!mayBecome(message.status, status) || this.threads.find(message.wamid) !== message) return;
    if (status === 'read' && message.status !== 'delivered') this.become(message, 'delivered');
    const number = this.numbers.find(message.phoneNumberId);
    const contact = this.threads.contact(message.phoneNumberId, message.contact);
    if (!number || !contact) return;
    const at = this.clock.now();
    this.threads.setOutboundStatus(message, status, errors?.[0]);
    // Meta prices `sent` and one of delivered and read; here that one is always delivered.
    // What it costs under a max price is known once it is delivered.
    const price = status === 'delivered' && message.price ? { price: message.price } : {};
    const pricing = status === 'sent' || status === 'delivered' ? { ...pricingOf(message), ...price } : undefined;
    this.deliver.execute(statusUpdate({ number, contact, message, status, at, pricing, errors }));
    if (!this.feed.listening) return;
    this.feed.publish({
      name: 'status',
      phoneNumberId: message.phoneNumberId,
      contact: message.contact,
      data: { wamid: message.wamid, direction: 'outbound', status, error: errors?.[0] },
    });
  }
}
