import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { PruneJournalHandler } from '../../handlers/webhooks/prune-journal.handler.js';
import { BackgroundLoop } from './background-loop.js';

const EVERY_MS = 60 * 60_000;

@Injectable()
export class PruneJournalJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;
  #stopped = false;

  constructor(prune: PruneJournalHandler, logger: Logger) {
    this.#loop = new BackgroundLoop(
      'pruning the webhook journal',
      async () => {
        await prune.execute(() => this.#stopped);
        return { ms: EVERY_MS };
      },
      logger,
    );
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
  }
}
