import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ExpireCodesHandler } from '../../handlers/codes/expire-codes.handler.js';
import { PruneCodesHandler } from '../../handlers/codes/prune-codes.handler.js';

const EXPIRE_MS = 2_000;
const PRUNE_MS = 10 * 60_000;

/** Every two seconds: hashes of codes that are over go. Every ten minutes: what is too old to be kept. */
@Injectable()
export class CodesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: readonly BackgroundLoop[];

  constructor(expire: ExpireCodesHandler, prune: PruneCodesHandler, logger: Logger) {
    this.#loops = [
      BackgroundLoop.every(EXPIRE_MS, 'ending one-time codes', (isStopped) => expire.execute(isStopped), logger),
      BackgroundLoop.every(PRUNE_MS, 'removing old one-time codes', (isStopped) => prune.execute(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
