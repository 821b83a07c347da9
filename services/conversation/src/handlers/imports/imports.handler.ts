import { Injectable } from '@nestjs/common';
import { csvLine } from '#csv';
import { TenantDatabase } from '#database';
import { Problem, toPage, type Actor, type Page } from '#service-kit';
import type { ContactImport } from '../../domain/imports/contact-import.js';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { Audit } from '../audit/audit.step.js';
import { ImportClock } from './import-clock.state.js';
import { ImportFiles } from './import-files.handler.js';
import { ImportWake } from './import-wake.state.js';

const ERRORS_PAGE = 1_000;
/** What it takes to undo an import is kept for so long. */
export const UNDO_DAYS = 30;

/** Imports that are under way or over. */
@Injectable()
export class ImportsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly files: ImportFiles,
    private readonly clock: ImportClock,
    private readonly wake: ImportWake,
    private readonly audit: Audit,
  ) {}

  /** Newest first. */
  async list(tenantId: string, before: string | undefined, limit: number): Promise<Page<ContactImport>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.imports.list(tx, before, limit));
    return toPage(rows, limit, ({ id }) => [id]);
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ContactImport> {
    const run = await this.database.forTenant(tenantId, (tx) => tx.rows(ContactImportRow).find(id));
    if (!run) throw Problem.notFound('import');
    return run;
  }

  /** What is in the book already stays; `undo` takes it back. @throws {Problem} not_found, import_over */
  async cancel(tenantId: string, id: string, by: Actor): Promise<ContactImport> {
    const cancelled = await this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(ContactImportRow).lock(id);
      if (!run) throw Problem.notFound('import');
      if (run.status === 'cancelled') return run;
      if (run.status !== 'running') throw new Problem(409, 'import_over', 'The import is over. Undo it instead.');
      this.audit.append(tx, by, 'cancelled', { type: 'contact_import', id }, null, null);
      return (await tx.rows(ContactImportRow).change(id, { status: 'cancelled', finishedAt: this.clock.now().toISOString() }))!;
    });
    await this.files.delete({ tenantId, id });
    return cancelled;
  }

  /** Idempotent. @throws {Problem} not_found, import_running, import_too_old */
  async undo(tenantId: string, id: string, by: Actor): Promise<ContactImport> {
    const undone = await this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(ContactImportRow).lock(id);
      if (!run) throw Problem.notFound('import');
      if (run.status === 'running') throw new Problem(409, 'import_running', 'The import is under way. Cancel it first.');
      if (run.undo !== 'none') return run;
      if (this.clock.now().getTime() - Date.parse(run.createdAt) > UNDO_DAYS * 24 * 60 * 60_000)
        throw new Problem(409, 'import_too_old', `An import can be undone for ${UNDO_DAYS} days.`);
      this.audit.append(tx, by, 'undone', { type: 'contact_import', id }, null, null);
      return (await tx.rows(ContactImportRow).change(id, { undo: 'running', leasedUntil: this.clock.now().toISOString() }))!;
    });
    this.wake.wake();
    return undone;
  }

  /** Every refused row that is kept, as CSV. @throws {Problem} not_found */
  async *errors(tenantId: string, id: string): AsyncGenerator<string> {
    yield csvLine(['line', 'column', 'error']);
    for (let after = 0; ;) {
      const page = await this.database.forTenant(tenantId, (tx) => this.imports.errors(tx, id, after, ERRORS_PAGE));
      yield page.map(({ line, field, message }) => csvLine([line, field, message])).join('');
      if (page.length < ERRORS_PAGE) return;
      after = page.at(-1)!.line;
    }
  }
}
