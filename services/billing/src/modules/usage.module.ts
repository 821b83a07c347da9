import { Module } from '@nestjs/common';
import { ForgetPricedMessagesJob } from '../entrypoints/usage/forget-priced-messages.job.js';
import { UsageConsumer } from '../entrypoints/usage/usage.consumer.js';
import { UsageController } from '../entrypoints/usage/usage.controller.js';
import { AddUsage } from '../handlers/usage/add-usage.step.js';
import { CorrectUsageHandler } from '../handlers/usage/correct-usage.handler.js';
import { CountChargesHandler } from '../handlers/usage/count-charges.handler.js';
import { CountEmbeddingsHandler } from '../handlers/usage/count-embeddings.handler.js';
import { CountMessagesHandler } from '../handlers/usage/count-messages.handler.js';
import { CountRepliesHandler } from '../handlers/usage/count-replies.handler.js';
import { ForgetPricedMessagesHandler } from '../handlers/usage/forget-priced-messages.handler.js';
import { ReportDailyUsageHandler } from '../handlers/usage/report-daily-usage.handler.js';
import { ReportUsageHandler } from '../handlers/usage/report-usage.handler.js';
import { UsageCorrectionsRepository } from '../persistence/usage/usage-corrections.repository.js';
import { UsageRepository } from '../persistence/usage/usage.repository.js';
import { AuditModule } from './audit.module.js';
import { CostsModule } from './costs.module.js';
import { PlansModule } from './plans.module.js';
import { ReservationsModule } from './reservations.module.js';

@Module({
  imports: [AuditModule, CostsModule, PlansModule, ReservationsModule],
  controllers: [UsageController, UsageConsumer],
  providers: [
    ForgetPricedMessagesJob,
    AddUsage,
    CountEmbeddingsHandler,
    CountMessagesHandler,
    CountRepliesHandler,
    CountChargesHandler,
    ForgetPricedMessagesHandler,
    ReportUsageHandler,
    ReportDailyUsageHandler,
    CorrectUsageHandler,
    UsageCorrectionsRepository,
    UsageRepository,
  ],
})
export class UsageModule {}
