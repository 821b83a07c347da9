import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { ImportClock } from './import-clock.state.js';
import { UNDO_DAYS } from './imports.handler.js';

const IMPORTS = 50;
const PART = 2_000;

/** Imports that can no longer be undone go, with what they refused. */
@Injectable()
export class ForgetImportsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly clock: ImportClock,
  ) {}

  async execute(isStopped: () => boolean): Promise<void> {
    const before = new Date(this.clock.now().getTime() - (UNDO_DAYS + 1) * 24 * 60 * 60_000).toISOString();
    for (const { tenantId, id } of await this.database.forSystem((tx) => this.imports.old(tx, before, IMPORTS))) {
      let isEmpty = false;
      while (!isEmpty && !isStopped())
        isEmpty = (await this.database.forTenant(tenantId, (tx) => this.imports.forgetPart(tx, id, PART))) === 0;
      if (isEmpty) await this.database.forTenant(tenantId, (tx) => tx.rows(ContactImportRow).delete(id));
    }
  }
}
