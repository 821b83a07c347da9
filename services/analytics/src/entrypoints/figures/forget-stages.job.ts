import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetStagesHandler } from '../../handlers/figures/forget-stages.handler.js';

const EVERY_MS = 60 * 60_000;

/** Runs at the start and every hour. Rows are kept as long as a status may still be reported or replayed. */
@Injectable()
export class ForgetStagesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forget: ForgetStagesHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'forgetting stages of deliveries', (isStopped) => forget.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
