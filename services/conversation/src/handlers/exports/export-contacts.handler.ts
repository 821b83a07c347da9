import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { csvLine } from '#csv';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { Contact } from '../../domain/contacts/contact.js';
import { ExportedContactsRepository, type ExportFilter } from '../../persistence/exports/exported-contacts.repository.js';
import { Audit } from '../audit/audit.step.js';

const PAGE = 1_000;
/** Columns of attributes: a spreadsheet shows no more than 16,384, and nobody reads as many. */
const MAX_NAMES = 500;

const COLUMNS: readonly (readonly [title: string, cell: (contact: Contact) => string | null])[] = [
  ['id', ({ id }) => id],
  ['phone', ({ phone }) => phone && `+${phone}`],
  ['userId', ({ userId }) => userId],
  ['name', ({ alias, name, username }) => alias ?? name ?? username],
  ['profileName', ({ name }) => name],
  ['email', ({ email }) => email],
  ['language', ({ language }) => language],
  ['tags', ({ tags }) => tags.join(', ')],
  ['consent.marketing', ({ marketingConsent }) => marketingConsent],
  ['consent.source', ({ consentSource }) => consentSource],
  ['consent.at', ({ consentAt }) => consentAt],
  ['createdAt', ({ createdAt }) => createdAt],
  ['updatedAt', ({ updatedAt }) => updatedAt],
];

/** The book as a table for spreadsheets, and who took it out. */
@Injectable()
export class ExportContactsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ExportedContactsRepository,
    private readonly audit: Audit,
  ) {}

  /** Who exports is in the audit log before the first line leaves. @returns the lines of a CSV file, read as they are asked for */
  async execute(tenantId: string, filter: ExportFilter, by: Actor): Promise<AsyncGenerator<string>> {
    await this.database.forTenant(tenantId, async (tx) => {
      this.audit.append(tx, by, 'exported', { type: 'contact', id: v7() }, null, { fields: Object.keys(filter) });
      return Promise.resolve();
    });
    return this.#lines(tenantId, filter);
  }

  async *#lines(tenantId: string, filter: ExportFilter): AsyncGenerator<string> {
    const names = await this.#names(tenantId);
    yield csvLine([...COLUMNS.map(([title]) => title), ...names.map((name) => `attributes.${name}`)]);
    for (let after: string | null = null; ;) {
      const { rows, last } = await this.#page(tenantId, filter, after);
      const lines = rows.map((contact) =>
        csvLine([...COLUMNS.map(([, cell]) => cell(contact)), ...names.map((name) => contact.attributes[name] ?? null)]),
      );
      if (lines.length > 0) yield lines.join('');
      if (last === undefined) return;
      after = last;
    }
  }

  #page(tenantId: string, filter: ExportFilter, after: string | null): Promise<{ rows: Contact[]; last: string | undefined }> {
    return this.database.forTenant(tenantId, (tx) => this.contacts.page(tx, filter, after, PAGE));
  }

  #namesOf(tenantId: string, after: string | null): Promise<{ names: string[]; last: string | undefined }> {
    return this.database.forTenant(tenantId, (tx) => this.contacts.names(tx, after, PAGE));
  }

  async #names(tenantId: string): Promise<string[]> {
    const found = new Set<string>();
    for (let after: string | null = null; ;) {
      const { names, last } = await this.#namesOf(tenantId, after);
      for (const name of names) found.add(name);
      if (last === undefined) return [...found].sort().slice(0, MAX_NAMES);
      after = last;
    }
  }
}
