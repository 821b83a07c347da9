import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { FoldContactCountsHandler } from '../../handlers/contacts/fold-contact-counts.handler.js';

const EVERY_MS = 5_000;

/** Every few seconds the numbers of contacts are added up. */
@Injectable()
export class ContactCountsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(fold: FoldContactCountsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'adding up numbers of contacts', (isStopped) => fold.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
