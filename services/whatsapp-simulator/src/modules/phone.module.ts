import { Module } from '@nestjs/common';
import { CustomerController } from '../entrypoints/phone/customer.controller.js';
import { EventsController } from '../entrypoints/phone/events.controller.js';
import { PhoneController } from '../entrypoints/phone/phone.controller.js';
import { BrowseThreadsHandler } from '../handlers/phone/browse-threads.handler.js';
import { FindNumberHandler } from '../handlers/phone/find-number.handler.js';
import { ReadAsCustomerHandler } from '../handlers/phone/read-as-customer.handler.js';
import { SaveContactHandler } from '../handlers/phone/save-contact.handler.js';
import { SaveGroupHandler } from '../handlers/phone/save-group.handler.js';
import { WatchThreadsHandler } from '../handlers/phone/watch-threads.handler.js';
import { WriteAsCustomerHandler } from '../handlers/phone/write-as-customer.handler.js';
import { GraphModule } from './graph.module.js';
import { WebhooksModule } from './webhooks.module.js';
import { WorldModule } from './world.module.js';

@Module({
  imports: [WorldModule, WebhooksModule, GraphModule],
  controllers: [CustomerController, EventsController, PhoneController],
  providers: [
    FindNumberHandler,
    WriteAsCustomerHandler,
    ReadAsCustomerHandler,
    BrowseThreadsHandler,
    SaveContactHandler,
    SaveGroupHandler,
    WatchThreadsHandler,
  ],
  exports: [FindNumberHandler],
})
export class PhoneModule {}
