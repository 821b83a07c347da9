import { Module } from '@nestjs/common';
import { AuditController } from '../entrypoints/audit/audit.controller.js';
import { AuditedConsumer } from '../entrypoints/audit/audited.consumer.js';
import { AccountEmails } from '../handlers/audit/account-emails.state.js';
import { AuditTrail } from '../handlers/audit/audit-trail.step.js';
import { ExportAuditHandler } from '../handlers/audit/export-audit.handler.js';
import { ListAuditHandler } from '../handlers/audit/list-audit.handler.js';
import { RecordAuditedHandler } from '../handlers/audit/record-audited.handler.js';
import { AuditRepository } from '../persistence/audit/audit.repository.js';
import { DirectoryModule } from './directory.module.js';

@Module({
  imports: [DirectoryModule],
  controllers: [AuditController, AuditedConsumer],
  providers: [ListAuditHandler, ExportAuditHandler, RecordAuditedHandler, AuditTrail, AccountEmails, AuditRepository],
  exports: [AccountEmails, AuditTrail, ListAuditHandler],
})
export class AuditModule {}
