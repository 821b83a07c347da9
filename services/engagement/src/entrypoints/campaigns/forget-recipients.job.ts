import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetRecipientsHandler } from '../../handlers/campaigns/forget-recipients.handler.js';

const EVERY_MS = 10 * 60_000;

/** Every ten minutes: recipients and counts that are too old to be kept. */
@Injectable()
export class ForgetRecipientsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forget: ForgetRecipientsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'forgetting recipients of old campaigns', (isStopped) => forget.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
