import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { PruneParkedStatusesHandler } from '../handlers/prune-parked-statuses.handler.js';

const EVERY_MS = 60 * 60_000;

@Injectable()
export class ParkedStatusesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pruneParkedStatuses: PruneParkedStatusesHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.pruneParkedStatuses.execute().catch((error: Error) => this.logger.debug('pruning failed', error));
    }, EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
  }
}
