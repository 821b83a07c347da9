import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { SegmentContactRow } from './segments/segment-contact.entity.js';
import { SegmentRow } from './segments/segment.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [...messagingEntities('engagement'), SegmentRow, SegmentContactRow];
