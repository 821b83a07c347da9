import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { readPhoneOf } from '#whatsapp';
import type { EventOutcome } from '../../domain/connections/platforms.js';
import {
  statusOf,
  trackingOf,
  withFacts,
  withoutTracking,
  type ShopItem,
  type ShopOrder,
  type Told,
} from '../../domain/connections/shop-order.js';
import { settingOf } from '../../domain/order-messages/types.js';
import { followShop } from '../../domain/orders/states.js';
import type { Connection } from '../../persistence/connections/connection.entity.js';
import { ShopOrdersRepository } from '../../persistence/connections/shop-orders.repository.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import type { OrderItem } from '../../persistence/orders/order-item.entity.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Clock } from '../customers/clock.state.js';
import { MoveOrder } from '../orders/move-order.step.js';

export interface Followed {
  outcome: EventOutcome;
  detail: string | null;
  orderId: string | null;
  /** Whether nothing needs what was told any more. */
  isRead?: boolean;
}

/** How long after it was placed a customer may be told of an order that was not here before. */
const NEW_MS = 2 * 86_400_000;

/** Brings an order to where its shop says it stands. */
@Injectable()
export class FollowShop {
  constructor(
    private readonly shopOrders: ShopOrdersRepository,
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersRepository,
    private readonly settings: MessageSettingsRepository,
    private readonly move: MoveOrder,
    private readonly clock: Clock,
  ) {}

  async execute(tx: Transaction, connection: Connection, told: Extract<Told, { kind: 'order' }>): Promise<Followed> {
    const now = this.clock.now().toISOString();
    const known = await this.shopOrders.lock(tx, connection.id, told.externalId, now);
    const { facts, isNewest } = withFacts(known.facts, told.facts);
    const said = statusOf(facts);
    const saved = { ...known, facts, status: said ?? null, updatedAt: now };
    if (known.orderId === null && !told.order) {
      await this.shopOrders.save(tx, { ...saved, ...(known.forgotten && { facts: withoutTracking(facts) }), status: null });
      return { outcome: 'waiting', detail: 'The order itself has not come yet.', orderId: null, isRead: true };
    }
    if (known.orderId === null) {
      const { forgotten } = known;
      const kept = forgotten ? withoutTracking(facts) : facts;
      const orderId = await this.#create(tx, connection, told, { status: said!, tracking: trackingOf(kept), forgotten });
      await this.shopOrders.save(tx, { ...saved, facts: kept, orderId });
      return { outcome: 'applied', detail: null, orderId, isRead: forgotten };
    }
    const before = (await tx.rows(OrderRow).lock(known.orderId))!;
    const isRead = before.forgotten;
    await this.shopOrders.save(tx, isRead ? { ...saved, facts: withoutTracking(facts) } : saved);
    let order = before;
    if (isNewest && told.order) order = await this.#renew(tx, connection, order, told.order);
    const tracking = order.forgotten ? null : trackingOf(facts);
    if (tracking && (tracking.number !== order.trackingNumber || tracking.url !== order.trackingUrl)) {
      order = (await tx.rows(OrderRow).change(order.id, { trackingNumber: tracking.number, trackingUrl: tracking.url, updatedAt: now }))!;
    }
    const to = said === undefined ? order.status : followShop(order.status, known.status ?? undefined, said);
    if (to !== order.status) await this.move.execute(tx, order, to, { kind: 'shop', id: connection.id }, null);
    if (to !== before.status || isNewest) return { outcome: 'applied', detail: null, orderId: order.id, isRead };
    const isOlder = told.facts.snapshot !== undefined;
    return {
      outcome: isOlder ? 'older' : 'unchanged',
      detail: isOlder ? 'A newer state of the order is here already.' : null,
      orderId: order.id,
      isRead,
    };
  }

  async #create(
    tx: Transaction,
    connection: Connection,
    { externalId, order }: Extract<Told, { kind: 'order' }>,
    { status, tracking, forgotten }: { status: Order['status']; tracking: ShopOrder['tracking']; forgotten: boolean },
  ): Promise<string> {
    const id = v7();
    const shop = order!;
    // An old order that is only now seen, as after a change in the shop, is news to nobody.
    const { createdAt } = connection;
    const isOld = Date.parse(shop.placedAt) < Math.max(Date.parse(createdAt), this.clock.now().getTime() - NEW_MS);
    const { types } = await this.settings.read(tx);
    const isAsked =
      !forgotten && shop.cashOnDelivery && status === 'confirmed' && !isOld && settingOf('awaiting_confirmation', types).enabled;
    const made = {
      id,
      ...(forgotten ? NOBODY : await this.#customer(tx, connection, shop)),
      orderNumber: shop.orderNumber,
      connectionId: connection.id,
      externalPlatform: connection.platform,
      externalId,
      currency: shop.currency,
      totalMinor: shop.totalMinor,
      // The shop takes what is paid at the door as confirmed; whether the customer does is asked where the company wants it.
      status: isAsked ? ('awaiting_confirmation' as const) : status,
      cashOnDelivery: shop.cashOnDelivery,
      trackingNumber: tracking?.number ?? null,
      trackingUrl: tracking?.url ?? null,
      forgotten,
      placedAt: shop.placedAt,
    };
    await this.orders.insert(tx, made);
    await this.orders.insertItems(
      tx,
      id,
      shop.items.map((item, position) => newItem(item, position)),
    );
    await this.move.begin(tx, made, { kind: 'shop', id: connection.id }, null, { isNews: !isOld });
    return id;
  }

  async #renew(tx: Transaction, connection: Connection, order: Order, shop: ShopOrder): Promise<Order> {
    const items = await this.orders.itemsOf(tx, order.id);
    const now = shop.items.map((item, position) => newItem(item, position, items));
    if (JSON.stringify(now) !== JSON.stringify(items.map(({ orderId: _, ...item }) => inOrder(item)))) {
      await this.orders.deleteItems(tx, order.id);
      await this.orders.insertItems(tx, order.id, now);
    }
    return (await tx.rows(OrderRow).change(order.id, {
      ...(order.forgotten ? {} : await this.#customer(tx, connection, shop)),
      orderNumber: shop.orderNumber,
      currency: shop.currency,
      totalMinor: shop.totalMinor,
      cashOnDelivery: shop.cashOnDelivery,
      updatedAt: this.clock.now().toISOString(),
    }))!;
  }

  /** The first number that can be read. */
  async #customer(tx: Transaction, connection: Connection, { phones, country, ...shop }: ShopOrder) {
    const read = phones.map((phone) => readPhoneOf(phone, country ?? connection.country)).find((one) => 'phone' in one);
    const phone = read?.phone ?? null;
    const contact = phone === null ? undefined : await this.customers.findByPhone(tx, phone);
    return { phone, contactId: contact?.id ?? null, customerName: shop.customerName, language: shop.language, address: shop.address };
  }
}

/** Whose order it is, of a customer who is forgotten. */
const NOBODY = { phone: null, contactId: null, customerName: null, language: null, address: null };

/** What was packed stays packed where the shop's line is the same. */
function newItem(item: ShopItem, position: number, before: readonly OrderItem[] = []): Omit<OrderItem, 'tenantId' | 'orderId'> {
  const same = before.find(({ externalId, position: place }) =>
    item.externalId === null ? place === position : externalId === item.externalId,
  );
  const stays = same?.quantity === item.quantity && same.name === item.name;
  return inOrder({
    ...item,
    id: same?.id ?? v7(),
    position,
    packed: stays && same.packed,
    packedAt: stays ? same.packedAt : null,
    packedBy: stays ? same.packedBy : null,
  });
}

/** With its properties in one order, so that two can be compared as texts. */
const inOrder = (item: Omit<OrderItem, 'tenantId' | 'orderId'>): Omit<OrderItem, 'tenantId' | 'orderId'> => ({
  id: item.id,
  position: item.position,
  externalId: item.externalId,
  sku: item.sku,
  name: item.name,
  quantity: item.quantity,
  unitPriceMinor: item.unitPriceMinor,
  packed: item.packed,
  packedAt: item.packedAt,
  packedBy: item.packedBy,
});
