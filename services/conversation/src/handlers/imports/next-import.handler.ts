import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { ImportClock } from './import-clock.state.js';
import { LEASE_MS, RunImportHandler } from './run-import.handler.js';
import { UndoImportHandler } from './undo-import.handler.js';

/** Works on imports that nobody else works on, until there are none. */
@Injectable()
export class NextImportHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly clock: ImportClock,
    private readonly runImport: RunImportHandler,
    private readonly undoImport: UndoImportHandler,
  ) {}

  async execute(isStopped: () => boolean): Promise<void> {
    while (!isStopped()) {
      const now = this.clock.now();
      const until = new Date(now.getTime() + LEASE_MS);
      const key = await this.database.forSystem((tx) => this.imports.claim(tx, now.toISOString(), until.toISOString()));
      if (!key) return;
      await this.runImport.execute(key, isStopped);
      await this.undoImport.execute(key, isStopped);
      // Whoever was stopped lets another process go on at once.
      if (isStopped()) await this.database.forSystem((tx) => this.imports.release(tx, key));
    }
  }
}
