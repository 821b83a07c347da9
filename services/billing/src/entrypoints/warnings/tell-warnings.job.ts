import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { TellWarningsHandler } from '../../handlers/warnings/tell-warnings.handler.js';

/** A warning is for people to read; a look costs the head of an index that is nearly always empty. */
const EVERY_MS = 2_000;

@Injectable()
export class TellWarningsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(tell: TellWarningsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'telling of limits that are near', (isStopped) => tell.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
