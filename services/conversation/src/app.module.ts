import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ActivitiesModule } from './modules/activities.module.js';
import { AttributesModule } from './modules/attributes.module.js';
import { AuditModule } from './modules/audit.module.js';
import { BotModule } from './modules/bot.module.js';
import { BulkModule } from './modules/bulk.module.js';
import { CollaborationModule } from './modules/collaboration.module.js';
import { ConsentModule } from './modules/consent.module.js';
import { ContactsModule } from './modules/contacts.module.js';
import { ExportsModule } from './modules/exports.module.js';
import { ImportsModule } from './modules/imports.module.js';
import { FeedModule } from './modules/feed.module.js';
import { FlowsModule } from './modules/flows.module.js';
import { GroupsModule } from './modules/groups.module.js';
import { LiveModule } from './modules/live.module.js';
import { MacrosModule } from './modules/macros.module.js';
import { MediaModule } from './modules/media.module.js';
import { MessagesModule } from './modules/messages.module.js';
import { NotificationsModule } from './modules/notifications.module.js';
import { OwnershipModule } from './modules/ownership.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { SearchModule } from './modules/search.module.js';
import { SettingsModule } from './modules/settings.module.js';
import { SurveysModule } from './modules/surveys.module.js';
import { ThreadsModule } from './modules/threads.module.js';
import { ViewsModule } from './modules/views.module.js';

@Module({
  imports: [
    MessagingModule,
    AuditModule,
    LiveModule,
    GroupsModule,
    ThreadsModule,
    ActivitiesModule,
    SettingsModule,
    ConsentModule,
    AttributesModule,
    ContactsModule,
    ExportsModule,
    ImportsModule,
    MediaModule,
    NotificationsModule,
    CollaborationModule,
    SurveysModule,
    OwnershipModule,
    BulkModule,
    BotModule,
    FlowsModule,
    MessagesModule,
    MacrosModule,
    FeedModule,
    SearchModule,
    PrivacyModule,
    ViewsModule,
  ],
})
export class AppModule {}
