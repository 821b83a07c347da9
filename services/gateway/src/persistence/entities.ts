import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { ApiKeyUseRow } from './api/api-key-use.entity.js';
import { RateWindowRow } from './api/rate-window.entity.js';
import { DeadLetterRow } from './ops/dead-letter.entity.js';
import { LedgerChangeRow } from './ops/ledger-change.entity.js';
import { LedgerCountRow } from './ops/ledger-count.entity.js';
import { ErasureProgressRow } from './privacy/erasure-progress.entity.js';
import { WebhookItemRow } from './webhooks/webhook-item.entity.js';
import { WebhookJournalEntryRow } from './webhooks/webhook-journal-entry.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('gateway'),
  ApiKeyUseRow,
  RateWindowRow,
  DeadLetterRow,
  LedgerChangeRow,
  LedgerCountRow,
  ErasureProgressRow,
  WebhookItemRow,
  WebhookJournalEntryRow,
];
