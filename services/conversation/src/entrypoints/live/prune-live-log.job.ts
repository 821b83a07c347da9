import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { PruneLiveLogHandler } from '../../handlers/live/prune-live-log.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour: removes the days of the live log that nobody reads any more. */
@Injectable()
export class PruneLiveLogJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(pruneLiveLog: PruneLiveLogHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'pruning', (isStopped) => pruneLiveLog.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
