import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger, type Pause } from '#service-kit';
import { JournalWebhookHandler } from '../../handlers/webhooks/journal-webhook.handler.js';
import { SplitJournalHandler } from '../../handlers/webhooks/split-journal.handler.js';

/** Finds what another gateway journaled and did not live to split. */
const SWEEP_MS = 1_000;
/**
 * Rest after a batch while webhooks press, in multiples of the time that it took. Meta counts how fast it is answered and repeats
 * what was late; what is journaled can wait, and a sender's flood is over some time.
 */
const REST_FACTOR = 6;
const LONGEST_REST_MS = 500;

@Injectable()
export class SplitJournalJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(
    private readonly split: SplitJournalHandler,
    private readonly journal: JournalWebhookHandler,
    logger: Logger,
  ) {
    this.#loop = new BackgroundLoop('splitting the webhook journal', () => this.#turn(), logger);
  }

  onApplicationBootstrap(): void {
    this.journal.onJournaled(() => this.#loop.wake());
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #turn(): Promise<Pause> {
    const started = performance.now();
    const entries = await this.split.execute(this.journal.isBusy());
    const tookMs = performance.now() - started;
    if (entries === 0) return { ms: SWEEP_MS, wakeable: true };
    return { ms: this.journal.isCrowded() ? Math.min(tookMs * REST_FACTOR, LONGEST_REST_MS) : 0 };
  }
}
