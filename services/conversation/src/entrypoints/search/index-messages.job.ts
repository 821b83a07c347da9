import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { IndexMessagesHandler } from '../../handlers/search/index-messages.handler.js';

const EVERY_MS = 3_000;

/** Every few seconds the words of what was recorded since: the more there is at once, the less each costs. A turn that fails goes on from the positions. */
@Injectable()
export class IndexMessagesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(indexMessages: IndexMessagesHandler, logger: Logger) {
    const work = async (isStopped: () => boolean): Promise<void> => {
      while (!isStopped() && (await indexMessages.execute(isStopped)));
    };
    this.#loop = BackgroundLoop.every(EVERY_MS, 'indexing messages for the search', work, logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
