import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ApiKeyUses } from '../../handlers/api/api-key-uses.state.js';
import { ForgetRateWindowsHandler } from '../../handlers/api/forget-rate-windows.handler.js';

const WRITE_USES_EVERY_MS = 3_000;
const FORGET_EVERY_MS = 60_000;

/** Writes when API keys were used, every few seconds and at the end, and deletes ended rate windows every minute. */
@Injectable()
export class DoorUpkeepJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #writing: BackgroundLoop;
  readonly #forgetting: BackgroundLoop;

  constructor(
    private readonly uses: ApiKeyUses,
    forget: ForgetRateWindowsHandler,
    private readonly logger: Logger,
  ) {
    this.#writing = BackgroundLoop.every(WRITE_USES_EVERY_MS, 'writing when API keys were used', () => uses.write(), logger);
    this.#forgetting = BackgroundLoop.every(FORGET_EVERY_MS, 'forgetting rate windows', () => forget.execute(), logger);
  }

  onApplicationBootstrap(): void {
    this.#writing.start();
    this.#forgetting.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#writing.stop(), this.#forgetting.stop()]);
    await this.uses.write().catch((error: Error) => this.logger.warn('the last uses of API keys were not written', error));
  }
}
