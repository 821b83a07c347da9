import { Module } from '@nestjs/common';
import { GateModule } from './gate.module.js';
import { QueueModule } from './queue.module.js';
import { MessagesWithdrawnConsumer } from '../entrypoints/schedule/messages-withdrawn.consumer.js';
import { ScheduleController } from '../entrypoints/schedule/schedule.controller.js';
import { ScheduleJob } from '../entrypoints/schedule/schedule.job.js';
import { MessagesAudit } from '../handlers/schedule/audit.step.js';
import { CancelMessageHandler } from '../handlers/schedule/cancel-message.handler.js';
import { CancelMessages } from '../handlers/schedule/cancel-messages.step.js';
import { WithdrawMessagesHandler } from '../handlers/schedule/withdraw-messages.handler.js';
import { QueueDueHandler } from '../handlers/schedule/queue-due.handler.js';
import { WhenToSend } from '../handlers/schedule/when-to-send.step.js';
import { ScheduleRepository } from '../persistence/schedule/schedule.repository.js';
import { ZonesRepository } from '../persistence/schedule/zones.repository.js';

/** Messages that leave at their time, and messages that are taken back. */
@Module({
  imports: [GateModule, QueueModule],
  controllers: [MessagesWithdrawnConsumer, ScheduleController],
  providers: [
    ScheduleJob,
    CancelMessageHandler,
    CancelMessages,
    MessagesAudit,
    QueueDueHandler,
    ScheduleRepository,
    WhenToSend,
    WithdrawMessagesHandler,
    ZonesRepository,
  ],
  exports: [MessagesAudit, WhenToSend],
})
export class ScheduleModule {}
