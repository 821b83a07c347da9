import { Module } from '@nestjs/common';
import { PhoneFeed } from './clients/phone-feed.js';
import { SimulatedClock } from './clients/simulated-clock.js';
import { WebhookClient } from './clients/webhook.client.js';
import { FaultPlan } from './domain/faults.js';
import { EventsController } from './entrypoints/events.controller.js';
import { GraphController } from './entrypoints/graph.controller.js';
import { MediaDownloadController } from './entrypoints/media-download.controller.js';
import { PhoneController } from './entrypoints/phone.controller.js';
import { SimulatorController } from './entrypoints/simulator.controller.js';
import { AuthorizeCallHandler } from './handlers/graph/authorize-call.handler.js';
import { ClaimNumberHandler } from './handlers/graph/claim-number.handler.js';
import { DescribeNumberHandler } from './handlers/graph/describe-number.handler.js';
import { FindMediaHandler } from './handlers/graph/find-media.handler.js';
import { ManageTemplatesHandler } from './handlers/graph/manage-templates.handler.js';
import { MarkReadHandler } from './handlers/graph/mark-read.handler.js';
import { SendMessageHandler } from './handlers/graph/send-message.handler.js';
import { TypingHandler } from './handlers/graph/typing.handler.js';
import { UploadMediaHandler } from './handlers/graph/upload-media.handler.js';
import { BrowseThreadsHandler } from './handlers/simulator/browse-threads.handler.js';
import { ConfigureSimulatorHandler } from './handlers/simulator/configure-simulator.handler.js';
import { ReadAsCustomerHandler } from './handlers/simulator/read-as-customer.handler.js';
import { ReviewDeliveriesHandler } from './handlers/simulator/review-deliveries.handler.js';
import { SaveContactHandler } from './handlers/simulator/save-contact.handler.js';
import { WatchThreadsHandler } from './handlers/simulator/watch-threads.handler.js';
import { WriteAsCustomerHandler } from './handlers/simulator/write-as-customer.handler.js';
import { DeliverWebhooksHandler } from './handlers/webhooks/deliver-webhooks.handler.js';
import { PlayStatusesHandler } from './handlers/webhooks/play-statuses.handler.js';
import { DeliveryLog } from './persistence/delivery-log.js';
import { MediaStore } from './persistence/media-store.js';
import { NumberDirectory } from './persistence/number-directory.js';
import { TemplateStore } from './persistence/template-store.js';
import { ThreadLog } from './persistence/thread-log.js';

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
