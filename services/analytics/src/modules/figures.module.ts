import { Module } from '@nestjs/common';
import { AnalyticsController } from '../entrypoints/figures/analytics.controller.js';
import { CountingConsumer } from '../entrypoints/figures/counting.consumer.js';
import { ForgetStagesJob } from '../entrypoints/figures/forget-stages.job.js';
import { CountDeliveriesHandler } from '../handlers/figures/count-deliveries.handler.js';
import { ForgetStagesHandler } from '../handlers/figures/forget-stages.handler.js';
import { CountMessagesHandler } from '../handlers/figures/count-messages.handler.js';
import { CountOwnerChangesHandler } from '../handlers/figures/count-owner-changes.handler.js';
import { CountRepliesHandler } from '../handlers/figures/count-replies.handler.js';
import { CountSurveysHandler } from '../handlers/figures/count-surveys.handler.js';
import { ShowOverviewHandler } from '../handlers/figures/show-overview.handler.js';
import { ShowSatisfactionHandler } from '../handlers/figures/show-satisfaction.handler.js';
import { ShowTimeseriesHandler } from '../handlers/figures/show-timeseries.handler.js';
import { CountsRepository } from '../persistence/figures/counts.repository.js';
import { ResponseClocksRepository } from '../persistence/figures/response-clocks.repository.js';

@Module({
  controllers: [AnalyticsController, CountingConsumer],
  providers: [
    ForgetStagesJob,
    ForgetStagesHandler,
    CountMessagesHandler,
    CountRepliesHandler,
    CountOwnerChangesHandler,
    CountDeliveriesHandler,
    CountSurveysHandler,
    ShowOverviewHandler,
    ShowSatisfactionHandler,
    ShowTimeseriesHandler,
    CountsRepository,
    ResponseClocksRepository,
  ],
})
export class FiguresModule {}
