import { Injectable } from '@nestjs/common';
import { MAX_CUSTOMER_ORDERS } from '#contracts';
import { TenantDatabase } from '#database';
import { isOpen } from '../../domain/orders/states.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import type { Order } from '../../persistence/orders/order.entity.js';
import { Clock } from '../customers/clock.state.js';

/**
 * How long an order that names a number and no contact is the order of whoever has the number. In the United States a number rests for at
 * least 45 days before somebody else gets it (47 CFR 52.15(f)(1)(ii)).
 */
export const NUMBER_DAYS = 45;
/** For so long customers are told of an order that is done. */
const DONE_DAYS = 30;
const DAY_MS = 86_400_000;
const LOOKED_AT = 50;

/** Finds what a customer may be told by the assistant: their own orders, by who they are and not by what they write. */
@Injectable()
export class FindOwnOrdersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns those that are open or moved within {@link DONE_DAYS}, the newest first; none for a contact that is not there */
  async execute(tenantId: string, contactId: string): Promise<Order[]> {
    const now = this.clock.now().getTime();
    const found = await this.database.forTenant(tenantId, async (tx) => {
      const contact = await this.customers.find(tx, contactId);
      if (!contact) return [];
      const theirs = await this.customers.knownAs(tx, contactId, contact.phone);
      return this.orders.ownOf(tx, theirs, new Date(now - NUMBER_DAYS * DAY_MS).toISOString(), LOOKED_AT);
    });
    const isTold = ({ status, updatedAt }: Order): boolean => isOpen(status) || Date.parse(updatedAt) > now - DONE_DAYS * DAY_MS;
    return found.filter(isTold).slice(0, MAX_CUSTOMER_ORDERS);
  }
}
