import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { ForgetExpiredHandler } from '../../handlers/idempotency/forget-expired.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour, and at the start: what time has made useless goes. */
@Injectable()
export class ForgetExpiredJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly forgetExpired: ForgetExpiredHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#run(), EVERY_MS);
    this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #run(): void {
    this.#running = this.forgetExpired.execute().catch((error: Error) => {
      if (!isDatabaseUnavailable(error)) this.logger.error('what has expired could not be taken away', error);
    });
  }
}
