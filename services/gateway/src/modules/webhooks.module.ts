import { Module } from '@nestjs/common';
import { Outbox } from '#messaging';
import { SettleItemsJob } from '../entrypoints/webhooks/settle-items.job.js';
import { SplitJournalJob } from '../entrypoints/webhooks/split-journal.job.js';
import { WebhookDoor } from '../entrypoints/webhooks/webhook.door.js';
import { JournalWebhookHandler } from '../handlers/webhooks/journal-webhook.handler.js';
import { RoutePiece } from '../handlers/webhooks/route-piece.step.js';
import { SettleItemsHandler } from '../handlers/webhooks/settle-items.handler.js';
import { IngestConnection } from '../persistence/webhooks/ingest-connection.js';
import { JournalPartitionsRepository } from '../persistence/webhooks/journal-partitions.repository.js';
import { OutletsRepository } from '../persistence/webhooks/outlets.repository.js';
import { WebhookItemsRepository } from '../persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from '../persistence/webhooks/webhook-journal.repository.js';
import { ReceivingModule } from './receiving.module.js';

const REPOSITORIES = [JournalPartitionsRepository, OutletsRepository, WebhookItemsRepository, WebhookJournalRepository];

/** Webhooks: in by the door, through the journal, out as events; then what became of them. `split.thread.ts` splits, without Nest. */
@Module({
  imports: [ReceivingModule],
  providers: [
    WebhookDoor,
    SplitJournalJob,
    SettleItemsJob,
    JournalWebhookHandler,
    SettleItemsHandler,
    { provide: RoutePiece, inject: [Outbox], useFactory: (outbox: Outbox) => new RoutePiece(outbox) },
    IngestConnection,
    ...REPOSITORIES,
  ],
  exports: [RoutePiece, ...REPOSITORIES],
})
export class WebhooksModule {}
