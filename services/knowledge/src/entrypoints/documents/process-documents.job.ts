import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { ProcessDocumentsHandler } from '../../handlers/documents/process-documents.handler.js';
import { ProcessingSignal } from '../../handlers/documents/processing-signal.state.js';
import { TakeBackDocumentsHandler } from '../../handlers/documents/take-back-documents.handler.js';

/** One worker for small documents, which takes many at once, and two that read a document each in a process of its own. */
const WORKERS = [true, false, false];

/** Works off waiting documents: when signalled, and every sweep for what nobody signalled. */
@Injectable()
export class ProcessDocumentsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #shutdown = new AbortController();
  readonly #workers: readonly Worker[];
  #sweep: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(
    processDocuments: ProcessDocumentsHandler,
    private readonly takeBack: TakeBackDocumentsHandler,
    private readonly signal: ProcessingSignal,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#workers = WORKERS.map(
      (isQuick) =>
        new Worker(isQuick, (shutdown) => this.#attempt(() => processDocuments.execute(isQuick, shutdown)), this.#shutdown.signal),
    );
  }

  onApplicationBootstrap(): void {
    this.signal.listen((isQuick) => this.#wake(isQuick));
    this.#sweep = setInterval(() => this.#onSweep(), this.config.DOCUMENT_SWEEP_MS);
    this.#onSweep();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#sweep);
    this.#shutdown.abort(new Error('shutting down'));
    await Promise.all([this.#sweeping, ...this.#workers.map((worker) => worker.running)]);
  }

  #onSweep(): void {
    this.#sweeping ??= this.#attempt(() => this.takeBack.execute()).then(() => {
      this.#sweeping = undefined;
      this.#wake(true);
      this.#wake(false);
    });
  }

  #wake(isQuick: boolean): void {
    for (const worker of this.#workers) if (worker.isQuick === isQuick) worker.wake();
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      // The next sweep tries again; readiness already tells that the database is away.
      if (!isDatabaseUnavailable(error)) this.logger.error('documents could not be processed', error as Error);
      return undefined;
    }
  }
}

/** Works until nothing waits, and once more when it was woken meanwhile. */
class Worker {
  running: Promise<void> | undefined;
  #again = false;

  constructor(
    readonly isQuick: boolean,
    private readonly work: (shutdown: AbortSignal) => Promise<boolean | undefined>,
    private readonly shutdown: AbortSignal,
  ) {}

  wake(): void {
    this.#again = true;
    this.running ??= this.#run().finally(() => (this.running = undefined));
  }

  async #run(): Promise<void> {
    while (this.#again && !this.shutdown.aborted) {
      this.#again = false;
      while (!this.shutdown.aborted && (await this.work(this.shutdown)));
    }
  }
}
