import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AnalyticsController } from './entrypoints/analytics.controller.js';
import { CountingConsumer } from './entrypoints/counting.consumer.js';
import { ForgetStagesJob } from './entrypoints/forget-stages.job.js';
import { CountDeliveriesHandler } from './handlers/count-deliveries.handler.js';
import { ForgetStagesHandler } from './handlers/forget-stages.handler.js';
import { CountMessagesHandler } from './handlers/count-messages.handler.js';
import { CountOwnerChangesHandler } from './handlers/count-owner-changes.handler.js';
import { CountRepliesHandler } from './handlers/count-replies.handler.js';
import { ShowOverviewHandler } from './handlers/show-overview.handler.js';
import { ShowTimeseriesHandler } from './handlers/show-timeseries.handler.js';
import { CountsRepository } from './persistence/counts.repository.js';
import { ResponseClocksRepository } from './persistence/response-clocks.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [AnalyticsController],
  providers: [
    CountingConsumer,
    ForgetStagesJob,
    ForgetStagesHandler,
    CountMessagesHandler,
    CountRepliesHandler,
    CountOwnerChangesHandler,
    CountDeliveriesHandler,
    ShowOverviewHandler,
    ShowTimeseriesHandler,
    CountsRepository,
    ResponseClocksRepository,
  ],
})
export class AppModule {}
