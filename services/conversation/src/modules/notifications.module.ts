import { Module } from '@nestjs/common';
import { NotificationsController } from '../entrypoints/notifications/notifications.controller.js';
import { PruneNotificationsJob } from '../entrypoints/notifications/prune-notifications.job.js';
import { NotificationsHandler } from '../handlers/notifications/notifications.handler.js';
import { NotificationsRepository } from '../persistence/notifications/notifications.repository.js';

/** What each person is told of: who was named in a note. */
@Module({
  controllers: [NotificationsController],
  providers: [PruneNotificationsJob, NotificationsHandler, NotificationsRepository],
  exports: [NotificationsRepository],
})
export class NotificationsModule {}
