import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageRequests } from '#messaging';
import { ToldMessagesRepository } from '../../persistence/order-messages/told-messages.repository.js';

/** What became of messages of orders stands with the orders. */
@Injectable()
export class MessageOutcomesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly messages: ToldMessagesRepository,
  ) {}

  onModuleInit(): void {
    this.requests.listen('order', (tx, changes) => this.messages.follow(tx, 'order', changes));
  }
}
