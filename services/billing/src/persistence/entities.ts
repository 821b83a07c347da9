import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { SubscriptionRow } from './plans/subscription.entity.js';
import { DailyChargeRow } from './usage/daily-charge.entity.js';
import { DailyUsageRow } from './usage/daily-usage.entity.js';
import { PricedMessageRow } from './usage/priced-message.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('billing'),
  SubscriptionRow,
  DailyChargeRow,
  DailyUsageRow,
  PricedMessageRow,
];
