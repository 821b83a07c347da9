import { BackgroundLoop, type Pause } from '#service-kit/background-loop.js';
import type { Logger } from '#service-kit';
import type { IngestPressure } from '../../handlers/webhooks/ingest-pressure.state.js';
import type { SplitJournalHandler } from '../../handlers/webhooks/split-journal.handler.js';

/** Finds what another gateway journaled and did not live to split. */
const SWEEP_MS = 1_000;
/**
 * Rest after a batch while webhooks press, in multiples of the time that it took. Meta counts how fast it is answered and repeats
 * what was late; what is journaled can wait, and a sender's flood is over some time.
 */
const REST_FACTOR = 6;
const LONGEST_REST_MS = 500;
/** Messages on their way to the stream after which no more is split: they would only wait in memory. */
const MAX_IN_FLIGHT = 1_000;
const CROWDED_STREAM_MS = 5;

/** When to split. Runs in the thread that splits, without Nest. */
export class SplitLoop {
  readonly #loop: BackgroundLoop;

  constructor(
    private readonly split: SplitJournalHandler,
    private readonly pressure: IngestPressure,
    private readonly inFlight: () => number,
    logger: Logger,
  ) {
    this.#loop = new BackgroundLoop('splitting the webhook journal', () => this.#turn(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async #turn(): Promise<Pause> {
    if (this.inFlight() > MAX_IN_FLIGHT) return { ms: CROWDED_STREAM_MS };
    const started = performance.now();
    this.pressure.looking();
    const entries = await this.split.execute(this.pressure.isBusy);
    const tookMs = performance.now() - started;
    if (entries === 0) return { ms: SWEEP_MS, wakeable: true };
    return { ms: this.pressure.isCrowded ? Math.min(tookMs * REST_FACTOR, LONGEST_REST_MS) : 0 };
  }
}
