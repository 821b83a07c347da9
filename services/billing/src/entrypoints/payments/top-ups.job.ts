import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { RunTopUpsHandler } from '../../handlers/payments/run-top-ups.handler.js';

/** A deposit that runs low stops messages when it is empty: soon, and a look costs the head of an index. */
const EVERY_MS = 5_000;

@Injectable()
export class TopUpsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(run: RunTopUpsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'filling up deposits', (isStopped) => run.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
