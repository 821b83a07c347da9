import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger, type Pause } from '#service-kit';
import { QueueDueHandler } from '../../handlers/schedule/queue-due.handler.js';

const PAUSE = { ms: 1_000 };

/** Every second: messages whose time has come go into the queue. */
@Injectable()
export class ScheduleJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(due: QueueDueHandler, logger: Logger) {
    const turn = async (isStopped: () => boolean): Promise<Pause> => {
      await due.execute(isStopped);
      return PAUSE;
    };
    // Also after a failure: one tenant's must not make the others wait.
    this.#loop = new BackgroundLoop('queueing what is due', turn, logger, PAUSE);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
