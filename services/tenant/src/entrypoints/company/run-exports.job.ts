import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { ExportWake } from '../../handlers/company/export-wake.state.js';
import { RunExportsHandler } from '../../handlers/company/run-exports.handler.js';

const EVERY_MS = 30_000;

/** Writes archives right after they were asked for; every half minute those that were left over, and takes old ones away. */
@Injectable()
export class RunExportsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(wake: ExportWake, runExports: RunExportsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.onWake(wake, EVERY_MS, 'exporting companies', (isStopped) => runExports.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
