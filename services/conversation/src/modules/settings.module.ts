import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { InboxSettingsController } from '../entrypoints/settings/inbox-settings.controller.js';
import { GetInboxSettingsHandler } from '../handlers/settings/get-inbox-settings.handler.js';
import { PutInboxSettingsHandler } from '../handlers/settings/put-inbox-settings.handler.js';
import { InboxSettingsRepository } from '../persistence/settings/inbox-settings.repository.js';

/** How people work on an inbox: business hours, assignment, promised response times. */
@Module({
  imports: [AuditModule],
  controllers: [InboxSettingsController],
  providers: [GetInboxSettingsHandler, PutInboxSettingsHandler, InboxSettingsRepository],
  exports: [InboxSettingsRepository],
})
export class SettingsModule {}
