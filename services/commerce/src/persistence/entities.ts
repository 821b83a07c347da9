import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { IdempotencyKeyRow } from './orders/idempotency-key.entity.js';
import { OrderHistoryRow } from './orders/order-history.entity.js';
import { OrderItemRow } from './orders/order-item.entity.js';
import { OrderRow } from './orders/order.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('commerce'),
  OrderRow,
  OrderItemRow,
  OrderHistoryRow,
  IdempotencyKeyRow,
];
