import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { WebhookClient, type WebhookTarget } from '../../clients/webhooks/webhook.client.js';
import { DeliverWebhooksHandler } from './deliver-webhooks.handler.js';

/** Sets and checks the address of the webhook. */
@Injectable()
export class ChooseWebhookHandler {
  constructor(
    private readonly webhook: WebhookClient,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** Changes the address; waiting webhooks go there too. */
  execute(target: Partial<WebhookTarget>): { url?: string } {
    this.webhook.retarget(target);
    this.deliver.resume();
    return { url: this.webhook.url };
  }

  async verify(): Promise<object> {
    if (this.webhook.url === undefined)
      throw new Problem(409, 'webhook_unset', 'There is no webhook address: PUT /simulator/webhook { url } first.');
    return { url: this.webhook.url, ...(await this.webhook.verify()) };
  }
}
