import type { OrderMilestone, OrderStatus } from '#contracts';

export { ORDER_STATUSES, type OrderStatus } from '#contracts';

/** Who moves orders. `shop`: the platform that the order comes from; `system`: a time that has passed. */
export const MOVER_KINDS = ['user', 'api-key', 'customer', 'shop', 'system'] as const;
export type MoverKind = (typeof MOVER_KINDS)[number];

/** What people and programs may do with an order by hand. A shop's own word is followed by {@link followShop} instead. */
const MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  awaiting_confirmation: ['confirmed', 'cancelled'],
  pending: ['awaiting_confirmation', 'confirmed', 'paid', 'packing', 'cancelled'],
  confirmed: ['paid', 'packing', 'shipped', 'cancelled'],
  paid: ['packing', 'shipped', 'cancelled', 'refunded'],
  packing: ['shipped', 'cancelled', 'refunded'],
  shipped: ['delivered', 'returned', 'refunded'],
  delivered: ['returned', 'refunded'],
  cancelled: ['refunded'],
  refunded: [],
  returned: ['refunded'],
};

/** Statuses that an order may move to from this one. */
export const movesFrom = (status: OrderStatus): readonly OrderStatus[] => MOVES[status];

/** Whether parcels of such an order are still being packed. */
export const isPackable = (status: OrderStatus): boolean => ['pending', 'confirmed', 'paid', 'packing'].includes(status);

/** What is decided about a move that somebody asks for. */
export type Move = { move: 'made' } | { move: 'none' } | { move: 'refused'; possible: readonly OrderStatus[] };

/** @returns `none` where the order stands there already, so that asking twice is the same as once */
export function moveOrder(from: OrderStatus, to: OrderStatus): Move {
  if (from === to) return { move: 'none' };
  return MOVES[from].includes(to) ? { move: 'made' } : { move: 'refused', possible: MOVES[from] };
}

/** The way of an order that goes well. What has left it (cancelled, refunded, returned) has no place on it. */
const WAY: readonly OrderStatus[] = ['awaiting_confirmation', 'pending', 'confirmed', 'paid', 'packing', 'shipped', 'delivered'];
const placeOf = (status: OrderStatus): number => WAY.indexOf(status);

/**
 * Where an order goes when its shop says where it stands. The shop is right, with one exception: it knows nothing of what was packed and sent from
 * here, so its word does not take an order back that people here have moved on, or have cancelled, refunded or taken back.
 *
 * @param now where the order stands @param before what the shop said last; undefined if nothing yet @param said what the shop says now
 */
export function followShop(now: OrderStatus, before: OrderStatus | undefined, said: OrderStatus): OrderStatus {
  if (said === before) return now;
  const [here, there] = [placeOf(now), placeOf(said)];
  if (here < 0 && now !== before && there >= 0) return now;
  if (here < 0 || there < 0 || there > here) return said;
  return now === before ? said : now;
}

/**
 * What an order comes to by a change. One that is past `paid` without having stood there is paid too, since shops pass over it; but what is to be paid
 * at the door is paid once somebody says so, or once it is delivered.
 *
 * @param from undefined of one that is made
 */
export function milestonesOf(
  from: OrderStatus | undefined,
  to: OrderStatus,
  { cashOnDelivery }: { cashOnDelivery: boolean },
): OrderMilestone[] {
  const isPaid = (status: OrderStatus): boolean =>
    status === 'paid' || (cashOnDelivery ? status === 'delivered' : placeOf(status) > placeOf('paid'));
  const wasPaid = from !== undefined && isPaid(from);
  return [...(from === undefined ? (['created'] as const) : []), ...(isPaid(to) && !wasPaid ? (['paid'] as const) : [])];
}

/** Whether its customer still waits for something. */
export const isOpen = (status: OrderStatus): boolean => placeOf(status) >= 0 && status !== 'delivered';
