import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ResealFactorsHandler } from '../../handlers/auth/reseal-factors.handler.js';

/** Key rotation, as with access tokens of outlets: a new key arrives with a start of the service. */
@Injectable()
export class ResealFactorsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | undefined;

  constructor(
    private readonly resealFactors: ResealFactorsHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.resealFactors.execute().then(
      (count) => {
        if (count > 0) this.logger.info({ count }, 'secrets of second factors sealed under the newest key');
      },
      (error: Error) => this.logger.error('secrets of second factors could not be sealed anew; the next start tries again', error),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running;
  }
}
