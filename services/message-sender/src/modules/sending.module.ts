import { Module } from '@nestjs/common';
import { MessageKeys } from '#service-kit';
import { GateModule } from './gate.module.js';
import { HoldsModule } from './holds.module.js';
import { MarketingModule } from './marketing.module.js';
import { MediaModule } from './media.module.js';
import { PrivacyModule } from './privacy.module.js';
import { QueueModule } from './queue.module.js';
import { ScheduleModule } from './schedule.module.js';
import { RatesModule } from './rates.module.js';
import { StatusesModule } from './statuses.module.js';
import { TemplatesModule } from './templates.module.js';
import { DispatchJob } from '../entrypoints/sending/dispatch.job.js';
import { MessagesController } from '../entrypoints/sending/messages.controller.js';
import { ReconcileJob } from '../entrypoints/sending/reconcile.job.js';
import { MessageRequestedConsumer } from '../entrypoints/sending/message-requested.consumer.js';
import { SendRequestedConsumer } from '../entrypoints/sending/send-requested.consumer.js';
import { DispatchMessagesHandler } from '../handlers/sending/dispatch-messages.handler.js';
import { ForgetIdempotencyKeysHandler } from '../handlers/sending/forget-idempotency-keys.handler.js';
import { GetMessageHandler } from '../handlers/sending/get-message.handler.js';
import { ListMessagesHandler } from '../handlers/sending/list-messages.handler.js';
import { RecordSendRequestHandler } from '../handlers/sending/record-send-request.handler.js';
import { RecoverAbandonedHandler } from '../handlers/sending/recover-abandoned.handler.js';
import { ResolveUnknownHandler } from '../handlers/sending/resolve-unknown.handler.js';
import { RetryMessageHandler } from '../handlers/sending/retry-message.handler.js';
import { SendingMetrics } from '../handlers/sending/sending-metrics.state.js';
import { SettleAttemptsHandler } from '../handlers/sending/settle-attempts.handler.js';
import { SettlementQueue } from '../handlers/sending/settlement-queue.state.js';
import { SubmitMessageHandler } from '../handlers/sending/submit-message.handler.js';
import { SubmitRequestedHandler } from '../handlers/sending/submit-requested.handler.js';
import { ListedMessagesRepository } from '../persistence/sending/listed-messages.repository.js';
import { RetriesRepository } from '../persistence/sending/retries.repository.js';

/** Messages on their way to WhatsApp: taken in, claimed, sent, settled, and reconciled after a crash. */
@Module({
  imports: [
    GateModule,
    HoldsModule,
    MarketingModule,
    MediaModule,
    PrivacyModule,
    QueueModule,
    RatesModule,
    ScheduleModule,
    StatusesModule,
    TemplatesModule,
  ],
  controllers: [MessagesController, MessageRequestedConsumer, SendRequestedConsumer],
  providers: [
    DispatchJob,
    ReconcileJob,
    DispatchMessagesHandler,
    ForgetIdempotencyKeysHandler,
    GetMessageHandler,
    ListedMessagesRepository,
    ListMessagesHandler,
    RecordSendRequestHandler,
    RecoverAbandonedHandler,
    ResolveUnknownHandler,
    RetriesRepository,
    RetryMessageHandler,
    SendingMetrics,
    SettleAttemptsHandler,
    SettlementQueue,
    SubmitMessageHandler,
    SubmitRequestedHandler,
    { provide: MessageKeys, useFactory: (): MessageKeys => new MessageKeys('message_sender') },
  ],
})
export class SendingModule {}
