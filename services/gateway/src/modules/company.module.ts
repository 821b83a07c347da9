import { Module } from '@nestjs/common';
import { CompanyDeletion, companyProviders, CompanyRows } from '#company-data';
import { webhooksCompanyDeleted } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, Outbox } from '#messaging';
import { CompanyDataQuery } from '../entrypoints/company/company-data.query.js';
import { CompanyDeletionConsumer } from '../entrypoints/company/company-deletion.consumer.js';
import { EraseWebhooksHandler } from '../handlers/company/erase-webhooks.handler.js';
import { CompanyWebhooksRepository } from '../persistence/company/company-webhooks.repository.js';
import { companyTables } from '../persistence/company/company-tables.js';
import { PrivacyModule } from './privacy.module.js';

/** What a company takes with it, and what goes with it. */
@Module({
  imports: [PrivacyModule],
  controllers: [CompanyDataQuery, CompanyDeletionConsumer],
  providers: [
    ...companyProviders(companyTables, webhooksCompanyDeleted),
    {
      provide: CompanyDeletion,
      inject: [TenantDatabase, Inbox, Outbox, CompanyRows, EraseWebhooksHandler],
      useFactory: (database: TenantDatabase, inbox: Inbox, outbox: Outbox, rows: CompanyRows, webhooks: EraseWebhooksHandler) =>
        new CompanyDeletion(database, inbox, outbox, rows, webhooksCompanyDeleted, (tenantId) => webhooks.execute(tenantId)),
    },
    EraseWebhooksHandler,
    CompanyWebhooksRepository,
  ],
})
export class CompanyModule {}
