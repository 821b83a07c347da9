import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { AttemptRow } from './deliveries/attempt.entity.js';
import { DeliveryRow } from './deliveries/delivery.entity.js';
import { LaneRow } from './deliveries/lane.entity.js';
import { QueueRow } from './deliveries/queue.entity.js';
import { EndpointRow } from './endpoints/endpoint.entity.js';
import { ErasedLaneRow } from './privacy/erased-lane.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('outgoing_webhooks'),
  EndpointRow,
  QueueRow,
  LaneRow,
  DeliveryRow,
  AttemptRow,
  ErasedLaneRow,
];
