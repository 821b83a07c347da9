import { Module } from '@nestjs/common';
import { ControlController } from '../entrypoints/control/control.controller.js';
import { ConfigureSimulatorHandler } from '../handlers/control/configure-simulator.handler.js';
import { GraphModule } from './graph.module.js';
import { WebhooksModule } from './webhooks.module.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule, WebhooksModule, GraphModule],
  controllers: [ControlController],
  providers: [ConfigureSimulatorHandler],
})
export class ControlModule {}
