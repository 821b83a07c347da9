import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../config.js';
import { ProcessDocumentHandler } from '../handlers/documents/process-document.handler.js';
import { ProcessingSignal } from '../handlers/documents/processing-signal.js';

/** Works off waiting documents, one after another: when signalled, and every sweep for what nobody signalled. */
@Injectable()
export class ProcessDocumentsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #shutdown = new AbortController();
  #sweep: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly processDocument: ProcessDocumentHandler,
    private readonly signal: ProcessingSignal,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.signal.listen(() => this.#wake());
    this.#sweep = setInterval(() => this.#wake(), this.config.DOCUMENT_SWEEP_MS);
    this.#wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#sweep);
    this.#shutdown.abort(new Error('shutting down'));
    await this.#running;
  }

  #wake(): void {
    this.#again = true;
    this.#running ??= this.#work().finally(() => (this.#running = undefined));
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#shutdown.signal.aborted) {
      this.#again = false;
      try {
        while (!this.#shutdown.signal.aborted && (await this.processDocument.execute(this.#shutdown.signal)));
      } catch (error) {
        // The next sweep tries again; readiness already tells that the database is away.
        if (!isDatabaseUnavailable(error)) this.logger.error('documents could not be processed', error as Error);
      }
    }
  }
}
