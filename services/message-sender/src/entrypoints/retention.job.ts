import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { ApplyRetentionHandler } from '../handlers/apply-retention.handler.js';

const EVERY_MS = 10 * 60_000;

/** Every ten minutes: what tenants do not want to keep any longer. */
@Injectable()
export class RetentionJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly applyRetention: ApplyRetentionHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => (this.#running ??= this.#run()), EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.applyRetention.execute(() => this.#stopped);
    } catch (error) {
      this.logger[isDatabaseUnavailable(error) ? 'debug' : 'error']('what is too old to be kept could not be removed yet', error as Error);
    } finally {
      this.#running = undefined;
    }
  }
}
