import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AuditModule } from './modules/audit.module.js';
import { AuthModule } from './modules/auth.module.js';
import { BrandingModule } from './modules/branding.module.js';
import { CompanyModule } from './modules/company.module.js';
import { DemoModule } from './modules/demo.module.js';
import { ExpiryModule } from './modules/expiry.module.js';
import { InvitationsModule } from './modules/invitations.module.js';
import { JoiningModule } from './modules/joining.module.js';
import { KeysModule } from './modules/keys.module.js';
import { ModelServerModule } from './modules/model-server.module.js';
import { NoticesModule } from './modules/notices.module.js';
import { OutletsModule } from './modules/outlets.module.js';
import { TeamModule } from './modules/team.module.js';
import { TenantsModule } from './modules/tenants.module.js';

@Module({
  imports: [
    MessagingModule,
    AuditModule,
    AuthModule,
    BrandingModule,
    CompanyModule,
    DemoModule,
    ExpiryModule,
    InvitationsModule,
    JoiningModule,
    KeysModule,
    ModelServerModule,
    NoticesModule,
    OutletsModule,
    TeamModule,
    TenantsModule,
  ],
})
export class AppModule {}
