import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { FoldCountsHandler } from '../../handlers/threads/fold-counts.handler.js';
import { MendCountsHandler } from '../../handlers/threads/mend-counts.handler.js';

const FOLD_EVERY_MS = 3_000;
const MEND_EVERY_MS = 60 * 60_000;

/** Every few seconds counters are added up; every hour those that have not been looked at for a day are compared with the rows. */
@Injectable()
export class CountsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(fold: FoldCountsHandler, mend: MendCountsHandler, logger: Logger) {
    this.#loops = [
      BackgroundLoop.every(FOLD_EVERY_MS, 'adding up counters', (isStopped) => fold.execute(isStopped), logger),
      BackgroundLoop.every(MEND_EVERY_MS, 'comparing counters with their rows', (isStopped) => mend.execute(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
