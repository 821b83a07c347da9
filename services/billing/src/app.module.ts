import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { BillingController } from './entrypoints/usage/usage.controller.js';
import { UsageConsumer } from './entrypoints/usage/usage.consumer.js';
import { ForgetPricedMessagesJob } from './entrypoints/usage/forget-priced-messages.job.js';
import { ChangePlanHandler } from './handlers/plans/change-plan.handler.js';
import { ForgetPricedMessagesHandler } from './handlers/usage/forget-priced-messages.handler.js';
import { DescribeQuotaHandler } from './handlers/plans/describe-quota.handler.js';
import { CountChargesHandler } from './handlers/usage/count-charges.handler.js';
import { CountMessagesHandler } from './handlers/usage/count-messages.handler.js';
import { CountRepliesHandler } from './handlers/usage/count-replies.handler.js';
import { ReportDailyUsageHandler } from './handlers/usage/report-daily-usage.handler.js';
import { ReportUsageHandler } from './handlers/usage/report-usage.handler.js';
import { SubscriptionsRepository } from './persistence/plans/subscriptions.repository.js';
import { UsageRepository } from './persistence/usage/usage.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [BillingController],
  providers: [
    UsageConsumer,
    ForgetPricedMessagesJob,
    ForgetPricedMessagesHandler,
    CountMessagesHandler,
    CountRepliesHandler,
    CountChargesHandler,
    DescribeQuotaHandler,
    ReportUsageHandler,
    ReportDailyUsageHandler,
    ChangePlanHandler,
    UsageRepository,
    SubscriptionsRepository,
  ],
})
export class AppModule {}
