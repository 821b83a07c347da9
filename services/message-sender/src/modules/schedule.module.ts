import { Module } from '@nestjs/common';
import { GateModule } from './gate.module.js';
import { QueueModule } from './queue.module.js';
import { ScheduleController } from '../entrypoints/schedule/schedule.controller.js';
import { ScheduleJob } from '../entrypoints/schedule/schedule.job.js';
import { MessagesAudit } from '../handlers/schedule/audit.step.js';
import { CancelMessageHandler } from '../handlers/schedule/cancel-message.handler.js';
import { QueueDueHandler } from '../handlers/schedule/queue-due.handler.js';
import { WhenToSend } from '../handlers/schedule/when-to-send.step.js';
import { ScheduleRepository } from '../persistence/schedule/schedule.repository.js';
import { ZonesRepository } from '../persistence/schedule/zones.repository.js';

/** Messages that leave at their time, and messages that are taken back. */
@Module({
  imports: [GateModule, QueueModule],
  controllers: [ScheduleController],
  providers: [ScheduleJob, CancelMessageHandler, MessagesAudit, QueueDueHandler, ScheduleRepository, WhenToSend, ZonesRepository],
  exports: [MessagesAudit, WhenToSend],
})
export class ScheduleModule {}
