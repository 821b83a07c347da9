import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { MessageKeys, Problem, type Actor } from '#service-kit';
import { isPackable, moveOrder, type OrderStatus } from '../../domain/orders/states.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import { OrderMessageRow } from '../../persistence/order-messages/order-message.entity.js';
import { OrderItemRow } from '../../persistence/orders/order-item.entity.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import type { MessageType } from '../../domain/order-messages/types.js';
import type { AskedMessage } from '../order-messages/ask-message.step.js';
import { TellCustomer } from '../order-messages/tell-customer.step.js';
import { MoveOrder } from './move-order.step.js';
import { ShowOrder, type ShownOrder } from './show-order.step.js';

export interface OrderFilter {
  status?: OrderStatus | undefined;
  contactId?: string | undefined;
  /** How the order number begins. */
  number?: string | undefined;
  limit: number;
  after?: string | undefined;
  afterNumber?: string | undefined;
}

export interface OrderChange {
  status?: OrderStatus | undefined;
  trackingNumber?: string | null | undefined;
  trackingUrl?: string | null | undefined;
  reason?: string | undefined;
}

/** Looks orders up and changes them by hand. */
@Injectable()
export class OrdersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersRepository,
    private readonly move: MoveOrder,
    private readonly show: ShowOrder,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly tell: TellCustomer,
    private readonly keys: MessageKeys,
  ) {}

  /** The newest first; of those whose number is asked for, by number. @returns one more than `limit` where there are more */
  async list(tenantId: string, { status, contactId, number, afterNumber, ...rest }: OrderFilter): Promise<Order[]> {
    const page = { ...rest, limit: rest.limit + 1 };
    return this.database.forTenant(tenantId, async (tx) => {
      if (contactId !== undefined) {
        const phone = (await this.customers.find(tx, contactId))?.phone;
        return this.orders.listOfContact(tx, page, await this.customers.knownAs(tx, contactId, phone), { status, number });
      }
      if (number !== undefined) return this.orders.listByNumber(tx, { ...page, afterNumber }, number, status);
      return this.orders.list(tx, page, status);
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ShownOrder> {
    return this.database.forTenant(tenantId, (tx) => this.show.execute(tx, id));
  }

  /** @throws {Problem} not_found, order_move_refused */
  async change(tenantId: string, id: string, { status, reason, ...tracking }: OrderChange, by: Actor): Promise<ShownOrder> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, id);
      const now = this.clock.now().toISOString();
      let order = (await tx.rows(OrderRow).change(id, { ...tracking, updatedAt: now }))!;
      if (status !== undefined) {
        const move = moveOrder(before.status, status);
        if (move.move === 'refused') throw refusedMove(before.status, status, move.possible);
        if (move.move === 'made') order = await this.move.execute(tx, order, status, by, reason ?? null);
      }
      this.audit.append(tx, by, 'changed', { type: 'order', id }, audited(before), audited(order));
      return this.show.execute(tx, id);
    });
  }

  /** The first thing that is packed moves the order to packing. @throws {Problem} not_found, order_not_packable */
  async pack(tenantId: string, id: string, itemId: string, packed: boolean, by: Actor): Promise<ShownOrder> {
    return this.database.forTenant(tenantId, async (tx) => {
      const order = await this.#lock(tx, id);
      const item = await tx.rows(OrderItemRow).find(itemId);
      if (!item || item.orderId !== id) throw Problem.notFound('item of the order');
      if (item.packed !== packed) {
        if (!isPackable(order.status)) {
          const detail = `The order is ${order.status}; only what is pending, confirmed, paid or packing is packed.`;
          throw new Problem(409, 'order_not_packable', detail, undefined, {}, { status: order.status });
        }
        const at = packed ? this.clock.now().toISOString() : null;
        await tx.rows(OrderItemRow).change(itemId, { packed, packedAt: at, packedBy: packed ? by.id : null });
        if (packed && order.status !== 'packing') await this.move.execute(tx, order, 'packing', by, null);
      }
      return this.show.execute(tx, id);
    });
  }

  /** Has the customer told by hand, whether or not it goes out by itself. @throws {Problem} not_found, idempotency_key_reused */
  async tellCustomer(tenantId: string, id: string, type: MessageType, by: Actor, key: string | undefined): Promise<AskedMessage> {
    return this.database.forTenant(tenantId, async (tx) => {
      const order = await this.#lock(tx, id);
      const messageId = v7();
      const earlier = key === undefined ? undefined : await this.keys.take(tx, key, { orderId: id, type }, messageId);
      if (earlier) {
        const { status, code } = (await tx.rows(OrderMessageRow).find(earlier))!;
        return { id: earlier, status, code };
      }
      const asked = await this.tell.byHand(tx, { ...order, items: await this.orders.itemsOf(tx, id) }, type, messageId);
      this.audit.append(tx, by, 'customer_told', { type: 'order', id }, null, { messageId, type });
      return asked;
    });
  }

  async #lock(tx: Transaction, id: string): Promise<Order> {
    const order = await tx.rows(OrderRow).lock(id);
    if (!order) throw Problem.notFound('order');
    return order;
  }
}

function refusedMove(from: OrderStatus, to: OrderStatus, possible: readonly OrderStatus[]): Problem {
  const next = possible.length > 0 ? `it can become ${possible.join(', ')}` : 'it stays so';
  return new Problem(409, 'order_move_refused', `The order is ${from} and cannot become ${to}; ${next}.`, undefined, {}, { possible });
}

/** Nothing of the customer, as a parcel's number is: the log cannot be erased. */
const audited = ({ status, trackingNumber, trackingUrl }: Order) => ({ status, isTracked: (trackingNumber ?? trackingUrl) !== null });
