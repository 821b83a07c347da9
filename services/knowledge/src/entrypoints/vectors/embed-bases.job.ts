import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { EmbedBasesHandler } from '../../handlers/vectors/embed-bases.handler.js';
import { EnterUsageHandler } from '../../handlers/vectors/enter-usage.handler.js';

const ENTER_EVERY_MS = 5_000;

/** Makes vectors of what is published, which it looks for every sweep. Without an encoder nothing runs. */
@Injectable()
export class EmbedBasesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  readonly #loops: readonly BackgroundLoop[];
  readonly #enterUsage: EnterUsageHandler;
  /** At the start a model may be another one than before. */
  #hasLooked = false;

  constructor(embedBases: EmbedBasesHandler, enterUsage: EnterUsageHandler, logger: Logger, @Inject(CONFIG) { DOCUMENT_SWEEP_MS }: Config) {
    this.#enterUsage = enterUsage;
    const embedding = async (): Promise<void> => {
      if (!this.#hasLooked) await embedBases.markOthers(this.#stop.signal);
      this.#hasLooked = true;
      await embedBases.execute(this.#stop.signal);
    };
    this.#loops = !embedBases.isOn
      ? []
      : [
          BackgroundLoop.every(DOCUMENT_SWEEP_MS, 'making vectors', embedding, logger),
          BackgroundLoop.every(DOCUMENT_SWEEP_MS, 'removing vectors', () => embedBases.removeDeleted(this.#stop.signal), logger),
          BackgroundLoop.every(ENTER_EVERY_MS, 'entering what was encoded', () => enterUsage.execute(), logger),
        ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort(new Error('shutting down'));
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.#enterUsage.execute();
  }
}
