import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, CONFIG, Logger, type Pause } from '#service-kit';
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
  readonly #loops: readonly BackgroundLoop[];

  constructor(
    processDocuments: ProcessDocumentsHandler,
    takeBack: TakeBackDocumentsHandler,
    signal: ProcessingSignal,
    logger: Logger,
    @Inject(CONFIG) { DOCUMENT_SWEEP_MS }: Config,
  ) {
    const pause = { ms: DOCUMENT_SWEEP_MS };
    const takingBack = async (): Promise<Pause> => {
      await takeBack.execute();
      for (const isQuick of [true, false]) signal.of(isQuick).wake();
      return pause;
    };
    const shutdown = this.#shutdown.signal;
    const working = (isQuick: boolean) => async (): Promise<void> => {
      while (!shutdown.aborted && (await processDocuments.execute(isQuick, shutdown)));
    };
    this.#loops = [
      new BackgroundLoop('taking documents back', takingBack, logger, pause),
      ...WORKERS.map((isQuick) =>
        BackgroundLoop.onWake(signal.of(isQuick), DOCUMENT_SWEEP_MS, 'processing documents', working(isQuick), logger),
      ),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#shutdown.abort(new Error('shutting down'));
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
