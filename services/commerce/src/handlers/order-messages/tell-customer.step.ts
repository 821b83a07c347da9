import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { compose } from '../../domain/order-messages/compose.js';
import { settingOf, type MessageType, type OrderMessageStatus } from '../../domain/order-messages/types.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import type { OrderItem } from '../../persistence/orders/order-item.entity.js';
import type { Order } from '../../persistence/orders/order.entity.js';
import { OrderMessagesRepository } from '../../persistence/order-messages/order-messages.repository.js';
import { Clock } from '../customers/clock.state.js';

/** The kind of these messages, for whoever hears what becomes of them. */
export const ORDER_MESSAGE = 'order';

export type ToldOrder = Order & { items: readonly OrderItem[] };

export interface AskedMessage {
  id: string;
  status: OrderMessageStatus;
  code: string | null;
}

/** Has a customer told of an order, in the transaction of what is told. Whether the message may leave is the gate's. */
@Injectable()
export class TellCustomer {
  constructor(
    private readonly messages: OrderMessagesRepository,
    private readonly customers: CustomersRepository,
    private readonly requests: MessageRequests,
    private readonly clock: Clock,
  ) {}

  /** What follows from a move: once for each, and only where the company wants it. @param historyId of the move */
  async afterMove(
    tx: Transaction,
    order: Order,
    type: MessageType,
    historyId: string,
    itemsOf: () => Promise<readonly OrderItem[]>,
  ): Promise<void> {
    const settings = await this.messages.settings(tx);
    if (!settingOf(type, settings.types).enabled) return;
    await this.#ask(tx, { ...order, items: await itemsOf() }, type, { id: v7(), once: `${type}:${historyId}` });
  }

  /** What a person asks for: each time. @param id of the message */
  async byHand(tx: Transaction, order: ToldOrder, type: MessageType, id: string): Promise<AskedMessage> {
    return this.#ask(tx, order, type, { id, once: id });
  }

  async #ask(tx: Transaction, order: ToldOrder, type: MessageType, { id, once }: { id: string; once: string }): Promise<AskedMessage> {
    const settings = await this.messages.settings(tx);
    const contact = order.contactId ? await this.customers.find(tx, order.contactId) : undefined;
    const to = order.phone ?? contact?.phone ?? contact?.userId;
    const outletId = to ? await this.messages.outlet(tx, settings.outletId) : undefined;
    const { message, fault } = written(type, settings.types, order, order.language ?? contact?.language ?? null);
    const code = !to ? 'no_recipient' : !outletId ? 'no_outlet' : message ? null : 'text_failed';
    const detail = code === 'text_failed' ? fault : null;
    const status = code ? 'skipped' : 'requested';
    const at = this.clock.now().toISOString();
    const isNew = await this.messages.insert(tx, { id, orderId: order.id, type, once, status, code, detail, at });
    if (isNew && to && outletId && message) {
      this.requests.append(
        tx,
        { kind: ORDER_MESSAGE, id: order.id },
        { messageId: id, outletId, to, class: 'reminder', purpose: 'utility', message },
      );
    }
    return { id, status, code };
  }
}

/** A text that is not right for this order must not hold the order up. */
function written(...of: Parameters<typeof compose>): { message?: ReturnType<typeof compose>; fault: string | null } {
  try {
    return { message: compose(...of), fault: null };
  } catch (error) {
    return { fault: (error as Error).message.slice(0, 300) };
  }
}
