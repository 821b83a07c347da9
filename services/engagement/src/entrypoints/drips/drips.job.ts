import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { AdvanceDripsHandler } from '../../handlers/drips/advance-drips.handler.js';

const PAUSE_MS = 1_000;

/** Every second: steps whose time has come. */
@Injectable()
export class DripsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(advance: AdvanceDripsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(PAUSE_MS, 'advancing drips', (isStopped) => advance.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
