import { Module } from '@nestjs/common';
import { CatalogueController } from '../entrypoints/plans/catalogue.controller.js';
import { PlansController } from '../entrypoints/plans/plans.controller.js';
import { BindPlan } from '../handlers/plans/bind-plan.step.js';
import { AddonsHandler } from '../handlers/plans/addons.handler.js';
import { CatalogueHandler } from '../handlers/plans/catalogue.handler.js';
import { ChangePlanHandler } from '../handlers/plans/change-plan.handler.js';
import { DescribeQuotaHandler } from '../handlers/plans/describe-quota.handler.js';
import { MeterUse } from '../handlers/plans/meter-use.step.js';
import { TenantLimits } from '../handlers/plans/tenant-limits.step.js';
import { InvoicedSubscriptionsRepository } from '../persistence/invoicing/invoiced-subscriptions.repository.js';
import { AddonsRepository } from '../persistence/plans/addons.repository.js';
import { PlansRepository } from '../persistence/plans/plans.repository.js';
import { QuotasRepository } from '../persistence/plans/quotas.repository.js';
import { SubscriptionsRepository } from '../persistence/plans/subscriptions.repository.js';
import { AuditModule } from './audit.module.js';
import { LedgerModule } from './ledger.module.js';

@Module({
  imports: [AuditModule, LedgerModule],
  controllers: [PlansController, CatalogueController],
  providers: [
    BindPlan,
    ChangePlanHandler,
    DescribeQuotaHandler,
    CatalogueHandler,
    MeterUse,
    TenantLimits,
    AddonsHandler,
    AddonsRepository,
    InvoicedSubscriptionsRepository,
    PlansRepository,
    SubscriptionsRepository,
    QuotasRepository,
  ],
  exports: [BindPlan, InvoicedSubscriptionsRepository, MeterUse, PlansRepository, SubscriptionsRepository, QuotasRepository],
})
export class PlansModule {}
