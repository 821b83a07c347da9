import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ResealSecretsHandler } from '../../handlers/endpoints/reseal-secrets.handler.js';

/** Key rotation: a new key arrives with a start of the service, so each start seals secrets anew, in the background. */
@Injectable()
export class ResealSecretsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | undefined;

  constructor(
    private readonly resealSecrets: ResealSecretsHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.resealSecrets.execute().then(
      (count) => {
        if (count > 0) this.logger.info({ count }, 'secrets of webhook endpoints sealed under the newest key');
      },
      (error: Error) => this.logger.error('secrets could not be sealed anew; the next start tries again', error),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running;
  }
}
