import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AuditModule } from './modules/audit.module.js';
import { CodesModule } from './modules/codes.module.js';
import { CampaignsModule } from './modules/campaigns.module.js';
import { CompanyModule } from './modules/company.module.js';
import { DripsModule } from './modules/drips.module.js';
import { LeadsModule } from './modules/leads.module.js';
import { FlowsModule } from './modules/flows.module.js';
import { MessagesModule } from './modules/messages.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { SegmentsModule } from './modules/segments.module.js';

@Module({
  imports: [
    MessagingModule,
    AuditModule,
    CompanyModule,
    MessagesModule,
    PrivacyModule,
    SegmentsModule,
    LeadsModule,
    CodesModule,
    CampaignsModule,
    DripsModule,
    FlowsModule,
  ],
})
export class AppModule {}
