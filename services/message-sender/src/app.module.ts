import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG, DatabaseModule, KeyRing } from '#service-kit';
import { Graph } from './clients/graph.js';
import { MediaGraph } from './clients/media-graph.js';
import { ReadMarks } from './clients/read-marks.js';
import type { Config } from './config.js';
import { DispatchJob } from './entrypoints/dispatch.job.js';
import { MediaFetchRequestedConsumer } from './entrypoints/media/media-fetch-requested.consumer.js';
import { MediaJob } from './entrypoints/media/media.job.js';
import { MessagesController } from './entrypoints/messages.controller.js';
import { ReconcileJob } from './entrypoints/reconcile.job.js';
import { ReplyRequestedConsumer } from './entrypoints/reply-requested.consumer.js';
import { SendRequestedConsumer } from './entrypoints/send-requested.consumer.js';
import { ContactErasureConsumer } from './entrypoints/contact-erasure.consumer.js';
import { RetentionJob } from './entrypoints/retention.job.js';
import { StatusReceivedConsumer } from './entrypoints/status-received.consumer.js';
import { AdoptEarlyStatusesHandler } from './handlers/adopt-early-statuses.handler.js';
import { AnnounceStatus } from './handlers/announce-status.js';
import { DispatchMessagesHandler } from './handlers/dispatch-messages.handler.js';
import { DispatchSignal } from './handlers/dispatch-signal.js';
import { EndOutdatedHoldsHandler } from './handlers/end-outdated-holds.handler.js';
import { ApplyRetentionHandler } from './handlers/apply-retention.handler.js';
import { EraseContactHandler } from './handlers/erase-contact.handler.js';
import { FoldStatuses } from './handlers/fold-statuses.js';
import { ForgetIdempotencyKeysHandler } from './handlers/forget-idempotency-keys.handler.js';
import { GetMessageHandler } from './handlers/get-message.handler.js';
import { ListHoldsHandler } from './handlers/list-holds.handler.js';
import { ListMessagesHandler } from './handlers/list-messages.handler.js';
import { ShowTypingHandler } from './handlers/show-typing.handler.js';
import { TypingStartedConsumer } from './entrypoints/typing-started.consumer.js';
import { MarkReadHandler } from './handlers/mark-read.handler.js';
import { FetchMediaHandler } from './handlers/media/fetch-media.handler.js';
import { MediaSignal } from './handlers/media/media-signal.js';
import { RecordMediaFetchHandler } from './handlers/media/record-media-fetch.handler.js';
import { UploadMediaHandler } from './handlers/media/upload-media.handler.js';
import { RecordSendRequestHandler } from './handlers/record-send-request.handler.js';
import { RecordStatusesHandler } from './handlers/record-statuses.handler.js';
import { RecoverAbandonedHandler } from './handlers/recover-abandoned.handler.js';
import { ResolveUnknownHandler } from './handlers/resolve-unknown.handler.js';
import { ResumeHoldHandler } from './handlers/resume-hold.handler.js';
import { SendingMetrics } from './handlers/sending-metrics.js';
import { SettleAttemptsHandler } from './handlers/settle-attempts.handler.js';
import { SettlementQueue } from './handlers/settlement-queue.js';
import { SubmitMessageHandler } from './handlers/submit-message.handler.js';
import { ErasedRepository } from './persistence/erased.repository.js';
import { RetentionRepository } from './persistence/retention.repository.js';
import { HoldsRepository } from './persistence/holds.repository.js';
import { IdempotencyKeysRepository } from './persistence/idempotency-keys.repository.js';
import { MediaFetchesRepository } from './persistence/media/media-fetches.repository.js';
import { MediaUploadsRepository } from './persistence/media/media-uploads.repository.js';
import { OwnMediaRepository } from './persistence/media/own-media.repository.js';
import { MessagesRepository } from './persistence/messages.repository.js';
import { OutletsRepository } from './persistence/outlets.repository.js';
import { StatusLogRepository } from './persistence/status-log.repository.js';

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
