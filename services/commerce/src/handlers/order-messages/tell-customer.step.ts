import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { compose } from '../../domain/order-messages/compose.js';
import { settingOf, type MessageType } from '../../domain/order-messages/types.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import type { OrderItem } from '../../persistence/orders/order-item.entity.js';
import type { Order } from '../../persistence/orders/order.entity.js';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import { AskMessage, type AskedMessage, type NewMessage } from './ask-message.step.js';

export type ToldOrder = Order & { items: readonly OrderItem[] };

/** Has a customer told of an order. */
@Injectable()
export class TellCustomer {
  constructor(
    private readonly settings: MessageSettingsRepository,
    private readonly customers: CustomersRepository,
    private readonly ask: AskMessage,
  ) {}

  /** What follows from a move: once for each, and only where the company wants it. @param historyId of the move */
  async afterMove(
    tx: Transaction,
    order: Order,
    type: MessageType,
    historyId: string,
    itemsOf: () => Promise<readonly OrderItem[]>,
  ): Promise<void> {
    const { types } = await this.settings.read(tx);
    if (!settingOf(type, types).enabled) return;
    await this.#ask(tx, { ...order, items: await itemsOf() }, type, { id: v7(), once: `${type}:${historyId}` });
  }

  /** What a person asks for: each time. @param id of the message */
  async byHand(tx: Transaction, order: ToldOrder, type: MessageType, id: string): Promise<AskedMessage> {
    return this.#ask(tx, order, type, { id, once: id });
  }

  async #ask(tx: Transaction, order: ToldOrder, type: MessageType, by: Pick<NewMessage, 'id' | 'once'>): Promise<AskedMessage> {
    const contact = order.contactId ? await this.customers.find(tx, order.contactId) : undefined;
    return this.ask.execute(tx, 'order', {
      ...by,
      of: order.id,
      type,
      to: order.phone ?? contact?.phone ?? contact?.userId,
      write: (settings) => compose(type, settings, order, order.language ?? contact?.language ?? null),
    });
  }
}
