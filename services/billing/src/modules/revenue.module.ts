import { Module } from '@nestjs/common';
import { LookAtTenantsJob } from '../entrypoints/revenue/look-at-tenants.job.js';
import { RevenueController } from '../entrypoints/revenue/revenue.controller.js';
import { LookAtTenantsHandler } from '../handlers/revenue/look-at-tenants.handler.js';
import { ReportRevenueHandler } from '../handlers/revenue/report-revenue.handler.js';
import { ReportTenantsHandler } from '../handlers/revenue/report-tenants.handler.js';
import { TenantMargin } from '../handlers/revenue/tenant-margin.step.js';
import { FiguresRepository } from '../persistence/revenue/figures.repository.js';
import { PlatformFiguresRepository } from '../persistence/revenue/platform-figures.repository.js';
import { RevenueRepository } from '../persistence/revenue/revenue.repository.js';
import { CostsModule } from './costs.module.js';
import { PlansModule } from './plans.module.js';

/** What the operator earns, and by whom. */
@Module({
  imports: [CostsModule, PlansModule],
  controllers: [RevenueController],
  providers: [
    LookAtTenantsJob,
    LookAtTenantsHandler,
    ReportRevenueHandler,
    ReportTenantsHandler,
    TenantMargin,
    FiguresRepository,
    PlatformFiguresRepository,
    RevenueRepository,
  ],
  exports: [RevenueRepository],
})
export class RevenueModule {}
