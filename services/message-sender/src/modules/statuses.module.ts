import { Module } from '@nestjs/common';
import { GateModule } from './gate.module.js';
import { HoldsModule } from './holds.module.js';
import { PrivacyModule } from './privacy.module.js';
import { QueueModule } from './queue.module.js';
import { StatusReceivedConsumer } from '../entrypoints/statuses/status-received.consumer.js';
import { AdoptEarlyStatusesHandler } from '../handlers/statuses/adopt-early-statuses.handler.js';
import { FoldStatuses } from '../handlers/statuses/fold-statuses.step.js';
import { RecordStatusesHandler } from '../handlers/statuses/record-statuses.handler.js';
import { StatusLogRepository } from '../persistence/statuses/status-log.repository.js';

/** What WhatsApp reports of messages. */
@Module({
  imports: [GateModule, HoldsModule, PrivacyModule, QueueModule],
  controllers: [StatusReceivedConsumer],
  providers: [AdoptEarlyStatusesHandler, FoldStatuses, RecordStatusesHandler, StatusLogRepository],
  exports: [AdoptEarlyStatusesHandler, StatusLogRepository],
})
export class StatusesModule {}
