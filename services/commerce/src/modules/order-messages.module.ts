import { Module } from '@nestjs/common';
import { MessageSettingsController } from '../entrypoints/order-messages/message-settings.controller.js';
import { MessageOutcomesHandler } from '../handlers/order-messages/message-outcomes.handler.js';
import { MessageSettingsHandler } from '../handlers/order-messages/message-settings.handler.js';
import { AskMessage } from '../handlers/order-messages/ask-message.step.js';
import { TellCustomer } from '../handlers/order-messages/tell-customer.step.js';
import { MessageSettingsRepository } from '../persistence/order-messages/message-settings.repository.js';
import { ToldMessagesRepository } from '../persistence/order-messages/told-messages.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { MessagesModule } from './messages.module.js';

/** What customers are told of their orders, once each, and what became of it. */
@Module({
  imports: [AuditModule, CustomersModule, MessagesModule],
  controllers: [MessageSettingsController],
  providers: [AskMessage, MessageOutcomesHandler, MessageSettingsHandler, TellCustomer, MessageSettingsRepository, ToldMessagesRepository],
  exports: [AskMessage, TellCustomer, MessageSettingsRepository, ToldMessagesRepository],
})
export class OrderMessagesModule {}
