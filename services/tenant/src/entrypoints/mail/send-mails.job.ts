import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { MailQueue } from '../../handlers/mail/mail-queue.step.js';
import { SendMailsHandler } from '../../handlers/mail/send-mails.handler.js';

const SWEEP_MS = 5_000;

/** Sends mails right after their commit, and every few seconds those that were left over. */
@Injectable()
export class SendMailsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(queue: MailQueue, sendMails: SendMailsHandler, logger: Logger) {
    const work = async (isStopped: () => boolean): Promise<void> => {
      while (!isStopped() && (await sendMails.execute()));
    };
    this.#loop = BackgroundLoop.onWake(queue.wake, SWEEP_MS, 'sending mails', work, logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  /** Finishes the mails it has claimed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
