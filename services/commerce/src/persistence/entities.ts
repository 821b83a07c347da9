import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [...messagingEntities('commerce')];
