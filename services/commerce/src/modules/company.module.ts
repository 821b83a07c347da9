import { Module } from '@nestjs/common';
import { companyProviders } from '#company-data';
import { commerceCompanyDeleted } from '#contracts';
import { CompanyDataQuery } from '../entrypoints/company/company-data.query.js';
import { CompanyDeletionConsumer } from '../entrypoints/company/company-deletion.consumer.js';
import { companyTables } from '../persistence/company/company-tables.js';

/** What a company takes with it, and what goes with it. */
@Module({
  controllers: [CompanyDataQuery, CompanyDeletionConsumer],
  providers: companyProviders(companyTables, commerceCompanyDeleted),
})
export class CompanyModule {}
