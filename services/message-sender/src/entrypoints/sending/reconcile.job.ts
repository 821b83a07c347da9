import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { AdoptEarlyStatusesHandler } from '../../handlers/statuses/adopt-early-statuses.handler.js';
import { EndOutdatedHoldsHandler } from '../../handlers/holds/end-outdated-holds.handler.js';
import { ForgetIdempotencyKeysHandler } from '../../handlers/sending/forget-idempotency-keys.handler.js';
import { RecoverAbandonedHandler } from '../../handlers/sending/recover-abandoned.handler.js';
import { ResolveUnknownHandler } from '../../handlers/sending/resolve-unknown.handler.js';

const EVERY_MS = 1_000;
const FORGET_EVERY = 3_600;

/** Every second, and at the start: what a crash, a lost answer or the passing of time left to be done. */
@Injectable()
export class ReconcileJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #rounds = 0;

  constructor(
    private readonly holds: EndOutdatedHoldsHandler,
    private readonly abandoned: RecoverAbandonedHandler,
    private readonly unknown: ResolveUnknownHandler,
    private readonly early: AdoptEarlyStatusesHandler,
    private readonly keys: ForgetIdempotencyKeysHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => (this.#running ??= this.#run()), EVERY_MS);
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const work: (() => Promise<unknown>)[] = [
      () => this.holds.execute(),
      () => this.abandoned.execute(),
      () => this.early.execute(),
      () => this.unknown.execute(),
    ];
    if (this.#rounds++ % FORGET_EVERY === 0) work.push(() => this.keys.execute());
    // One after another, each whatever became of the one before.
    for (const step of work) {
      try {
        await step();
      } catch (error) {
        if (!isDatabaseUnavailable(error)) this.logger.error('reconciling failed', error as Error);
      }
    }
    this.#running = undefined;
  }
}
