import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { ImportFiles } from './import-files.handler.js';
import { ImportClock } from './import-clock.state.js';
import { UNDO_DAYS } from './imports.handler.js';

const IMPORTS = 50;
const PART = 2_000;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Files that were left behind go, and imports that can no longer be undone, with what they refused. */
@Injectable()
export class ForgetImportsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly files: ImportFiles,
    private readonly clock: ImportClock,
  ) {}

  async execute(isStopped: () => boolean): Promise<void> {
    const ago = (ms: number): string => new Date(this.clock.now().getTime() - ms).toISOString();
    // Nobody sends one file for a day.
    const left = { over: ago(HOUR_MS), unclaimed: ago(DAY_MS) };
    for (const key of await this.database.forSystem((tx) => this.imports.leftFiles(tx, left, IMPORTS))) {
      if (isStopped()) return;
      await this.files.delete(key);
    }
    const before = ago((UNDO_DAYS + 1) * DAY_MS);
    for (const { tenantId, id } of await this.database.forSystem((tx) => this.imports.old(tx, before, IMPORTS))) {
      let isEmpty = false;
      while (!isEmpty && !isStopped())
        isEmpty = (await this.database.forTenant(tenantId, (tx) => this.imports.forgetPart(tx, id, PART))) === 0;
      if (isEmpty) await this.database.forTenant(tenantId, (tx) => tx.rows(ContactImportRow).delete(id));
    }
  }
}
