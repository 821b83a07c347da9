import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { LookAtTenantsHandler } from '../../handlers/revenue/look-at-tenants.handler.js';

/** How often it is asked whether a pass is due; how far apart passes are, the handler says. */
const EVERY_MS = 60_000;

@Injectable()
export class LookAtTenantsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(look: LookAtTenantsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'looking at what tenants pay and use', (isStopped) => look.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
