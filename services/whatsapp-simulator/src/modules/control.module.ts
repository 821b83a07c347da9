import { Module } from '@nestjs/common';
import { ControlController } from '../entrypoints/control/control.controller.js';
import { ChangeNumberHandler } from '../handlers/control/change-number.handler.js';
import { ConfigureSimulatorHandler } from '../handlers/control/configure-simulator.handler.js';
import { ReportTemplateHandler } from '../handlers/control/report-template.handler.js';
import { ShowUsageHandler } from '../handlers/control/show-usage.handler.js';
import { GraphModule } from './graph.module.js';
import { PhoneModule } from './phone.module.js';
import { WebhooksModule } from './webhooks.module.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule, WebhooksModule, GraphModule, PhoneModule],
  controllers: [ControlController],
  providers: [ChangeNumberHandler, ConfigureSimulatorHandler, ReportTemplateHandler, ShowUsageHandler],
})
export class ControlModule {}
