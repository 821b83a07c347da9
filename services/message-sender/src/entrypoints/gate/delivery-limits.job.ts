import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetDeliveryLimitsHandler } from '../../handlers/gate/forget-delivery-limits.handler.js';

const EVERY_MS = 10 * 60_000;

/** Every ten minutes: what WhatsApp has said that it will not deliver, where that is over. */
@Injectable()
export class DeliveryLimitsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forget: ForgetDeliveryLimitsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'forgetting limits of delivery', (isStopped) => forget.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
