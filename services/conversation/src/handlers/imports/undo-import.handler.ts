import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportedContactsRepository, type BeforeImport } from '../../persistence/imports/imported-contacts.repository.js';
import type { ImportKey } from '../../persistence/imports/imports.repository.js';
import { TellContact } from '../consent/tell-contact.step.js';
import { ImportClock } from './import-clock.state.js';
import { LEASE_MS } from './run-import.handler.js';

const BATCH = 500;

/** Takes back what an import did, contact by contact, where nothing has happened to them since. */
@Injectable()
export class UndoImportHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imported: ImportedContactsRepository,
    private readonly tell: TellContact,
    private readonly clock: ImportClock,
  ) {}

  async execute({ tenantId, id }: ImportKey, isOver: () => Promise<boolean>): Promise<void> {
    for (let goesOn = true; goesOn && !(await isOver());) goesOn = await this.#next(tenantId, id);
  }

  async #next(tenantId: string, id: string): Promise<boolean> {
    return this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(ContactImportRow).lock(id);
      if (run?.undo !== 'running') return false;
      const changes = await this.imported.changes(tx, id, BATCH);
      if (changes.length === 0) {
        await tx.rows(ContactImportRow).change(id, { undo: 'done' });
        return false;
      }
      const made = changes.filter(({ before }) => before === null).map(({ contactId }) => contactId);
      const deleted = await this.imported.deleteUntouched(tx, id, made);
      const restored = await this.imported.restore(
        tx,
        id,
        changes.flatMap(({ contactId, before }) => (before === null ? [] : [{ id: contactId, before: before as BeforeImport }])),
      );
      for (const contact of restored)
        this.tell.append(
          tx,
          contact,
          { change: 'changed', fields: ['name', 'email', 'language', 'attributes', 'tags', 'consent'] },
          contact.tags,
        );
      await this.imported.forgetChanges(
        tx,
        id,
        changes.map(({ contactId }) => contactId),
      );
      await tx.rows(ContactImportRow).change(id, {
        undone: run.undone + deleted + restored.length,
        leasedUntil: new Date(this.clock.now().getTime() + LEASE_MS).toISOString(),
      });
      return true;
    });
  }
}
