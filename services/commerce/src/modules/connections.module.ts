import { Module } from '@nestjs/common';
import { ShopClient } from '../clients/shops/shop.client.js';
import { ShopHttp } from '../clients/shops/shop-http.js';
import { ConnectionsController } from '../entrypoints/connections/connections.controller.js';
import { ConnectionsJob } from '../entrypoints/connections/connections.job.js';
import { WebhooksDoor } from '../entrypoints/connections/webhooks.door.js';
import { ConnectionsHandler } from '../handlers/connections/connections.handler.js';
import { EventsWake } from '../handlers/connections/events-wake.state.js';
import { FollowCheckout } from '../handlers/connections/follow-checkout.step.js';
import { FollowShop } from '../handlers/connections/follow-shop.step.js';
import { ForgetEventsHandler } from '../handlers/connections/forget-events.handler.js';
import { ProcessEventsHandler } from '../handlers/connections/process-events.handler.js';
import { ReceiveWebhookHandler } from '../handlers/connections/receive-webhook.handler.js';
import { ReconcileHandler } from '../handlers/connections/reconcile.handler.js';
import { ResealSecretsHandler } from '../handlers/connections/reseal-secrets.handler.js';
import { TellAbandonedHandler } from '../handlers/connections/tell-abandoned.handler.js';
import { ConnectionsRepository } from '../persistence/connections/connections.repository.js';
import { EventsRepository } from '../persistence/connections/events.repository.js';
import { PollsRepository } from '../persistence/connections/polls.repository.js';
import { ShopCheckoutsRepository } from '../persistence/connections/shop-checkouts.repository.js';
import { ShopOrdersRepository } from '../persistence/connections/shop-orders.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { InvoicesModule } from './invoices.module.js';
import { KeysModule } from './keys.module.js';
import { OrderMessagesModule } from './order-messages.module.js';
import { OrdersModule } from './orders.module.js';
import { PaymentsModule } from './payments.module.js';

/** Shops: what they tell is taken in, and followed. */
@Module({
  imports: [AuditModule, CustomersModule, InvoicesModule, KeysModule, OrderMessagesModule, OrdersModule, PaymentsModule],
  controllers: [ConnectionsController],
  providers: [
    ConnectionsJob,
    WebhooksDoor,
    ConnectionsHandler,
    EventsWake,
    FollowCheckout,
    FollowShop,
    ForgetEventsHandler,
    ProcessEventsHandler,
    ReceiveWebhookHandler,
    ReconcileHandler,
    ResealSecretsHandler,
    TellAbandonedHandler,
    ShopClient,
    ShopHttp,
    ConnectionsRepository,
    EventsRepository,
    PollsRepository,
    ShopCheckoutsRepository,
    ShopOrdersRepository,
  ],
  exports: [EventsRepository, ShopCheckoutsRepository, ShopOrdersRepository],
})
export class ConnectionsModule {}
