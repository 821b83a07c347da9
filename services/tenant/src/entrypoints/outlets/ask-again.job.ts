import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { AskAgainHandler } from '../../handlers/outlets/ask-again.handler.js';

const EVERY_MS = 5_000;

/** Asks WhatsApp about the numbers that wait for its answer. */
@Injectable()
export class AskAgainJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(@Inject(CONFIG) config: Config, askAgain: AskAgainHandler, logger: Logger) {
    const everyMs = Math.min(config.CONFIRM_PAUSE_MS, EVERY_MS);
    this.#loop = BackgroundLoop.every(everyMs, 'asking whose numbers are', (isStopped) => askAgain.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
