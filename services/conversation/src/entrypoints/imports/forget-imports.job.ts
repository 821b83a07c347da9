import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetImportsHandler } from '../../handlers/imports/forget-imports.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour: imports of a month ago go. */
@Injectable()
export class ForgetImportsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(forgetImports: ForgetImportsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'forgetting imports', (isStopped) => forgetImports.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
