import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { RunInvoicingHandler } from '../../handlers/invoicing/run-invoicing.handler.js';

const EVERY_MS = 60_000;

@Injectable()
export class RunInvoicingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(run: RunInvoicingHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'invoicing plans', (isStopped) => run.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
