import { Injectable } from '@nestjs/common';
import { WebhookClient } from '../../clients/webhooks/webhook.client.js';
import { DeliveryLog, type DeliveryEntry } from '../../persistence/webhooks/delivery-log.js';
import { DeliverWebhooksHandler } from './deliver-webhooks.handler.js';

/** Shows past and waiting deliveries of webhooks. */
@Injectable()
export class ReviewDeliveriesHandler {
  constructor(
    private readonly log: DeliveryLog,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly webhook: WebhookClient,
  ) {}

  /** Newest first, at most 1,000. */
  execute(limit: number): { url?: string; summary: object; items: DeliveryEntry[] } {
    return { url: this.webhook.url, summary: { ...this.log.summary(), ...this.deliver.pending() }, items: this.log.latest(limit) };
  }
}
