import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { EndCheckoutsHandler } from '../../handlers/payments/end-checkouts.handler.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Ends checkouts that would take what is not due any more, and forgets old ones. */
@Injectable()
export class CheckoutsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(end: EndCheckoutsHandler, logger: Logger) {
    this.#loops = [
      BackgroundLoop.every(EVERY_MS, 'ending checkouts', (isStopped) => end.execute(isStopped), logger),
      BackgroundLoop.every(FORGET_EVERY_MS, 'forgetting checkouts', (isStopped) => end.forget(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
