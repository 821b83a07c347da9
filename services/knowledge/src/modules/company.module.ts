import { Module } from '@nestjs/common';
import { CompanyDeletion, companyProviders, CompanyRows } from '#company-data';
import { knowledgeCompanyDeleted } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { CompanyDataQuery } from '../entrypoints/company/company-data.query.js';
import { CompanyDeletionConsumer } from '../entrypoints/company/company-deletion.consumer.js';
import { VECTOR_INDEX, type VectorIndex } from '../domain/vectors/vector-index.js';
import { companyTables } from '../persistence/company/company-tables.js';
import { VectorsModule } from './vectors.module.js';

/** What a company takes with it, and what goes with it. */
@Module({
  imports: [VectorsModule],
  controllers: [CompanyDataQuery, CompanyDeletionConsumer],
  providers: [
    ...companyProviders(companyTables, knowledgeCompanyDeleted),
    {
      provide: CompanyDeletion,
      inject: [TenantDatabase, Inbox, Outbox, CompanyRows, VECTOR_INDEX],
      useFactory: (database: TenantDatabase, inbox: Inbox, outbox: Outbox, rows: CompanyRows, vectors: VectorIndex) =>
        new CompanyDeletion(database, inbox, outbox, rows, knowledgeCompanyDeleted, (tenantId) => vectors.removeTenant(tenantId)),
    },
  ],
})
export class CompanyModule {}
