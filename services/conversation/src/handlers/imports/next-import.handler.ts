import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { ImportClock } from './import-clock.state.js';
import { LEASE_MS, RunImportHandler } from './run-import.handler.js';
import { UndoImportHandler } from './undo-import.handler.js';

/** After so many batches of one, somebody else's that waits comes first. */
const TURN = 50;

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
      let batches = 0;
      let isLeft = false;
      const isOver = async (): Promise<boolean> => {
        if (isStopped()) isLeft = true;
        else if (++batches % TURN === 0)
          isLeft = await this.database.forSystem((tx) => this.imports.doesAnotherWait(tx, key.tenantId, this.#now()));
        return isLeft;
      };
      await this.runImport.execute(key, isOver);
      if (!isLeft) await this.undoImport.execute(key, isOver);
      // Whoever stops in the middle lets another one go on at once.
      if (isLeft) await this.database.forSystem((tx) => this.imports.release(tx, key, this.#now()));
    }
  }

  #now(): string {
    return this.clock.now().toISOString();
  }
}
