import { BackgroundLoop, type Pause } from '#service-kit/background-loop.js';
import type { Logger } from '#service-kit';
import type { IngestPressure } from '../../handlers/webhooks/ingest-pressure.state.js';
import type { SplitJournalHandler } from '../../handlers/webhooks/split-journal.handler.js';

/** Finds entries of gateways that died before they split them. */
const SWEEP_MS = 1_000;
/**
 * Rest after a batch while many webhooks arrive, as a multiple of the batch's time. Meta measures how fast it is answered and repeats late
 * webhooks; stored ones can wait.
 */
const REST_FACTOR = 6;
const LONGEST_REST_MS = 500;
/** Maximum of messages on their way to the stream. Beyond it nothing is split, which would only wait in memory. */
const MAX_IN_FLIGHT = 1_000;
const CROWDED_STREAM_MS = 5;

/** Decides when to split. Runs in the splitting thread, without Nest. */
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
