import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { BillingController } from './entrypoints/billing.controller.js';
import { UsageConsumer } from './entrypoints/usage.consumer.js';
import { ForgetPricedMessagesJob } from './entrypoints/forget-priced-messages.job.js';
import { ChangePlanHandler } from './handlers/change-plan.handler.js';
import { ForgetPricedMessagesHandler } from './handlers/forget-priced-messages.handler.js';
import { DescribeQuotaHandler } from './handlers/describe-quota.handler.js';
import { CountChargesHandler } from './handlers/count-charges.handler.js';
import { CountMessagesHandler } from './handlers/count-messages.handler.js';
import { CountRepliesHandler } from './handlers/count-replies.handler.js';
import { ReportDailyUsageHandler } from './handlers/report-daily-usage.handler.js';
import { ReportUsageHandler } from './handlers/report-usage.handler.js';
import { SubscriptionsRepository } from './persistence/subscriptions.repository.js';
import { UsageRepository } from './persistence/usage.repository.js';

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
