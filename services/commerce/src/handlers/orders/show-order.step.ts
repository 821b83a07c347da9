import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { MessageType } from '../../domain/order-messages/types.js';
import { ToldMessagesRepository, type ToldMessage } from '../../persistence/order-messages/told-messages.repository.js';
import type { OrderMove } from '../../persistence/orders/order-history.entity.js';
import type { OrderItem } from '../../persistence/orders/order-item.entity.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';

export type ListedOrder = Order;

/** An order with all that belongs to it. */
export interface ShownOrder extends Order {
  items: OrderItem[];
  history: OrderMove[];
  messages: ToldMessage<MessageType>[];
}

@Injectable()
export class ShowOrder {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly messages: ToldMessagesRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tx: Transaction, id: string): Promise<ShownOrder> {
    const [order, items, history, messages] = await Promise.all([
      tx.rows(OrderRow).find(id),
      this.orders.itemsOf(tx, id),
      this.orders.historyOf(tx, id),
      this.messages.listOf<MessageType>(tx, 'order', id),
    ]);
    if (!order) throw Problem.notFound('order');
    return { ...order, items, history, messages };
  }
}
