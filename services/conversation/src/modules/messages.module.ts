import { Module } from '@nestjs/common';
import { MessageKeys } from '#service-kit';
import { ActivitiesModule } from './activities.module.js';
import { BotModule } from './bot.module.js';
import { ConsentModule } from './consent.module.js';
import { ContactsModule } from './contacts.module.js';
import { GroupsModule } from './groups.module.js';
import { LiveModule } from './live.module.js';
import { MediaModule } from './media.module.js';
import { OwnershipModule } from './ownership.module.js';
import { PrivacyModule } from './privacy.module.js';
import { SearchModule } from './search.module.js';
import { SettingsModule } from './settings.module.js';
import { SurveysModule } from './surveys.module.js';
import { ThreadsModule } from './threads.module.js';
import { MessagesConsumer } from '../entrypoints/messages/messages.consumer.js';
import { MessagesController } from '../entrypoints/messages/messages.controller.js';
import { PruneJob } from '../entrypoints/messages/prune.job.js';
import { ApplyChanges } from '../handlers/messages/apply-changes.step.js';
import { ApplyStatusesHandler } from '../handlers/messages/apply-statuses.handler.js';
import { ChangeMessageHandler } from '../handlers/messages/change-message.handler.js';
import { EnterMessages } from '../handlers/messages/enter-messages.step.js';
import { FindPlaces } from '../handlers/messages/find-places.step.js';
import { ForgetIdempotencyKeysHandler } from '../handlers/messages/forget-idempotency-keys.handler.js';
import { PruneParkedStatusesHandler } from '../handlers/messages/prune-parked-statuses.handler.js';
import { PruneParkedChangesHandler } from '../handlers/messages/prune-parked-changes.handler.js';
import { RecordGroupChangeHandler } from '../handlers/messages/record-group-change.handler.js';
import { RecordGroupMessageHandler } from '../handlers/messages/record-group-message.handler.js';
import { RecordInboundMessageHandler } from '../handlers/messages/record-inbound-message.handler.js';
import { RecordPhoneEchoHandler } from '../handlers/messages/record-phone-echo.handler.js';
import { RecordSubmittedMessageHandler } from '../handlers/messages/record-submitted-message.handler.js';
import { SendAgentMessageHandler } from '../handlers/messages/send-agent-message.handler.js';
import { TemplatesClient } from '../clients/messages/templates.client.js';
import { ArrivalsRepository } from '../persistence/messages/arrivals.repository.js';
import { ChangesRepository } from '../persistence/messages/changes.repository.js';
import { EchoesRepository } from '../persistence/messages/echoes.repository.js';
import { PlacesRepository } from '../persistence/messages/places.repository.js';
import { StatusesRepository } from '../persistence/messages/statuses.repository.js';

/** Messages that arrive or are sent, and their statuses. */
@Module({
  imports: [
    ActivitiesModule,
    BotModule,
    ConsentModule,
    ContactsModule,
    GroupsModule,
    LiveModule,
    MediaModule,
    OwnershipModule,
    PrivacyModule,
    SearchModule,
    SettingsModule,
    SurveysModule,
    ThreadsModule,
  ],
  controllers: [MessagesController, MessagesConsumer],
  providers: [
    PruneJob,
    ApplyChanges,
    ApplyStatusesHandler,
    ChangeMessageHandler,
    EnterMessages,
    FindPlaces,
    ForgetIdempotencyKeysHandler,
    PruneParkedChangesHandler,
    PruneParkedStatusesHandler,
    RecordGroupChangeHandler,
    RecordGroupMessageHandler,
    RecordInboundMessageHandler,
    RecordPhoneEchoHandler,
    RecordSubmittedMessageHandler,
    SendAgentMessageHandler,
    TemplatesClient,
    ArrivalsRepository,
    EchoesRepository,
    { provide: MessageKeys, useFactory: (): MessageKeys => new MessageKeys('conversation') },
    ChangesRepository,
    PlacesRepository,
    StatusesRepository,
  ],
  exports: [SendAgentMessageHandler],
})
export class MessagesModule {}
