import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { RecoverNoticesHandler } from '../../handlers/payments/recover-notices.handler.js';

const EVERY_MS = 60 * 60_000;

/** Runs at the start and every hour. */
@Injectable()
export class RecoverNoticesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(recover: RecoverNoticesHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'fetching notices of payments', (isStopped) => recover.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
