import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ImportWake } from '../../handlers/imports/import-wake.state.js';
import { NextImportHandler } from '../../handlers/imports/next-import.handler.js';

const EVERY_MS = 5_000;
/** Imports that a process works on at a time: one company's long one holds up no other's. */
const AT_A_TIME = 3;

/** Takes imports in hand, also those whose process has ended. */
@Injectable()
export class RunImportsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  constructor(nextImport: NextImportHandler, wake: ImportWake, logger: Logger) {
    this.#loops = Array.from({ length: AT_A_TIME }, (_, index) =>
      BackgroundLoop.onWake(wake, EVERY_MS, `contact imports ${index + 1}`, (isStopped) => nextImport.execute(isStopped), logger),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
