import { Module } from '@nestjs/common';
import { DashboardController } from '../entrypoints/dashboard/dashboard.controller.js';
import { DashboardFiles } from '../handlers/dashboard/dashboard-files.state.js';

@Module({
  controllers: [DashboardController],
  providers: [DashboardFiles],
})
export class DashboardModule {}
