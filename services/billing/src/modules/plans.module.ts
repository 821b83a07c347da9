import { Module } from '@nestjs/common';
import { PlansController } from '../entrypoints/plans/plans.controller.js';
import { ChangePlanHandler } from '../handlers/plans/change-plan.handler.js';
import { DescribeQuotaHandler } from '../handlers/plans/describe-quota.handler.js';
import { SubscriptionsRepository } from '../persistence/plans/subscriptions.repository.js';
import { UsageModule } from './usage.module.js';

@Module({
  imports: [UsageModule],
  controllers: [PlansController],
  providers: [ChangePlanHandler, DescribeQuotaHandler, SubscriptionsRepository],
})
export class PlansModule {}
