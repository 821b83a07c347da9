import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { SyncTemplatesHandler } from '../../handlers/templates/sync-templates.handler.js';
import { TemplateSignal } from '../../handlers/templates/template-signal.state.js';

const SWEEP_MS = 10_000;

/** Goes on with the reading of templates when one is wanted, and looks every ten seconds for those that another process has left. */
@Injectable()
export class TemplateSyncJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(sync: SyncTemplatesHandler, signal: TemplateSignal, logger: Logger) {
    this.#loop = BackgroundLoop.onWake(signal, SWEEP_MS, 'reading templates', (isStopped) => sync.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
