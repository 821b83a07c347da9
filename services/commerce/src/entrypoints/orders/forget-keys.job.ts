import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetKeysHandler } from '../../handlers/orders/forget-keys.handler.js';

const EVERY_MS = 60 * 60_000;

@Injectable()
export class ForgetKeysJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forgetKeys: ForgetKeysHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'forgetting idempotency keys', (isStopped) => forgetKeys.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
