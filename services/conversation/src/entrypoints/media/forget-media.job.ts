import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#service-kit';
import { ForgetMediaHandler } from '../../handlers/media/forget-media.handler.js';

const EVERY_MS = 60_000;

/** Every minute: erases the files of erased messages. */
@Injectable()
export class ForgetMediaJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly forgetMedia: ForgetMediaHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => (this.#running ??= this.#run()), EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    await this.forgetMedia.execute().catch((error: Error) => this.logger.debug('files could not be forgotten', error));
    this.#running = undefined;
  }
}
