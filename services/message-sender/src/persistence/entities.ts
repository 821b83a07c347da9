import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { DeliveryLimitRow } from './gate/delivery-limit.entity.js';
import { HoldRow } from './holds/hold.entity.js';
import { MarketingRouteRow } from './marketing/marketing-route.entity.js';
import { MediaFetchRow } from './media/media-fetch.entity.js';
import { MediaUploadRow } from './media/media-upload.entity.js';
import { MediaWaitRow } from './media/media-wait.entity.js';
import { ErasedIdRow } from './privacy/erased-id.entity.js';
import { MessageRow } from './queue/message.entity.js';
import { NumberRateRow } from './rates/number-rate.entity.js';
import { ManagementCallRow } from './templates/management-call.entity.js';
import { PortfolioRow } from './rates/portfolio.entity.js';
import { PortfolioUserRow } from './rates/portfolio-user.entity.js';
import { PairRateRow } from './rates/pair-rate.entity.js';
import { IdempotencyKeyRow } from './sending/idempotency-key.entity.js';
import { TemplateRow } from './templates/template.entity.js';
import { TemplateSyncRow } from './templates/template-sync.entity.js';
import { StatusLogEntryRow } from './statuses/status-log-entry.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('message_sender'),
  DeliveryLimitRow,
  HoldRow,
  MarketingRouteRow,
  MediaFetchRow,
  MediaUploadRow,
  MediaWaitRow,
  ErasedIdRow,
  MessageRow,
  NumberRateRow,
  PairRateRow,
  ManagementCallRow,
  PortfolioRow,
  PortfolioUserRow,
  IdempotencyKeyRow,
  StatusLogEntryRow,
  TemplateRow,
  TemplateSyncRow,
];
