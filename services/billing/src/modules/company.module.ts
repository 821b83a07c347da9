import { Module } from '@nestjs/common';
import { CompanyDeletion, companyProviders, CompanyRows } from '#company-data';
import { billingCompanyDeleted } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { CompanyDataQuery } from '../entrypoints/company/company-data.query.js';
import { CompanyDeletionConsumer } from '../entrypoints/company/company-deletion.consumer.js';
import { EndPaymentsHandler } from '../handlers/payments/end-payments.handler.js';
import { companyTables } from '../persistence/company/company-tables.js';
import { PaymentsModule } from './payments.module.js';

/** What a company takes with it, and what goes with it. */
@Module({
  imports: [PaymentsModule],
  controllers: [CompanyDataQuery, CompanyDeletionConsumer],
  providers: [
    ...companyProviders(companyTables, billingCompanyDeleted),
    {
      provide: CompanyDeletion,
      inject: [TenantDatabase, Inbox, Outbox, CompanyRows, EndPaymentsHandler],
      useFactory: (database: TenantDatabase, inbox: Inbox, outbox: Outbox, rows: CompanyRows, payments: EndPaymentsHandler) =>
        new CompanyDeletion(database, inbox, outbox, rows, billingCompanyDeleted, (tenantId) => payments.execute(tenantId)),
    },
  ],
})
export class CompanyModule {}
