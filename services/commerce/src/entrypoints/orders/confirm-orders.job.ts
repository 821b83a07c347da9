import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ConfirmOrdersHandler } from '../../handlers/orders/confirm-orders.handler.js';

const SWEEP_MS = 15_000;

/** Cancels orders that nobody confirmed in time. */
@Injectable()
export class ConfirmOrdersJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(confirm: ConfirmOrdersHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(SWEEP_MS, 'ending confirmations', (isStopped) => confirm.expire(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
