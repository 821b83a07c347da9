import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG, DatabaseModule, KeyRing } from '#service-kit';
import { Graph } from './clients/sending/graph.js';
import { MediaGraph } from './clients/media/media-graph.js';
import { ReadMarks } from './clients/reading/read-marks.js';
import type { Config } from './config.js';
import { DispatchJob } from './entrypoints/sending/dispatch.job.js';
import { MediaFetchRequestedConsumer } from './entrypoints/media/media-fetch-requested.consumer.js';
import { MediaJob } from './entrypoints/media/media.job.js';
import { MessagesController } from './entrypoints/sending/messages.controller.js';
import { ReconcileJob } from './entrypoints/sending/reconcile.job.js';
import { ReplyRequestedConsumer } from './entrypoints/reading/reply-requested.consumer.js';
import { SendRequestedConsumer } from './entrypoints/sending/send-requested.consumer.js';
import { ContactErasureConsumer } from './entrypoints/privacy/contact-erasure.consumer.js';
import { RetentionJob } from './entrypoints/privacy/retention.job.js';
import { StatusReceivedConsumer } from './entrypoints/statuses/status-received.consumer.js';
import { AdoptEarlyStatusesHandler } from './handlers/statuses/adopt-early-statuses.handler.js';
import { AnnounceStatus } from './handlers/queue/announce-status.step.js';
import { DispatchMessagesHandler } from './handlers/sending/dispatch-messages.handler.js';
import { DispatchSignal } from './handlers/queue/dispatch-signal.state.js';
import { EndOutdatedHoldsHandler } from './handlers/holds/end-outdated-holds.handler.js';
import { ApplyRetentionHandler } from './handlers/privacy/apply-retention.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { FoldStatuses } from './handlers/statuses/fold-statuses.step.js';
import { ForgetIdempotencyKeysHandler } from './handlers/sending/forget-idempotency-keys.handler.js';
import { GetMessageHandler } from './handlers/sending/get-message.handler.js';
import { ListHoldsHandler } from './handlers/holds/list-holds.handler.js';
import { ListMessagesHandler } from './handlers/sending/list-messages.handler.js';
import { ShowTypingHandler } from './handlers/reading/show-typing.handler.js';
import { TypingStartedConsumer } from './entrypoints/reading/typing-started.consumer.js';
import { MarkReadHandler } from './handlers/reading/mark-read.handler.js';
import { FetchMediaHandler } from './handlers/media/fetch-media.handler.js';
import { MediaSignal } from './handlers/media/media-signal.state.js';
import { RecordMediaFetchHandler } from './handlers/media/record-media-fetch.handler.js';
import { UploadMediaHandler } from './handlers/media/upload-media.handler.js';
import { RecordSendRequestHandler } from './handlers/sending/record-send-request.handler.js';
import { RecordStatusesHandler } from './handlers/statuses/record-statuses.handler.js';
import { RecoverAbandonedHandler } from './handlers/sending/recover-abandoned.handler.js';
import { ResolveUnknownHandler } from './handlers/sending/resolve-unknown.handler.js';
import { ResumeHoldHandler } from './handlers/holds/resume-hold.handler.js';
import { SendingMetrics } from './handlers/sending/sending-metrics.state.js';
import { SettleAttemptsHandler } from './handlers/sending/settle-attempts.handler.js';
import { SettlementQueue } from './handlers/sending/settlement-queue.state.js';
import { SubmitMessageHandler } from './handlers/sending/submit-message.handler.js';
import { ErasedRepository } from './persistence/privacy/erased.repository.js';
import { RetentionRepository } from './persistence/privacy/retention.repository.js';
import { HoldsRepository } from './persistence/holds/holds.repository.js';
import { IdempotencyKeysRepository } from './persistence/sending/idempotency-keys.repository.js';
import { MediaFetchesRepository } from './persistence/media/media-fetches.repository.js';
import { MediaUploadsRepository } from './persistence/media/media-uploads.repository.js';
import { OwnMediaRepository } from './persistence/media/own-media.repository.js';
import { MessagesRepository } from './persistence/queue/messages.repository.js';
import { OutletsRepository } from './persistence/queue/outlets.repository.js';
import { StatusLogRepository } from './persistence/statuses/status-log.repository.js';

@Module({
  imports: [DatabaseModule, MessagingModule],
  controllers: [MessagesController],
  providers: [
    SendRequestedConsumer,
    ReplyRequestedConsumer,
    StatusReceivedConsumer,
    MediaFetchRequestedConsumer,
    DispatchJob,
    MediaJob,
    ReconcileJob,
    // in: requests to send
    SubmitMessageHandler,
    RecordSendRequestHandler,
    // out: to WhatsApp, and what it answered
    DispatchSignal,
    DispatchMessagesHandler,
    SettlementQueue,
    SettleAttemptsHandler,
    MarkReadHandler,
    ShowTypingHandler,
    TypingStartedConsumer,
    // files, in and out
    MediaSignal,
    RecordMediaFetchHandler,
    FetchMediaHandler,
    UploadMediaHandler,
    // back: statuses
    RecordStatusesHandler,
    AdoptEarlyStatusesHandler,
    FoldStatuses,
    AnnounceStatus,
    // what is left over
    RecoverAbandonedHandler,
    ResolveUnknownHandler,
    EndOutdatedHoldsHandler,
    ForgetIdempotencyKeysHandler,
    // what is not kept
    ContactErasureConsumer,
    RetentionJob,
    EraseContactHandler,
    ApplyRetentionHandler,
    ErasedRepository,
    RetentionRepository,
    // to see and to resume
    GetMessageHandler,
    ListMessagesHandler,
    ListHoldsHandler,
    ResumeHoldHandler,
    SendingMetrics,
    // persistence
    MessagesRepository,
    StatusLogRepository,
    HoldsRepository,
    IdempotencyKeysRepository,
    OutletsRepository,
    MediaFetchesRepository,
    MediaUploadsRepository,
    OwnMediaRepository,
    // clients
    { provide: Graph, inject: [CONFIG], useFactory: (config: Config): Graph => new Graph(config) },
    { provide: MediaGraph, inject: [CONFIG], useFactory: (config: Config): MediaGraph => new MediaGraph(config) },
    { provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) },
    { provide: ReadMarks, inject: [CONFIG], useFactory: (config: Config): ReadMarks => new ReadMarks(config) },
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config): KeyRing => new KeyRing(config.ENCRYPTION_KEYS) },
  ],
})
export class AppModule {}
