import { Module } from '@nestjs/common';
import { MessageSettingsController } from '../entrypoints/order-messages/message-settings.controller.js';
import { MessageOutcomesHandler } from '../handlers/order-messages/message-outcomes.handler.js';
import { MessageSettingsHandler } from '../handlers/order-messages/message-settings.handler.js';
import { TellCustomer } from '../handlers/order-messages/tell-customer.step.js';
import { OrderMessagesRepository } from '../persistence/order-messages/order-messages.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { MessagesModule } from './messages.module.js';

/** What customers are told of their orders, once each, and what became of it. */
@Module({
  imports: [AuditModule, CustomersModule, MessagesModule],
  controllers: [MessageSettingsController],
  providers: [MessageOutcomesHandler, MessageSettingsHandler, TellCustomer, OrderMessagesRepository],
  exports: [TellCustomer, OrderMessagesRepository],
})
export class OrderMessagesModule {}
