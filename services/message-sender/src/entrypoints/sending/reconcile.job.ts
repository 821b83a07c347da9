import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { BackgroundLoop, Logger } from '#service-kit';
import { AdoptEarlyStatusesHandler } from '../../handlers/statuses/adopt-early-statuses.handler.js';
import { EndOutdatedHoldsHandler } from '../../handlers/holds/end-outdated-holds.handler.js';
import { PruneRatesHandler } from '../../handlers/rates/prune-rates.handler.js';
import { ForgetIdempotencyKeysHandler } from '../../handlers/sending/forget-idempotency-keys.handler.js';
import { RecoverAbandonedHandler } from '../../handlers/sending/recover-abandoned.handler.js';
import { ResolveUnknownHandler } from '../../handlers/sending/resolve-unknown.handler.js';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;
const PRUNE_EVERY_MS = 5_000;

/** Every second, and at the start: what a crash, a lost answer or the passing of time left to be done. */
@Injectable()
export class ReconcileJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(
    holds: EndOutdatedHoldsHandler,
    abandoned: RecoverAbandonedHandler,
    early: AdoptEarlyStatusesHandler,
    unknown: ResolveUnknownHandler,
    keys: ForgetIdempotencyKeysHandler,
    rates: PruneRatesHandler,
    private readonly logger: Logger,
  ) {
    this.#loops = [
      BackgroundLoop.every(EVERY_MS, 'reconciling', () => this.#reconcile([holds, abandoned, early, unknown]), logger),
      BackgroundLoop.every(FORGET_EVERY_MS, 'forgetting idempotency keys', (isStopped) => keys.execute(isStopped), logger),
      BackgroundLoop.every(PRUNE_EVERY_MS, 'forgetting what was used of rates', (isStopped) => rates.execute(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }

  /** One after another, each whatever became of the one before. */
  async #reconcile(handlers: readonly { execute(): Promise<unknown> }[]): Promise<void> {
    for (const handler of handlers) {
      try {
        await handler.execute();
      } catch (error) {
        if (!isDatabaseUnavailable(error)) this.logger.error('reconciling failed', error as Error);
      }
    }
  }
}
