import type { Provider } from '@nestjs/common';
import type { companyData, QuestionOf, ReplyOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { CompanyDeletion, type DeletedEvent } from './company-deletion.js';
import { CompanyRows } from './company-rows.js';
import type { CompanyTable } from './company-table.js';

/** What the module of a service provides for the export and the end of companies. */
export const companyProviders = (tables: readonly CompanyTable[], deleted: DeletedEvent): Provider[] => [
  { provide: CompanyRows, inject: [TenantDatabase], useFactory: (database: TenantDatabase) => new CompanyRows(database, tables) },
  {
    provide: CompanyDeletion,
    inject: [TenantDatabase, Inbox, Outbox, CompanyRows],
    useFactory: (database: TenantDatabase, inbox: Inbox, outbox: Outbox, rows: CompanyRows) =>
      new CompanyDeletion(database, inbox, outbox, rows, deleted),
  },
];

type Query = (typeof companyData)[keyof typeof companyData];

/** Answers for the tables of this service. */
export async function companyPage(rows: CompanyRows, { tenantId, file, from }: QuestionOf<Query>): Promise<ReplyOf<Query>> {
  return file === undefined ? { files: rows.files(), text: '', next: null } : rows.page(tenantId, file, from);
}
