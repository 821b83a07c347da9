import { movesFrom } from '../../domain/orders/states.js';
import type { ListedOrder, ShownOrder } from '../../handlers/orders/show-order.step.js';
import type { ListedOrderDto, OrderDetailDto } from './orders.dto.js';

export const toListedOrder = (order: ListedOrder): ListedOrderDto => ({
  id: order.id,
  orderNumber: order.orderNumber,
  status: order.status,
  possible: [...movesFrom(order.status)],
  connectionId: order.connectionId,
  externalPlatform: order.externalPlatform,
  externalId: order.externalId,
  contactId: order.contactId,
  phone: order.phone,
  customerName: order.customerName,
  currency: order.currency,
  totalMinor: order.totalMinor,
  cashOnDelivery: order.cashOnDelivery,
  trackingNumber: order.trackingNumber,
  trackingUrl: order.trackingUrl,
  placedAt: order.placedAt,
  updatedAt: order.updatedAt,
});

export const toOrder = (order: ShownOrder): OrderDetailDto => ({
  ...toListedOrder(order),
  address: order.address,
  language: order.language,
  confirmBy: order.confirmBy,
  items: order.items.map(({ id, sku, name, quantity, unitPriceMinor, packed, packedAt }) => ({
    id,
    sku,
    name,
    quantity,
    unitPriceMinor,
    packed,
    packedAt,
  })),
  messages: order.messages.map(({ id, type, status, code, detail, at }) => ({ id, type, status, code, detail, at })),
  history: order.history.map(({ fromStatus, toStatus, actorKind, actorId, reason, at }) => ({
    from: fromStatus,
    to: toStatus,
    by: actorKind,
    byId: actorId,
    reason,
    at,
  })),
});
