import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { FindAbandonedHandler } from '../../handlers/ownership/find-abandoned.handler.js';
import { TakeBackHandler } from '../../handlers/ownership/take-back.handler.js';

const EVERY_MS = 60_000;

/** Every minute: nobody's customers stay with people who are gone. */
@Injectable()
export class AbandonedJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;
  /** Right after a start nobody has been reported as connected yet. */
  #isEarly = true;

  constructor(
    private readonly findAbandoned: FindAbandonedHandler,
    private readonly takeBack: TakeBackHandler,
    logger: Logger,
  ) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'taking back what people who are gone had', (isStopped) => this.#sweep(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }

  /** @throws the first failure, after all others were taken back */
  async #sweep(isStopped: () => boolean): Promise<void> {
    if (this.#isEarly) return void (this.#isEarly = false);
    const failures: unknown[] = [];
    for (const due of await this.findAbandoned.execute(isStopped)) {
      if (isStopped()) return;
      await this.takeBack.execute(due).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
