import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ResealTokensHandler } from '../../handlers/outlets/reseal-tokens.handler.js';

/** Key rotation: a new key comes in with a start of the service, so a start is when tokens are sealed anew. It delays nothing. */
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
