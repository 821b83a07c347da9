import { Module } from '@nestjs/common';
import { CompanyRows } from '#company-data';
import { TenantDatabase } from '#database';
import { CompanyArchiveController } from '../entrypoints/company/company-archive.controller.js';
import { CompanyDeletedConsumer } from '../entrypoints/company/company-deleted.consumer.js';
import { CompanyDeletionController } from '../entrypoints/company/company-deletion.controller.js';
import { CompanyExportsController } from '../entrypoints/company/company-exports.controller.js';
import { RunDeletionsJob } from '../entrypoints/company/run-deletions.job.js';
import { RunExportsJob } from '../entrypoints/company/run-exports.job.js';
import { CollectDeletedHandler } from '../handlers/company/collect-deleted.handler.js';
import { CompanyExportsHandler } from '../handlers/company/company-exports.handler.js';
import { CompanySources } from '../handlers/company/company-sources.state.js';
import { DeletionWake } from '../handlers/company/deletion-wake.state.js';
import { EndCompany } from '../handlers/company/end-company.step.js';
import { ExportWake } from '../handlers/company/export-wake.state.js';
import { RunDeletionsHandler } from '../handlers/company/run-deletions.handler.js';
import { RunExportsHandler } from '../handlers/company/run-exports.handler.js';
import { ScheduleDeletionHandler } from '../handlers/company/schedule-deletion.handler.js';
import { TellOwners } from '../handlers/company/tell-owners.step.js';
import { WriteArchive } from '../handlers/company/write-archive.state.js';
import { CompanyAccountsRepository } from '../persistence/company/company-accounts.repository.js';
import { CompanyDeletionsRepository } from '../persistence/company/company-deletions.repository.js';
import { CompanyExportsRepository } from '../persistence/company/company-exports.repository.js';
import { companyTables } from '../persistence/company/company-tables.js';
import { AuditModule } from './audit.module.js';
import { AuthModule } from './auth.module.js';
import { DirectoryModule } from './directory.module.js';
import { InvitationsModule } from './invitations.module.js';
import { KeysModule } from './keys.module.js';
import { MailModule } from './mail.module.js';
import { ObjectsModule } from './objects.module.js';
import { OutletsModule } from './outlets.module.js';

/** What a company takes with it, and its end. */
@Module({
  imports: [AuditModule, AuthModule, DirectoryModule, InvitationsModule, KeysModule, MailModule, ObjectsModule, OutletsModule],
  controllers: [CompanyArchiveController, CompanyDeletionController, CompanyExportsController, CompanyDeletedConsumer],
  providers: [
    { provide: CompanyRows, inject: [TenantDatabase], useFactory: (database: TenantDatabase) => new CompanyRows(database, companyTables) },
    RunDeletionsJob,
    RunExportsJob,
    CollectDeletedHandler,
    CompanyExportsHandler,
    CompanySources,
    DeletionWake,
    EndCompany,
    ExportWake,
    RunDeletionsHandler,
    RunExportsHandler,
    ScheduleDeletionHandler,
    TellOwners,
    WriteArchive,
    CompanyAccountsRepository,
    CompanyDeletionsRepository,
    CompanyExportsRepository,
  ],
  exports: [CompanyDeletionsRepository, EndCompany],
})
export class CompanyModule {}
