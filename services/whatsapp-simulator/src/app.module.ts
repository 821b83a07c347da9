import { Module } from '@nestjs/common';
import { ControlModule } from './modules/control.module.js';
import { GraphModule } from './modules/graph.module.js';
import { PhoneModule } from './modules/phone.module.js';
import { WebhooksModule } from './modules/webhooks.module.js';

@Module({ imports: [ControlModule, WebhooksModule, PhoneModule, GraphModule] })
export class AppModule {}
