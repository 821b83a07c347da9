import { Module } from '@nestjs/common';
import { WebhookClient } from '../clients/webhooks/webhook.client.js';
import { WebhooksController } from '../entrypoints/webhooks/webhooks.controller.js';
import { ChooseWebhookHandler } from '../handlers/webhooks/choose-webhook.handler.js';
import { DeliverWebhooksHandler } from '../handlers/webhooks/deliver-webhooks.handler.js';
import { PlayGroupStatusesHandler } from '../handlers/webhooks/play-group-statuses.handler.js';
import { PlayStatusesHandler } from '../handlers/webhooks/play-statuses.handler.js';
import { ReviewDeliveriesHandler } from '../handlers/webhooks/review-deliveries.handler.js';
import { DeliveryLog } from '../persistence/webhooks/delivery-log.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule],
  controllers: [WebhooksController],
  providers: [
    ChooseWebhookHandler,
    DeliverWebhooksHandler,
    PlayGroupStatusesHandler,
    PlayStatusesHandler,
    ReviewDeliveriesHandler,
    WebhookClient,
    DeliveryLog,
  ],
  exports: [DeliverWebhooksHandler, PlayGroupStatusesHandler, PlayStatusesHandler],
})
export class WebhooksModule {}
