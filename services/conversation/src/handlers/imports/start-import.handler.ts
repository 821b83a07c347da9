import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { ObjectTooLarge, withHead } from '#object-store';
import { Problem, type Actor } from '#service-kit';
import type { Consent } from '../../domain/contacts/contact.js';
import { guessMapping, readMapping, type ImportMapping } from '../../domain/imports/import-mapping.js';
import { readImportRow } from '../../domain/imports/import-row.js';
import { HEAD_BYTES, readTableForm, rowsOf, type TableForm } from '../../domain/imports/open-table.js';
import { cleanFilename } from '../../domain/media/media.js';
import type { ContactImport } from '../../domain/imports/contact-import.js';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportsRepository } from '../../persistence/imports/imports.repository.js';
import { CheckAttributes } from '../attributes/check-attributes.step.js';
import { Audit } from '../audit/audit.step.js';
import { ImportClock } from './import-clock.state.js';
import { ImportFiles } from './import-files.handler.js';
import { ImportWake } from './import-wake.state.js';

export const MAX_IMPORT_BYTES = 256 * 1024 * 1024;
/** Imports of one tenant that may be under way. */
const MAX_RUNNING = 3;
/** Former imports among which one with the same columns is looked for. */
const LOOKED_BACK = 50;
const PREVIEW_ROWS = 20;

interface SentFile {
  chunks: AsyncIterable<Buffer>;
  filename: string | undefined;
}

/** A file that has come and waits for what is to be done with it. */
export interface KeptFile {
  id: string;
  filename: string | null;
  sizeBytes: number;
  form: TableForm;
}

export interface ImportPreview {
  headers: string[];
  mapping: ImportMapping;
  /** Whether the mapping is that of an earlier import with the same columns. */
  isKept: boolean;
  encoding: string;
  separator: string | null;
  rows: { line: number; cells: string[]; error?: string }[];
}

/** A file of customers comes in: it is kept whole, and taken into the book afterwards. */
@Injectable()
export class StartImportHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly files: ImportFiles,
    private readonly clock: ImportClock,
    private readonly wake: ImportWake,
    private readonly attributes: CheckAttributes,
    private readonly audit: Audit,
  ) {}

  /** Keeps the bytes. Whoever does not `start` afterwards calls `drop`. @throws {Problem} import_too_large, validation_failed */
  async keep(tenantId: string, file: SentFile): Promise<KeptFile> {
    const { head, all } = await withHead(file.chunks, HEAD_BYTES);
    const form = formOf(head);
    const id = v7();
    try {
      const { sizeBytes } = await this.files.put({ tenantId, id }, all, MAX_IMPORT_BYTES);
      return { id, filename: cleanFilename(file.filename) ?? null, sizeBytes, form };
    } catch (error) {
      await this.files.delete({ tenantId, id });
      if (!(error instanceof ObjectTooLarge)) throw error;
      throw new Problem(413, 'import_too_large', `The file may have at most ${MAX_IMPORT_BYTES / 1024 / 1024} MB. Split it into several.`);
    }
  }

  async drop(tenantId: string, { id }: KeptFile): Promise<void> {
    await this.files.delete({ tenantId, id });
  }

  /** @param asked.mapping as it was written; what was kept or is likely where it is left out @throws {Problem} validation_failed, too_many */
  async start(
    tenantId: string,
    { id, filename, sizeBytes, form }: KeptFile,
    asked: { mapping: unknown; consent: Consent; consentSource: string | null; defaultCountry: string | null },
    by: Actor,
  ): Promise<ContactImport> {
    const { consent, consentSource, defaultCountry } = asked;
    const run = await this.database.forTenant(tenantId, async (tx) => {
      await this.imports.lockBegin(tx);
      const former = await this.imports.list(tx, undefined, LOOKED_BACK);
      if (former.filter(({ status }) => status === 'running').length >= MAX_RUNNING)
        throw new Problem(422, 'too_many', `At most ${MAX_RUNNING} imports run at a time. Wait until one is done, or cancel one.`);
      const mapping = asked.mapping === undefined ? likely(form.headers, former).mapping : readMapping(asked.mapping, form.headers);
      const fault =
        'fault' in mapping ? mapping.fault : mapping.includes('phone') ? undefined : 'mapping must say which column is the phone';
      if (fault !== undefined) throw Problem.invalid([{ field: 'mapping', message: fault }]);
      this.audit.append(tx, by, 'created', { type: 'contact_import', id }, null, { sizeBytes, consent });
      return tx.rows(ContactImportRow).insert({
        id,
        fileName: filename,
        sizeBytes,
        headers: form.headers,
        mapping,
        encoding: form.encoding,
        separator: form.separator ?? null,
        defaultCountry,
        consent,
        consentSource,
        by,
        createdAt: this.clock.now().toISOString(),
      });
    });
    this.wake.wake();
    return run;
  }

  /** The beginning of a file, of which nothing is kept. */
  async look(file: SentFile): Promise<Buffer> {
    return (await withHead(file.chunks, HEAD_BYTES)).head;
  }

  /** @param head as `look` gives it @throws {Problem} validation_failed */
  async preview(tenantId: string, head: Buffer, defaultCountry: string | null): Promise<ImportPreview> {
    const form = formOf(head);
    const { former, definitions } = await this.database.forTenant(tenantId, async (tx) => ({
      former: await this.imports.list(tx, undefined, LOOKED_BACK),
      definitions: await this.attributes.definitions(tx),
    }));
    const { mapping, isKept } = likely(form.headers, former);
    const rows = rowsOf(head, form, PREVIEW_ROWS).map((row) => {
      const read = readImportRow(row, mapping, defaultCountry, definitions);
      return { line: row.line, cells: row.cells, ...(read && 'message' in read ? { error: `${read.field} ${read.message}` } : {}) };
    });
    return { headers: form.headers, mapping, isKept, encoding: form.encoding, separator: form.separator ?? null, rows };
  }
}

/** What these columns went to the last time, or what they are probably meant for. */
function likely(headers: readonly string[], former: readonly ContactImport[]): { mapping: ImportMapping; isKept: boolean } {
  const same = former.find((one) => JSON.stringify(one.headers) === JSON.stringify(headers));
  return same ? { mapping: same.mapping as ImportMapping, isKept: true } : { mapping: guessMapping(headers), isKept: false };
}

function formOf(head: Buffer): TableForm {
  const form = readTableForm(head, head.length < HEAD_BYTES);
  if ('fault' in form) throw Problem.invalid([{ field: 'file', message: form.fault }]);
  return form;
}
