import { Module } from '@nestjs/common';
import { MessageKeys } from '#service-kit';
import { CustomerOrdersQuery } from '../entrypoints/orders/customer-orders.query.js';
import { OrdersController } from '../entrypoints/orders/orders.controller.js';
import { ConfirmOrdersJob } from '../entrypoints/orders/confirm-orders.job.js';
import { ForgetKeysJob } from '../entrypoints/orders/forget-keys.job.js';
import { ConfirmOrdersHandler } from '../handlers/orders/confirm-orders.handler.js';
import { CreateOrderHandler } from '../handlers/orders/create-order.handler.js';
import { FindOwnOrdersHandler } from '../handlers/orders/find-own-orders.handler.js';
import { ForgetKeysHandler } from '../handlers/orders/forget-keys.handler.js';
import { MoveOrder } from '../handlers/orders/move-order.step.js';
import { OrdersHandler } from '../handlers/orders/orders.handler.js';
import { ShowOrder } from '../handlers/orders/show-order.step.js';
import { TakeCartHandler } from '../handlers/orders/take-cart.handler.js';
import { ForgettingRepository } from '../persistence/orders/forgetting.repository.js';
import { OrdersRepository } from '../persistence/orders/orders.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { OrderMessagesModule } from './order-messages.module.js';

/** What customers have ordered, and where it stands. */
@Module({
  imports: [AuditModule, CustomersModule, OrderMessagesModule],
  controllers: [CustomerOrdersQuery, OrdersController],
  providers: [
    { provide: MessageKeys, useFactory: (): MessageKeys => new MessageKeys('commerce') },
    ForgetKeysJob,
    ForgetKeysHandler,
    ConfirmOrdersHandler,
    ConfirmOrdersJob,
    CreateOrderHandler,
    MoveOrder,
    OrdersHandler,
    FindOwnOrdersHandler,
    ShowOrder,
    TakeCartHandler,
    ForgettingRepository,
    OrdersRepository,
  ],
  exports: [ConfirmOrdersHandler, TakeCartHandler, MessageKeys, MoveOrder, ShowOrder, ForgettingRepository, OrdersRepository],
})
export class OrdersModule {}
