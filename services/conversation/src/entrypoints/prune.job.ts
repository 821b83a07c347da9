import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ForgetIdempotencyKeysHandler } from '../handlers/forget-idempotency-keys.handler.js';
import { PruneLiveLogHandler } from '../handlers/live/prune-live-log.handler.js';
import { PruneParkedStatusesHandler } from '../handlers/prune-parked-statuses.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour: what nobody can need any more. */
@Injectable()
export class PruneJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pruneParkedStatuses: PruneParkedStatusesHandler,
    private readonly forgetIdempotencyKeys: ForgetIdempotencyKeysHandler,
    private readonly pruneLiveLog: PruneLiveLogHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      for (const handler of [this.pruneParkedStatuses, this.forgetIdempotencyKeys, this.pruneLiveLog]) {
        handler.execute().catch((error: Error) => this.logger.debug('pruning failed', error));
      }
    }, EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
  }
}
