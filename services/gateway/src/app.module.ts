import { Module } from '@nestjs/common';
import { MessagingModule, Outbox } from '#messaging';
import { DatabaseModule, FirebaseTokens } from '#service-kit';
import { OpenApiDocuments } from './clients/openapi-documents.js';
import { ServicesClient } from './clients/services.client.js';
import { ApiDocsController } from './entrypoints/api/api-docs.controller.js';
import { Connections } from './entrypoints/api/connections.js';
import { DoorUpkeepJob } from './entrypoints/api/door-upkeep.job.js';
import { ForwardController } from './entrypoints/api/forward.controller.js';
import { SystemHealthController } from './entrypoints/api/health.controller.js';
import { PublicDoor } from './entrypoints/api/public-door.js';
import { Receiving } from './entrypoints/api/receiving.js';
import { RedocController } from './entrypoints/api/redoc.controller.js';
import { DashboardController } from './entrypoints/dashboard/dashboard.controller.js';
import { LiveDocsController } from './entrypoints/live/live-docs.controller.js';
import { LiveServer } from './entrypoints/live/live.server.js';
import { MediaController } from './entrypoints/media/media.controller.js';
import { LedgerJob } from './entrypoints/ops/ledger.job.js';
import { OpsController } from './entrypoints/ops/ops.controller.js';
import { DeadLettersConsumer } from './entrypoints/webhooks/dead-letters.consumer.js';
import { SettleItemsJob } from './entrypoints/webhooks/settle-items.job.js';
import { SplitJournalJob } from './entrypoints/webhooks/split-journal.job.js';
import { ContactErasureConsumer } from './entrypoints/privacy/contact-erasure.consumer.js';
import { PruneJournalJob } from './entrypoints/webhooks/prune-journal.job.js';
import { WebhookController } from './entrypoints/webhooks/webhook.controller.js';
import { ApiCatalog } from './handlers/api/api-catalog.js';
import { AccessCuts } from './handlers/api/access-cuts.js';
import { AccessCutsRepository } from './persistence/access-cuts.repository.js';
import { ApiKeyUses } from './handlers/api/api-key-uses.js';
import { AuthenticateCallerHandler } from './handlers/api/authenticate-caller.handler.js';
import { CheckHealthHandler } from './handlers/api/check-health.handler.js';
import { ChooseTenantHandler } from './handlers/api/choose-tenant.handler.js';
import { ForgetRateWindowsHandler } from './handlers/api/forget-rate-windows.handler.js';
import { FirebaseCallers } from './handlers/api/firebase-callers.js';
import { ForwardRequestHandler } from './handlers/api/forward-request.handler.js';
import { RateLimiter } from './handlers/api/rate-limiter.js';
import { DashboardFiles } from './handlers/dashboard/dashboard-files.js';
import { AdmitSocketHandler } from './handlers/live/admit-socket.handler.js';
import { AnswerClientHandler } from './handlers/live/answer-client.handler.js';
import { CheckCredentialsHandler } from './handlers/live/check-credentials.handler.js';
import { EndSlowSocketsHandler } from './handlers/live/end-slow-sockets.handler.js';
import { JoinFeedHandler } from './handlers/live/join-feed.handler.js';
import { LimitLiveKeyHandler } from './handlers/live/limit-live-key.handler.js';
import { LiveSockets } from './handlers/live/live-sockets.js';
import { LiveTenants } from './handlers/live/live-tenants.js';
import { CountWeek } from './handlers/ops/count-week.js';
import { CompareLedgerHandler } from './handlers/ops/compare-ledger.handler.js';
import { FoldLedgerHandler } from './handlers/ops/fold-ledger.handler.js';
import { ListDeadLettersHandler } from './handlers/ops/list-dead-letters.handler.js';
import { ListItemsHandler } from './handlers/ops/list-items.handler.js';
import { ReadLedgerHandler } from './handlers/ops/read-ledger.handler.js';
import { ReplayDeadLettersHandler } from './handlers/ops/replay-dead-letters.handler.js';
import { ReplayItemsHandler } from './handlers/ops/replay-items.handler.js';
import { JournalWebhookHandler } from './handlers/webhooks/journal-webhook.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { PruneJournalHandler } from './handlers/webhooks/prune-journal.handler.js';
import { RecordDeadLetterHandler } from './handlers/webhooks/record-dead-letter.handler.js';
import { RoutePiece } from './handlers/webhooks/route-piece.js';
import { SettleItemsHandler } from './handlers/webhooks/settle-items.handler.js';
import { ApiKeyUsesRepository } from './persistence/api-key-uses.repository.js';
import { ApiKeysRepository } from './persistence/api-keys.repository.js';
import { DeadLettersRepository } from './persistence/dead-letters.repository.js';
import { ErasureRepository } from './persistence/erasure.repository.js';
import { FirebaseUsersRepository } from './persistence/firebase-users.repository.js';
import { IngestConnection } from './persistence/ingest-connection.js';
import { JournalPartitionsRepository } from './persistence/journal-partitions.repository.js';
import { LedgerRepository } from './persistence/ledger.repository.js';
import { OutletsRepository } from './persistence/outlets.repository.js';
import { RateWindowsRepository } from './persistence/rate-windows.repository.js';
import { TenantsRepository } from './persistence/tenants.repository.js';
import { WebhookItemsRepository } from './persistence/webhook-items.repository.js';
import { WebhookJournalRepository } from './persistence/webhook-journal.repository.js';

@Module({
  imports: [DatabaseModule, MessagingModule],
  controllers: [SystemHealthController, ApiDocsController, RedocController, LiveDocsController, OpsController, DashboardController],
  providers: [
    // The door: how many may come, and how much of what they send is kept at a time.
    Connections,
    Receiving,
    // Webhooks: in by the controller, through the journal, out as events; then what became of them.
    WebhookController,
    JournalWebhookHandler,
    IngestConnection,
    SplitJournalJob,
    { provide: RoutePiece, inject: [Outbox], useFactory: (outbox: Outbox) => new RoutePiece(outbox) },
    SettleItemsJob,
    SettleItemsHandler,
    DeadLettersConsumer,
    RecordDeadLetterHandler,
    PruneJournalJob,
    PruneJournalHandler,
    // What is not kept.
    ContactErasureConsumer,
    EraseContactHandler,
    ErasureRepository,
    // The API: who calls, how often, and which service answers.
    PublicDoor,
    AccessCuts,
    AccessCutsRepository,
    AuthenticateCallerHandler,
    ChooseTenantHandler,
    RateLimiter,
    ApiKeyUses,
    DoorUpkeepJob,
    ForgetRateWindowsHandler,
    FirebaseCallers,
    FirebaseTokens,
    ForwardController,
    ForwardRequestHandler,
    MediaController,
    ApiCatalog,
    ServicesClient,
    OpenApiDocuments,
    CheckHealthHandler,
    DashboardFiles,
    // Live: who is connected, and what they are told.
    LiveServer,
    AdmitSocketHandler,
    JoinFeedHandler,
    AnswerClientHandler,
    CheckCredentialsHandler,
    EndSlowSocketsHandler,
    LimitLiveKeyHandler,
    LiveTenants,
    LiveSockets,
    // Operations.
    ReadLedgerHandler,
    LedgerJob,
    FoldLedgerHandler,
    CompareLedgerHandler,
    CountWeek,
    ListItemsHandler,
    ReplayItemsHandler,
    ListDeadLettersHandler,
    ReplayDeadLettersHandler,
    // Tables.
    WebhookJournalRepository,
    WebhookItemsRepository,
    LedgerRepository,
    JournalPartitionsRepository,
    OutletsRepository,
    ApiKeysRepository,
    ApiKeyUsesRepository,
    TenantsRepository,
    RateWindowsRepository,
    FirebaseUsersRepository,
    DeadLettersRepository,
  ],
})
export class AppModule {}
