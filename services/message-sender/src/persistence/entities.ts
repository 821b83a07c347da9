import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { HoldRow } from './holds/hold.entity.js';
import { MediaFetchRow } from './media/media-fetch.entity.js';
import { MediaUploadRow } from './media/media-upload.entity.js';
import { MediaWaitRow } from './media/media-wait.entity.js';
import { ErasedIdRow } from './privacy/erased-id.entity.js';
import { MessageRow } from './queue/message.entity.js';
import { IdempotencyKeyRow } from './sending/idempotency-key.entity.js';
import { StatusLogEntryRow } from './statuses/status-log-entry.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('message_sender'),
  HoldRow,
  MediaFetchRow,
  MediaUploadRow,
  MediaWaitRow,
  ErasedIdRow,
  MessageRow,
  IdempotencyKeyRow,
  StatusLogEntryRow,
];
