import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { SendRemindersHandler } from '../../handlers/invoices/send-reminders.handler.js';

const EVERY_MS = 10_000;

/** Lets reminders go whose time has come. */
@Injectable()
export class RemindersJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(send: SendRemindersHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'sending reminders of invoices', (isStopped) => send.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
