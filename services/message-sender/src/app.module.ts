import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#service-kit';
import { HoldsModule } from './modules/holds.module.js';
import { MarketingModule } from './modules/marketing.module.js';
import { MediaModule } from './modules/media.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { QueueModule } from './modules/queue.module.js';
import { RatesModule } from './modules/rates.module.js';
import { ReadingModule } from './modules/reading.module.js';
import { ScheduleModule } from './modules/schedule.module.js';
import { SendingModule } from './modules/sending.module.js';
import { StatusesModule } from './modules/statuses.module.js';
import { TemplatesModule } from './modules/templates.module.js';
import { CompanyModule } from './modules/company.module.js';

@Module({
  imports: [
    DatabaseModule,
    MessagingModule,
    CompanyModule,
    QueueModule,
    HoldsModule,
    RatesModule,
    PrivacyModule,
    MarketingModule,
    MediaModule,
    ReadingModule,
    StatusesModule,
    TemplatesModule,
    ScheduleModule,
    SendingModule,
  ],
})
export class AppModule {}
