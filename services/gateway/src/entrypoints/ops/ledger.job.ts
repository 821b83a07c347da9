import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { CompareLedgerHandler } from '../../handlers/ops/compare-ledger.handler.js';
import { FoldLedgerHandler } from '../../handlers/ops/fold-ledger.handler.js';

const FOLD_EVERY_MS = 3_000;
const COMPARE_EVERY_MS = 60 * 60_000;

/** Folds the ledger's changes every few seconds, and compares its counts every hour. */
@Injectable()
export class LedgerJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #folding: BackgroundLoop;
  readonly #comparing: BackgroundLoop;

  constructor(fold: FoldLedgerHandler, compare: CompareLedgerHandler, logger: Logger) {
    this.#folding = BackgroundLoop.every(
      FOLD_EVERY_MS,
      'adding to the counts of the ledger',
      (isStopped) => fold.execute(isStopped),
      logger,
    );
    this.#comparing = BackgroundLoop.every(COMPARE_EVERY_MS, 'comparing the ledger', (isStopped) => compare.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#folding.start();
    this.#comparing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#folding.stop(), this.#comparing.stop()]);
  }
}
