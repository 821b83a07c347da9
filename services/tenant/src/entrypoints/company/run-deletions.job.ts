import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { DeletionWake } from '../../handlers/company/deletion-wake.state.js';
import { RunDeletionsHandler } from '../../handlers/company/run-deletions.handler.js';

const EVERY_MS = 10_000;

/** Every ten seconds, and whenever a service is done: companies whose time has come. */
@Injectable()
export class RunDeletionsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(wake: DeletionWake, runDeletions: RunDeletionsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.onWake(wake, EVERY_MS, 'ending companies', (isStopped) => runDeletions.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
