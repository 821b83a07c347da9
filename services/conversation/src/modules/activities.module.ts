import { Module } from '@nestjs/common';
import { ThreadsModule } from './threads.module.js';
import { ActivitiesController } from '../entrypoints/activities/activities.controller.js';
import { Activities } from '../handlers/activities/activities.step.js';
import { ListActivitiesHandler } from '../handlers/activities/list-activities.handler.js';
import { ActivitiesRepository } from '../persistence/activities/activities.repository.js';

/** What happens to a conversation beside its messages: lines in its thread. */
@Module({
  imports: [ThreadsModule],
  controllers: [ActivitiesController],
  providers: [Activities, ListActivitiesHandler, ActivitiesRepository],
  exports: [Activities, ActivitiesRepository],
})
export class ActivitiesModule {}
