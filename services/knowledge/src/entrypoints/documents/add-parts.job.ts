import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { AddPartsHandler } from '../../handlers/documents/add-parts.handler.js';

/** Documents without parts come from before an upgrade, or from an old process that still runs during one. */
const EVERY_MS = 10 * 60_000;

@Injectable()
export class AddPartsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(addParts: AddPartsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'adding parts of words', (isStopped) => addParts.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
