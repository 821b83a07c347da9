import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { EventOf, messageReceived } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { readCart, type Cart } from '../../domain/orders/cart.js';
import { CustomersRepository, type Customer } from '../../persistence/customers/customers.repository.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Clock } from '../customers/clock.state.js';
import { MoveOrder, type NewOrderRow } from './move-order.step.js';

type Received = EventOf<typeof messageReceived>;
/** Under which carts are orders of a platform. */
const PLATFORM = 'whatsapp';
/** So long the contact of somebody without a number is waited for: conversation makes it of the same message. */
const CONTACT_MS = 20_000;

/** What customers order from the catalogue in WhatsApp becomes an order, once. */
@Injectable()
export class TakeCartHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersRepository,
    private readonly move: MoveOrder,
    private readonly clock: Clock,
  ) {}

  /** @param events of one tenant; those that are no cart cost nothing */
  async execute(events: readonly Received[]): Promise<void> {
    const carts = events.flatMap((event) => {
      const cart = event.data.message.type === 'order' ? readCart(event.data.message.raw) : undefined;
      return cart ? [{ event, cart }] : [];
    });
    if (carts.length === 0) return;
    await this.database.forTenant(carts[0]!.event.tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(
        tx,
        carts.map(({ event }) => event),
      );
      for (const { event, cart } of carts) if (fresh.includes(event)) await this.#take(tx, event, cart);
    });
  }

  async #take(tx: Transaction, event: Received, cart: Cart): Promise<void> {
    const { message } = event.data;
    const { phone, name } = message.from;
    const customer = await this.#customer(tx, event);
    const id = v7();
    const order: NewOrderRow = {
      id,
      // Nobody has given it a number: people need one to speak of it.
      orderNumber: `WA-${id.slice(-6).toUpperCase()}`,
      connectionId: null,
      externalPlatform: PLATFORM,
      externalId: message.wamid,
      contactId: customer?.id ?? null,
      phone: phone ?? null,
      // With neither a number nor a contact an erasure could not find it.
      customerName: phone || customer ? (name?.slice(0, 200) ?? null) : null,
      language: null,
      address: null,
      currency: cart.currency,
      totalMinor: cart.totalMinor,
      status: 'pending',
      cashOnDelivery: false,
      trackingNumber: null,
      trackingUrl: null,
      forgotten: false,
      placedAt: message.timestamp,
    };
    if (!(await this.orders.insert(tx, order))) return;
    const items = cart.items.map((item, position) => ({
      ...item,
      id: v7(),
      position,
      externalId: null,
      // The message has no names of products.
      name: item.sku,
      packed: false,
      packedAt: null,
      packedBy: null,
    }));
    await this.orders.insertItems(tx, id, items);
    await this.move.begin(tx, order, { kind: 'customer', id: null }, null);
  }

  /** @throws where only a contact can tell whose cart it is, and there may be one soon: the event comes again */
  async #customer(tx: Transaction, { occurredAt, data: { message } }: Received): Promise<Customer | undefined> {
    const { phone, userId } = message.from;
    const ofPhone = phone ? await this.customers.findByPhone(tx, phone) : undefined;
    const customer = ofPhone ?? (userId ? await this.customers.findByUserId(tx, userId) : undefined);
    const isAwaited = !phone && this.clock.now().getTime() - Date.parse(occurredAt) < CONTACT_MS;
    if (!customer && isAwaited) throw new Error('the contact of a cart is not there yet');
    return customer;
  }
}
