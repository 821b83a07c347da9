/** How far a message got. Order matters; `failed` is not a step on this way but a flag beside it. */
export const DELIVERY_STATUSES = ['queued', 'sent', 'delivered', 'read', 'played'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface DeliveryState {
  status: DeliveryStatus;
  /** Meta reported `failed` at least once. With several devices, `failed` and `delivered` may both arrive, in either order. */
  failed: boolean;
}

const RANKS = new Map<string, number>(DELIVERY_STATUSES.map((status, rank) => [status, rank]));

/** queued 0, sent 1, delivered 2, read 3, played 4; -1 for `failed` and for any status that has no rank. */
export function statusRank(status: string): number {
  return RANKS.get(status) ?? -1;
}

/**
 * Folds one incoming status into the state: never backwards, a status without rank changes nothing, `failed` only raises the flag.
 * Any order of the same updates ends in the same state. Returns `current` itself when nothing changed.
 */
export function mergeStatus(current: DeliveryState, incoming: string): DeliveryState {
  if (incoming === 'failed') return current.failed ? current : { ...current, failed: true };
  if (statusRank(incoming) <= statusRank(current.status)) return current;
  return { ...current, status: incoming as DeliveryStatus };
}
