import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { NotificationsHandler } from '../../handlers/notifications/notifications.handler.js';

const EVERY_MS = 60 * 60_000;

/** Every hour: forgets notifications that are too old. */
@Injectable()
export class PruneNotificationsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(notifications: NotificationsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'pruning', (isStopped) => notifications.prune(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
