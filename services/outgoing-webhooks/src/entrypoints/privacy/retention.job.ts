import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ApplyRetentionHandler } from '../../handlers/privacy/apply-retention.handler.js';

const EVERY_MS = 10 * 60_000;

/** Removes what is too old to be kept, every ten minutes. */
@Injectable()
export class RetentionJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(applyRetention: ApplyRetentionHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(
      EVERY_MS,
      'removing what is too old to be kept',
      (isStopped) => applyRetention.execute(isStopped),
      logger,
    );
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
