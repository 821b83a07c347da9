import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { HourlyCountRow } from './figures/hourly-count.entity.js';
import { MessageStageRow } from './figures/message-stage.entity.js';
import { ResponseClockRow } from './figures/response-clock.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [...messagingEntities('analytics'), HourlyCountRow, MessageStageRow, ResponseClockRow];
