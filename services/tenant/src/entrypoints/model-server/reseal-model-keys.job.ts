import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ResealModelKeysHandler } from '../../handlers/model-server/reseal-model-keys.handler.js';

/** Key rotation: a new key arrives with a start of the service, so each start seals anew, in the background. */
@Injectable()
export class ResealModelKeysJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | undefined;

  constructor(
    private readonly reseal: ResealModelKeysHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.reseal.execute().then(
      (count) => {
        if (count > 0) this.logger.info({ count }, 'keys of model servers sealed under the newest key');
      },
      (error: Error) => this.logger.error('keys of model servers could not be sealed anew; the next start tries again', error),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running;
  }
}
