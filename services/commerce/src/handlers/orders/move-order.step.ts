import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { orderChanged, type OrderMilestone } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { typeOf } from '../../domain/order-messages/types.js';
import { milestonesOf, type MoverKind, type OrderStatus } from '../../domain/orders/states.js';
import { OrderHistoryRow } from '../../persistence/orders/order-history.entity.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import { Clock } from '../customers/clock.state.js';
import { TellCustomer } from '../order-messages/tell-customer.step.js';

const HOUR_MS = 60 * 60_000;

export type NewOrderRow = Omit<Order, 'createdAt' | 'updatedAt' | 'confirmBy'>;

export interface Mover {
  kind: MoverKind;
  id: string | null;
}

/** Puts an order where it is to stand, keeps who did so, when and why, and has the customer told. Whether it may go there is asked before. */
@Injectable()
export class MoveOrder {
  constructor(
    private readonly clock: Clock,
    private readonly tell: TellCustomer,
    private readonly orders: OrdersRepository,
    private readonly settings: MessageSettingsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param order locked by this transaction @returns the order as it stands then */
  async execute(tx: Transaction, order: Order, to: OrderStatus, by: Mover, reason: string | null): Promise<Order> {
    const at = this.clock.now().toISOString();
    const id = v7();
    await tx.rows(OrderHistoryRow).insert({
      id,
      orderId: order.id,
      fromStatus: order.status,
      toStatus: to,
      actorKind: by.kind,
      actorId: by.id,
      reason,
      at,
    });
    const confirmBy = await this.#confirmBy(tx, to);
    const moved = (await tx.rows(OrderRow).change(order.id, { status: to, confirmBy, updatedAt: at }))!;
    this.#announce(tx, moved, by, at, milestonesOf(order.status, to, moved), order.status);
    await this.#tell(tx, moved, id);
    return moved;
  }

  /** The first line of an order's history. @param order whose items are there @param of whether it is news: its customer is told, and campaigns may begin by it */
  async begin(tx: Transaction, order: NewOrderRow, by: Mover, reason: string | null, { isNews = true } = {}): Promise<void> {
    const at = this.clock.now().toISOString();
    const id = v7();
    await tx.rows(OrderHistoryRow).insert({
      id,
      orderId: order.id,
      fromStatus: null,
      toStatus: order.status,
      actorKind: by.kind,
      actorId: by.id,
      reason,
      at,
    });
    const confirmBy = await this.#confirmBy(tx, order.status);
    if (confirmBy) await tx.rows(OrderRow).change(order.id, { confirmBy });
    this.#announce(tx, order, by, at, isNews ? milestonesOf(undefined, order.status, order) : []);
    if (isNews) await this.#tell(tx, { ...order, confirmBy, createdAt: at, updatedAt: at }, id);
  }

  #announce(tx: Transaction, order: NewOrderRow, by: Mover, at: string, milestones: OrderMilestone[], previousStatus?: OrderStatus): void {
    const { id, orderNumber, status, currency, totalMinor, externalPlatform, externalId, contactId } = order;
    this.outbox.append(tx, orderChanged, {
      orderId: id,
      orderNumber,
      status,
      ...(previousStatus ? { previousStatus } : {}),
      by: by.kind,
      currency,
      totalMinor,
      ...(externalPlatform ? { externalPlatform } : {}),
      ...(externalId ? { externalId } : {}),
      ...(contactId ? { contactId } : {}),
      at,
      milestones,
    });
  }

  async #confirmBy(tx: Transaction, status: OrderStatus): Promise<string | null> {
    const hours = status === 'awaiting_confirmation' ? (await this.settings.read(tx)).confirmHours : null;
    return hours === null ? null : new Date(this.clock.now().getTime() + hours * HOUR_MS).toISOString();
  }

  async #tell(tx: Transaction, order: Order, historyId: string): Promise<void> {
    const type = typeOf(order.status);
    if (type) await this.tell.afterMove(tx, order, type, historyId, () => this.orders.itemsOf(tx, order.id));
  }
}
