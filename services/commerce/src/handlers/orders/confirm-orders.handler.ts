import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { readOrderAnswer, type EventOf, type messageReceived, type OrderAnswer } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { inTurns } from '#service-kit';
import { settingOf } from '../../domain/order-messages/types.js';
import { CustomersRepository, spellings } from '../../persistence/customers/customers.repository.js';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Clock } from '../customers/clock.state.js';
import { TellCustomer } from '../order-messages/tell-customer.step.js';
import { MoveOrder } from './move-order.step.js';

type Received = EventOf<typeof messageReceived>;
/** Orders of a tenant in one turn. */
const BATCH = 50;

/** Orders that are paid at the door wait for their customer's word: two buttons, and an end. */
@Injectable()
export class ConfirmOrdersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersRepository,
    private readonly settings: MessageSettingsRepository,
    private readonly move: MoveOrder,
    private readonly tell: TellCustomer,
    private readonly clock: Clock,
  ) {}

  /** @param events of one tenant; those that answer nothing cost nothing */
  async answered(events: readonly Received[]): Promise<void> {
    const answers = events.flatMap((event) => {
      const answer = readOrderAnswer(event.data.message.raw);
      return answer ? [{ event, answer }] : [];
    });
    if (answers.length === 0) return;
    await this.database.forTenant(answers[0]!.event.tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(
        tx,
        answers.map(({ event }) => event),
      );
      for (const { event, answer } of answers) if (fresh.includes(event)) await this.#answer(tx, event, answer);
    });
  }

  /** Cancels what nobody confirmed in time. Tenants take turns, until nothing is due. @returns how many */
  async expire(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.orders.tenantsUnconfirmed(tx, this.clock.now().toISOString())),
      async (tenantId) => {
        let count = 0;
        while (count < BATCH && !isStopped() && (await this.#expireNext(tenantId))) count++;
        return count;
      },
      isStopped,
    );
  }

  /** @returns whether there was one */
  async #expireNext(tenantId: string): Promise<boolean> {
    return this.database.forTenant(tenantId, async (tx) => {
      const order = await this.orders.nextUnconfirmed(tx, this.clock.now().toISOString());
      if (order) await this.move.execute(tx, order, 'cancelled', { kind: 'system', id: null }, 'Nobody confirmed it in time.');
      return order !== undefined;
    });
  }

  async #answer(tx: Transaction, { data: { message } }: Received, { orderId, to }: OrderAnswer): Promise<void> {
    const order = await tx.rows(OrderRow).lock(orderId);
    if (!order || !(await this.#isOf(tx, order, message.from))) return;
    // Pressed twice.
    if (order.status === to) return;
    const isLate =
      order.status !== 'awaiting_confirmation' || (order.confirmBy !== null && order.confirmBy <= this.clock.now().toISOString());
    const { types } = await this.settings.read(tx);
    let shown = order;
    if (!isLate) shown = await this.move.execute(tx, order, to, { kind: 'customer', id: null }, null);
    // Whoever pressed a button is told what came of it, also where that step is not told by itself.
    const type = isLate ? 'confirmation_late' : to;
    if (isLate ? !settingOf(type, types).enabled : settingOf(type, types).enabled) return;
    await this.tell.byHand(tx, { ...shown, items: await this.orders.itemsOf(tx, orderId) }, type, v7());
  }

  /** A button can be forwarded, and its text be made up: only the order's own customer answers. */
  async #isOf(tx: Transaction, { phone, contactId }: Order, from: Received['data']['message']['from']): Promise<boolean> {
    if (phone && from.phone && spellings(phone).includes(from.phone)) return true;
    const contact = contactId ? await this.customers.find(tx, contactId) : undefined;
    if (!contact) return false;
    const isPhone = contact.phone && from.phone && spellings(contact.phone).includes(from.phone);
    return Boolean(isPhone) || (contact.userId !== null && contact.userId === from.userId);
  }
}
