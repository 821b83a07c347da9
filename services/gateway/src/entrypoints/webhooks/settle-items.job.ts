import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger, type Pause } from '#service-kit';
import { SettleItemsHandler } from '../../handlers/webhooks/settle-items.handler.js';

const BUSY_MS = 250;
/** The pause if nothing was settled: looking is as expensive as settling. */
const IDLE_MS = 1_000;
/** Dead items are few and rarely settle. */
const DEAD_EVERY_MS = 5_000;

@Injectable()
export class SettleItemsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;
  #deadCheckedAt = -Infinity;

  constructor(
    private readonly settle: SettleItemsHandler,
    logger: Logger,
  ) {
    this.#loop = new BackgroundLoop('settling webhook items', () => this.#turn(), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #turn(): Promise<Pause> {
    const settled = await this.settle.execute('pending');
    if (performance.now() - this.#deadCheckedAt > DEAD_EVERY_MS) {
      await this.settle.execute('dead');
      this.#deadCheckedAt = performance.now();
    }
    return { ms: settled > 0 ? BUSY_MS : IDLE_MS };
  }
}
