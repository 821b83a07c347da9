import { Module } from '@nestjs/common';
import { VersionsController } from '../entrypoints/versions/versions.controller.js';
import { ListVersionsHandler } from '../handlers/versions/list-versions.handler.js';
import { MoveTenantsHandler } from '../handlers/versions/move-tenants.handler.js';
import { PaymentsModule } from './payments.module.js';
import { PlansModule } from './plans.module.js';
import { RevenueModule } from './revenue.module.js';

/** Who is on an older version of a plan, and how they come to the latest. */
@Module({
  imports: [PaymentsModule, PlansModule, RevenueModule],
  controllers: [VersionsController],
  providers: [ListVersionsHandler, MoveTenantsHandler],
})
export class VersionsModule {}
