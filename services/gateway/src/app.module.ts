import { Module } from '@nestjs/common';
import { MessagingModule, Outbox } from '#messaging';
import { DatabaseModule, FirebaseTokens } from '#service-kit';
import { OpenApiDocuments } from './clients/api/openapi-documents.js';
import { ServicesClient } from './clients/api/services.client.js';
import { ApiDocsController } from './entrypoints/api/api-docs.controller.js';
import { Connections } from './entrypoints/receiving/connections.door.js';
import { DoorUpkeepJob } from './entrypoints/api/door-upkeep.job.js';
import { ForwardController } from './entrypoints/api/forward.door.js';
import { SystemHealthController } from './entrypoints/api/health.controller.js';
import { PublicDoor } from './entrypoints/api/public.door.js';
import { Receiving } from './entrypoints/receiving/receiving.door.js';
import { RedocController } from './entrypoints/api/redoc.controller.js';
import { DashboardController } from './entrypoints/dashboard/dashboard.controller.js';
import { LiveDocsController } from './entrypoints/live/live-docs.controller.js';
import { LiveServer } from './entrypoints/live/live.door.js';
import { MediaController } from './entrypoints/media/media.door.js';
import { LedgerJob } from './entrypoints/ops/ledger.job.js';
import { OpsController } from './entrypoints/ops/ops.controller.js';
import { DeadLettersConsumer } from './entrypoints/ops/dead-letters.consumer.js';
import { SettleItemsJob } from './entrypoints/webhooks/settle-items.job.js';
import { SplitJournalJob } from './entrypoints/webhooks/split-journal.job.js';
import { ContactErasureConsumer } from './entrypoints/privacy/contact-erasure.consumer.js';
import { PruneJournalJob } from './entrypoints/ops/prune-journal.job.js';
import { WebhookController } from './entrypoints/webhooks/webhook.door.js';
import { ApiCatalog } from './handlers/api/api-catalog.state.js';
import { AccessCuts } from './handlers/api/access-cuts.state.js';
import { AccessCutsRepository } from './persistence/api/access-cuts.repository.js';
import { ApiKeyUses } from './handlers/api/api-key-uses.state.js';
import { AuthenticateCallerHandler } from './handlers/api/authenticate-caller.handler.js';
import { CheckHealthHandler } from './handlers/api/check-health.handler.js';
import { ChooseTenantHandler } from './handlers/api/choose-tenant.handler.js';
import { ForgetRateWindowsHandler } from './handlers/api/forget-rate-windows.handler.js';
import { FirebaseCallers } from './handlers/api/firebase-callers.state.js';
import { ForwardRequestHandler } from './handlers/api/forward-request.handler.js';
import { RateLimiter } from './handlers/api/rate-limiter.state.js';
import { DashboardFiles } from './handlers/dashboard/dashboard-files.state.js';
import { AdmitSocketHandler } from './handlers/live/admit-socket.handler.js';
import { AnswerClientHandler } from './handlers/live/answer-client.handler.js';
import { CheckCredentialsHandler } from './handlers/live/check-credentials.handler.js';
import { EndSlowSocketsHandler } from './handlers/live/end-slow-sockets.handler.js';
import { JoinFeedHandler } from './handlers/live/join-feed.handler.js';
import { LimitLiveKeyHandler } from './handlers/live/limit-live-key.handler.js';
import { LiveSockets } from './handlers/live/live-sockets.state.js';
import { LiveTenants } from './handlers/live/live-tenants.state.js';
import { CountWeek } from './handlers/ops/count-week.step.js';
import { CompareLedgerHandler } from './handlers/ops/compare-ledger.handler.js';
import { FoldLedgerHandler } from './handlers/ops/fold-ledger.handler.js';
import { ListDeadLettersHandler } from './handlers/ops/list-dead-letters.handler.js';
import { ListItemsHandler } from './handlers/ops/list-items.handler.js';
import { ReadLedgerHandler } from './handlers/ops/read-ledger.handler.js';
import { ReplayDeadLettersHandler } from './handlers/ops/replay-dead-letters.handler.js';
import { ReplayItemsHandler } from './handlers/ops/replay-items.handler.js';
import { JournalWebhookHandler } from './handlers/webhooks/journal-webhook.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { PruneJournalHandler } from './handlers/ops/prune-journal.handler.js';
import { RecordDeadLetterHandler } from './handlers/ops/record-dead-letter.handler.js';
import { RoutePiece } from './handlers/webhooks/route-piece.step.js';
import { SettleItemsHandler } from './handlers/webhooks/settle-items.handler.js';
import { ApiKeyUsesRepository } from './persistence/api/api-key-uses.repository.js';
import { ApiKeysRepository } from './persistence/api/api-keys.repository.js';
import { DeadLettersRepository } from './persistence/ops/dead-letters.repository.js';
import { ErasureRepository } from './persistence/privacy/erasure.repository.js';
import { FirebaseUsersRepository } from './persistence/api/firebase-users.repository.js';
import { IngestConnection } from './persistence/webhooks/ingest-connection.js';
import { JournalPartitionsRepository } from './persistence/webhooks/journal-partitions.repository.js';
import { LedgerRepository } from './persistence/ops/ledger.repository.js';
import { OutletsRepository } from './persistence/webhooks/outlets.repository.js';
import { RateWindowsRepository } from './persistence/api/rate-windows.repository.js';
import { TenantsRepository } from './persistence/api/tenants.repository.js';
import { WebhookItemsRepository } from './persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from './persistence/webhooks/webhook-journal.repository.js';

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
