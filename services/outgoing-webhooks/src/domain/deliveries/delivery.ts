export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** As the API calls them. */
export const DELIVERY_STATUSES = ['delivered', 'retrying', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const statusOf = (state: DeliveryState): DeliveryStatus => (state === 'waiting' ? 'retrying' : state);
export const stateOf = (status: DeliveryStatus): DeliveryState => (status === 'retrying' ? 'waiting' : status);

/** The id under which a receiver knows an event: the same in every delivery, also a replayed one. */
export const webhookIdOf = (eventId: string): string => `msg_${eventId}`;
