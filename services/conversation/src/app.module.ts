import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AuditModule } from './modules/audit.module.js';
import { BotModule } from './modules/bot.module.js';
import { CollaborationModule } from './modules/collaboration.module.js';
import { ContactsModule } from './modules/contacts.module.js';
import { FeedModule } from './modules/feed.module.js';
import { LiveModule } from './modules/live.module.js';
import { MediaModule } from './modules/media.module.js';
import { MessagesModule } from './modules/messages.module.js';
import { OwnershipModule } from './modules/ownership.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { SearchModule } from './modules/search.module.js';
import { SettingsModule } from './modules/settings.module.js';
import { ThreadsModule } from './modules/threads.module.js';

@Module({
  imports: [
    MessagingModule,
    AuditModule,
    LiveModule,
    ThreadsModule,
    SettingsModule,
    ContactsModule,
    MediaModule,
    CollaborationModule,
    OwnershipModule,
    BotModule,
    MessagesModule,
    FeedModule,
    SearchModule,
    PrivacyModule,
  ],
})
export class AppModule {}
