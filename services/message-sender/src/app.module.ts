import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#service-kit';
import { HoldsModule } from './modules/holds.module.js';
import { MediaModule } from './modules/media.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { QueueModule } from './modules/queue.module.js';
import { ReadingModule } from './modules/reading.module.js';
import { SendingModule } from './modules/sending.module.js';
import { StatusesModule } from './modules/statuses.module.js';

@Module({
  imports: [
    DatabaseModule,
    MessagingModule,
    QueueModule,
    HoldsModule,
    PrivacyModule,
    MediaModule,
    ReadingModule,
    StatusesModule,
    SendingModule,
  ],
})
export class AppModule {}
