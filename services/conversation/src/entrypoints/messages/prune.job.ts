import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ForgetIdempotencyKeysHandler } from '../../handlers/messages/forget-idempotency-keys.handler.js';
import { PruneParkedChangesHandler } from '../../handlers/messages/prune-parked-changes.handler.js';
import { PruneParkedStatusesHandler } from '../../handlers/messages/prune-parked-statuses.handler.js';
import { ForgetIdentitiesHandler } from '../../handlers/privacy/forget-identities.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour: what nobody can need any more. */
@Injectable()
export class PruneJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(
    statuses: PruneParkedStatusesHandler,
    changes: PruneParkedChangesHandler,
    keys: ForgetIdempotencyKeysHandler,
    identities: ForgetIdentitiesHandler,
    logger: Logger,
  ) {
    this.#loops = [statuses, changes, keys, identities].map((handler) =>
      BackgroundLoop.every(EVERY_MS, 'pruning', (isStopped) => handler.execute(isStopped), logger),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
