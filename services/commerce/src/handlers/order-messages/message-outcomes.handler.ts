import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageRequests } from '#messaging';
import { OrderMessagesRepository } from '../../persistence/order-messages/order-messages.repository.js';
import { ORDER_MESSAGE } from './tell-customer.step.js';

/** What became of messages of orders stands with the orders. */
@Injectable()
export class MessageOutcomesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly messages: OrderMessagesRepository,
  ) {}

  onModuleInit(): void {
    this.requests.listen(ORDER_MESSAGE, (tx, changes) => this.messages.follow(tx, changes));
  }
}
