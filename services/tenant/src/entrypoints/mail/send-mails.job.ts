import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { MailQueue } from '../../handlers/mail/mail-queue.step.js';
import { SendMailsHandler } from '../../handlers/mail/send-mails.handler.js';

const SWEEP_MS = 5_000;

/** Sends mails as soon as what they say is committed, and every few seconds what was left over. */
@Injectable()
export class SendMailsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    private readonly queue: MailQueue,
    private readonly sendMails: SendMailsHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.onWake(() => this.#wake());
    this.#timer = setInterval(() => this.#wake(), SWEEP_MS);
    this.#wake();
  }

  /** Claims nothing more and finishes what it has claimed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #wake(): void {
    this.#again = true;
    if (!this.#stopped) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (await this.sendMails.execute()) this.#again = true;
      }
    } catch (error) {
      // The sweep tries again.
      if (!isDatabaseUnavailable(error)) this.logger.error('sending mails failed', error as Error);
    } finally {
      this.#running = undefined;
    }
  }
}
