import { Module } from '@nestjs/common';
import { PhoneFeed } from './clients/phone/phone-feed.js';
import { SimulatedClock } from './clients/control/simulated-clock.js';
import { WebhookClient } from './clients/webhooks/webhook.client.js';
import { FaultPlan } from './domain/control/faults.js';
import { EventsController } from './entrypoints/phone/events.controller.js';
import { GraphController } from './entrypoints/graph/graph.controller.js';
import { MediaDownloadController } from './entrypoints/graph/media-download.controller.js';
import { PhoneController } from './entrypoints/phone/phone.controller.js';
import { SimulatorController } from './entrypoints/control/control.controller.js';
import { AuthorizeCallHandler } from './handlers/graph/authorize-call.handler.js';
import { ClaimNumberHandler } from './handlers/graph/claim-number.handler.js';
import { DescribeNumberHandler } from './handlers/graph/describe-number.handler.js';
import { FindMediaHandler } from './handlers/graph/find-media.handler.js';
import { ManageTemplatesHandler } from './handlers/graph/manage-templates.handler.js';
import { MarkReadHandler } from './handlers/graph/mark-read.handler.js';
import { SendMessageHandler } from './handlers/graph/send-message.handler.js';
import { TypingHandler } from './handlers/graph/typing.handler.js';
import { UploadMediaHandler } from './handlers/graph/upload-media.handler.js';
import { BrowseThreadsHandler } from './handlers/phone/browse-threads.handler.js';
import { ConfigureSimulatorHandler } from './handlers/control/configure-simulator.handler.js';
import { ReadAsCustomerHandler } from './handlers/phone/read-as-customer.handler.js';
import { ReviewDeliveriesHandler } from './handlers/webhooks/review-deliveries.handler.js';
import { SaveContactHandler } from './handlers/phone/save-contact.handler.js';
import { WatchThreadsHandler } from './handlers/phone/watch-threads.handler.js';
import { WriteAsCustomerHandler } from './handlers/phone/write-as-customer.handler.js';
import { DeliverWebhooksHandler } from './handlers/webhooks/deliver-webhooks.handler.js';
import { PlayStatusesHandler } from './handlers/webhooks/play-statuses.handler.js';
import { DeliveryLog } from './persistence/webhooks/delivery-log.js';
import { MediaStore } from './persistence/graph/media-store.js';
import { NumberDirectory } from './persistence/graph/number-directory.js';
import { TemplateStore } from './persistence/graph/template-store.js';
import { ThreadLog } from './persistence/phone/thread-log.js';

@Module({
  controllers: [SimulatorController, EventsController, MediaDownloadController, PhoneController, GraphController],
  providers: [
    // clients
    SimulatedClock,
    WebhookClient,
    PhoneFeed,
    // persistence
    ThreadLog,
    NumberDirectory,
    TemplateStore,
    MediaStore,
    DeliveryLog,
    // what goes wrong, on purpose
    { provide: FaultPlan, useFactory: () => new FaultPlan() },
    // the business's side: Graph API and webhooks
    AuthorizeCallHandler,
    ClaimNumberHandler,
    SendMessageHandler,
    MarkReadHandler,
    TypingHandler,
    UploadMediaHandler,
    FindMediaHandler,
    ManageTemplatesHandler,
    DescribeNumberHandler,
    DeliverWebhooksHandler,
    PlayStatusesHandler,
    // the customer's side and the controls
    WriteAsCustomerHandler,
    ReadAsCustomerHandler,
    BrowseThreadsHandler,
    SaveContactHandler,
    ConfigureSimulatorHandler,
    ReviewDeliveriesHandler,
    WatchThreadsHandler,
  ],
})
export class AppModule {}
