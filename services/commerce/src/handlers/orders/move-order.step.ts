import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { MoverKind, OrderStatus } from '../../domain/orders/states.js';
import { OrderHistoryRow } from '../../persistence/orders/order-history.entity.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { Clock } from './clock.state.js';

export interface Mover {
  kind: MoverKind;
  id: string | null;
}

/** Puts an order where it is to stand, and keeps who did so, when and why. Whether it may go there is asked before. */
@Injectable()
export class MoveOrder {
  constructor(private readonly clock: Clock) {}

  /** @param order locked by this transaction @returns the order as it stands then */
  async execute(tx: Transaction, order: Order, to: OrderStatus, by: Mover, reason: string | null): Promise<Order> {
    const at = this.clock.now().toISOString();
    await tx.rows(OrderHistoryRow).insert({
      id: v7(),
      orderId: order.id,
      fromStatus: order.status,
      toStatus: to,
      actorKind: by.kind,
      actorId: by.id,
      reason,
      at,
    });
    return (await tx.rows(OrderRow).change(order.id, { status: to, answerBy: null, updatedAt: at }))!;
  }

  /** The first line of an order's history. */
  async begin(tx: Transaction, order: Pick<Order, 'id' | 'status'>, by: Mover, reason: string | null): Promise<void> {
    await tx.rows(OrderHistoryRow).insert({
      id: v7(),
      orderId: order.id,
      fromStatus: null,
      toStatus: order.status,
      actorKind: by.kind,
      actorId: by.id,
      reason,
      at: this.clock.now().toISOString(),
    });
  }
}
