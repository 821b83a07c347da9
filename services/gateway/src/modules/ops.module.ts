import { Module } from '@nestjs/common';
import { DeadLettersConsumer } from '../entrypoints/ops/dead-letters.consumer.js';
import { LedgerJob } from '../entrypoints/ops/ledger.job.js';
import { OpsController } from '../entrypoints/ops/ops.controller.js';
import { PruneJournalJob } from '../entrypoints/ops/prune-journal.job.js';
import { CompareLedgerHandler } from '../handlers/ops/compare-ledger.handler.js';
import { CountWeek } from '../handlers/ops/count-week.step.js';
import { FoldLedgerHandler } from '../handlers/ops/fold-ledger.handler.js';
import { ListDeadLettersHandler } from '../handlers/ops/list-dead-letters.handler.js';
import { ListItemsHandler } from '../handlers/ops/list-items.handler.js';
import { PruneJournalHandler } from '../handlers/ops/prune-journal.handler.js';
import { ReadLedgerHandler } from '../handlers/ops/read-ledger.handler.js';
import { RecordDeadLetterHandler } from '../handlers/ops/record-dead-letter.handler.js';
import { ReplayDeadLettersHandler } from '../handlers/ops/replay-dead-letters.handler.js';
import { ReplayItemsHandler } from '../handlers/ops/replay-items.handler.js';
import { DeadLettersRepository } from '../persistence/ops/dead-letters.repository.js';
import { LedgerRepository } from '../persistence/ops/ledger.repository.js';
import { WebhooksModule } from './webhooks.module.js';

/** Operations: the ledger, items and dead letters, replaying them, and pruning what is old. */
@Module({
  imports: [WebhooksModule],
  controllers: [OpsController],
  providers: [
    DeadLettersConsumer,
    LedgerJob,
    PruneJournalJob,
    CompareLedgerHandler,
    FoldLedgerHandler,
    ListDeadLettersHandler,
    ListItemsHandler,
    PruneJournalHandler,
    ReadLedgerHandler,
    RecordDeadLetterHandler,
    ReplayDeadLettersHandler,
    ReplayItemsHandler,
    CountWeek,
    DeadLettersRepository,
    LedgerRepository,
  ],
})
export class OpsModule {}
