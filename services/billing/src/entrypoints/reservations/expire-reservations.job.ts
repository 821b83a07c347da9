import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ExpireReservationsHandler } from '../../handlers/reservations/expire-reservations.handler.js';

const EVERY_MS = 60_000;

@Injectable()
export class ExpireReservationsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(expire: ExpireReservationsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'returning reservations that are over', (isStopped) => expire.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
