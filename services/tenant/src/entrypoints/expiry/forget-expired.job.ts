import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetExpiredHandler } from '../../handlers/expiry/forget-expired.handler.js';

const EVERY_MS = 60 * 60_000;

/** Deletes what has expired, at the start and every hour. */
@Injectable()
export class ForgetExpiredJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forgetExpired: ForgetExpiredHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'taking away what has expired', (isStopped) => forgetExpired.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
