import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ResealTokensHandler } from '../../handlers/outlets/reseal-tokens.handler.js';

/** Key rotation: a new key arrives with a start of the service, so each start seals tokens anew, in the background. */
@Injectable()
export class ResealTokensJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | undefined;

  constructor(
    private readonly resealTokens: ResealTokensHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.resealTokens.execute().then(
      (count) => {
        if (count > 0) this.logger.info({ count }, 'access tokens sealed under the newest key');
      },
      (error: Error) => this.logger.error('access tokens could not be sealed anew; the next start tries again', error),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running;
  }
}
