import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { IndexMessagesHandler } from '../../handlers/search/index-messages.handler.js';

const EVERY_MS = 1_000;

/** Every second: the words of what was recorded since. */
@Injectable()
export class IndexMessagesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly indexMessages: IndexMessagesHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => (this.#running ??= this.#run()), EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped && (await this.indexMessages.execute(() => this.#stopped)));
    } catch (error) {
      // The next round goes on from the positions.
      this.logger[isDatabaseUnavailable(error) ? 'debug' : 'error']('messages could not be indexed for the search yet', error as Error);
    } finally {
      this.#running = undefined;
    }
  }
}
