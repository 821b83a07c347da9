import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { PruneJournalHandler } from '../../handlers/ops/prune-journal.handler.js';

const EVERY_MS = 60 * 60_000;

/** Prunes the journal every hour. */
@Injectable()
export class PruneJournalJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(prune: PruneJournalHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'pruning the webhook journal', (isStopped) => prune.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
