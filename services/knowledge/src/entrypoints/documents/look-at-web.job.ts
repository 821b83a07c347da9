import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { LookAtWebHandler } from '../../handlers/documents/look-at-web.handler.js';
import { WebSignal } from '../../handlers/documents/web-sources.handler.js';

/** Slow sites hold up no others until there are so many at once. */
const WORKERS = 4;

/** Looks at web addresses that are due. */
@Injectable()
export class LookAtWebJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: readonly BackgroundLoop[];

  constructor(lookAtWeb: LookAtWebHandler, signal: WebSignal, logger: Logger, @Inject(CONFIG) { WEB_SWEEP_MS }: Config) {
    const work = async (isStopped: () => boolean): Promise<void> => {
      while (!isStopped() && (await lookAtWeb.execute()));
    };
    this.#loops = Array.from({ length: WORKERS }, () =>
      BackgroundLoop.onWake(signal, WEB_SWEEP_MS, 'looking at web addresses', work, logger),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
