import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ApiModule } from './modules/api.module.js';
import { DashboardModule } from './modules/dashboard.module.js';
import { LiveModule } from './modules/live.module.js';
import { MediaModule } from './modules/media.module.js';
import { OpsModule } from './modules/ops.module.js';
import { PaymentsModule } from './modules/payments.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { ShopsModule } from './modules/shops.module.js';
import { WebhooksModule } from './modules/webhooks.module.js';
import { CompanyModule } from './modules/company.module.js';

@Module({
  imports: [
    MessagingModule,
    ApiModule,
    CompanyModule,
    DashboardModule,
    LiveModule,
    MediaModule,
    OpsModule,
    PaymentsModule,
    PrivacyModule,
    ShopsModule,
    WebhooksModule,
  ],
})
export class AppModule {}
