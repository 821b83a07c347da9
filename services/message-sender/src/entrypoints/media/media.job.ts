import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { BackgroundLoop, Logger } from '#service-kit';
import { FetchMediaHandler } from '../../handlers/media/fetch-media.handler.js';
import { MediaSignal } from '../../handlers/media/media-signal.state.js';
import { UploadMediaHandler } from '../../handlers/media/upload-media.handler.js';

const SWEEP_MS = 1_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Moves files when one is wanted, when there is room for the next, and every second. */
@Injectable()
export class MediaJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(
    private readonly fetchMedia: FetchMediaHandler,
    private readonly uploadMedia: UploadMediaHandler,
    private readonly signal: MediaSignal,
    private readonly logger: Logger,
  ) {
    this.#loops = [
      BackgroundLoop.onWake(signal, SWEEP_MS, 'moving files', () => this.#move(), logger),
      BackgroundLoop.every(PRUNE_EVERY_MS, 'forgetting uploads', () => uploadMedia.prune(), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await Promise.all([this.fetchMedia.stop(), this.uploadMedia.stop()]);
  }

  /** One after another, each whatever became of the other. */
  async #move(): Promise<void> {
    for (const handler of [this.uploadMedia, this.fetchMedia]) {
      await handler
        .execute(() => this.signal.wake())
        .catch((error: unknown) => {
          if (!isDatabaseUnavailable(error)) this.logger.error('files could not be moved', error as Error);
        });
    }
  }
}
