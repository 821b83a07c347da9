import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { DeleteUnusedObjectsHandler } from '../../handlers/documents/delete-unused-objects.handler.js';

const EVERY_MS = 60_000;

/** Every minute: deletes files that no document has. */
@Injectable()
export class DeleteUnusedObjectsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(deleteUnused: DeleteUnusedObjectsHandler, logger: Logger) {
    this.#loop = BackgroundLoop.every(EVERY_MS, 'deleting files of no document', () => deleteUnused.execute(), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }
}
