import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { FindAbandonedHandler } from '../handlers/find-abandoned.handler.js';
import { TakeBackHandler } from '../handlers/take-back.handler.js';

const EVERY_MS = 60_000;

/** Every minute: nobody's customers stay with people who are gone. */
@Injectable()
export class AbandonedJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly findAbandoned: FindAbandonedHandler,
    private readonly takeBack: TakeBackHandler,
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
    await this.#try(async () => {
      for (const due of await this.findAbandoned.execute(() => this.#stopped)) {
        if (!this.#stopped) await this.#try(() => this.takeBack.execute(due));
      }
    });
    this.#running = undefined;
  }

  /** Nothing is lost: the next round tries again. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger[isDatabaseUnavailable(error) ? 'debug' : 'warn']('an abandoned conversation was not taken back yet', error as Error);
    }
  }
}
