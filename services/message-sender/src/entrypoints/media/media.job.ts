import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { FetchMediaHandler } from '../../handlers/media/fetch-media.handler.js';
import { MediaSignal } from '../../handlers/media/media-signal.state.js';
import { UploadMediaHandler } from '../../handlers/media/upload-media.handler.js';

const SWEEP_MS = 1_000;
const PRUNE_EVERY = 3_600;

/** Moves files when one is wanted, when there is room for the next, and every second. */
@Injectable()
export class MediaJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #sweeps = 0;

  constructor(
    private readonly fetchMedia: FetchMediaHandler,
    private readonly uploadMedia: UploadMediaHandler,
    private readonly signal: MediaSignal,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.signal.onWake(() => this.#wake());
    this.#timer = setInterval(() => {
      if (++this.#sweeps % PRUNE_EVERY === 0) this.uploadMedia.prune().catch((error: unknown) => this.#failed(error));
      this.#wake();
    }, SWEEP_MS);
    this.#wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await Promise.all([this.fetchMedia.stop(), this.uploadMedia.stop()]);
  }

  #wake(): void {
    this.#again = true;
    if (!this.#stopped) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      for (const handler of [this.uploadMedia, this.fetchMedia]) {
        await handler.execute(() => this.#wake()).catch((error: unknown) => this.#failed(error));
      }
    }
    this.#running = undefined;
  }

  /** The sweep tries again. */
  #failed(error: unknown): void {
    if (!isDatabaseUnavailable(error)) this.logger.error('files could not be moved', error as Error);
  }
}
