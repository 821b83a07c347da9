import { Module } from '@nestjs/common';
import { MessageKeys } from '#service-kit';
import { BotModule } from './bot.module.js';
import { ContactsModule } from './contacts.module.js';
import { LiveModule } from './live.module.js';
import { MediaModule } from './media.module.js';
import { OwnershipModule } from './ownership.module.js';
import { ThreadsModule } from './threads.module.js';
import { MessagesConsumer } from '../entrypoints/messages/messages.consumer.js';
import { MessagesController } from '../entrypoints/messages/messages.controller.js';
import { PruneJob } from '../entrypoints/messages/prune.job.js';
import { ApplyStatusesHandler } from '../handlers/messages/apply-statuses.handler.js';
import { FindPlaces } from '../handlers/messages/find-places.step.js';
import { ForgetIdempotencyKeysHandler } from '../handlers/messages/forget-idempotency-keys.handler.js';
import { PruneParkedStatusesHandler } from '../handlers/messages/prune-parked-statuses.handler.js';
import { RecordInboundMessageHandler } from '../handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from '../handlers/messages/record-submitted-message.handler.js';
import { SendAgentMessageHandler } from '../handlers/messages/send-agent-message.handler.js';
import { ArrivalsRepository } from '../persistence/messages/arrivals.repository.js';
import { PlacesRepository } from '../persistence/messages/places.repository.js';
import { StatusesRepository } from '../persistence/messages/statuses.repository.js';

/** Messages that arrive or are sent, and their statuses. */
@Module({
  imports: [BotModule, ContactsModule, LiveModule, MediaModule, OwnershipModule, ThreadsModule],
  controllers: [MessagesController, MessagesConsumer],
  providers: [
    PruneJob,
    ApplyStatusesHandler,
    FindPlaces,
    ForgetIdempotencyKeysHandler,
    PruneParkedStatusesHandler,
    RecordInboundMessageHandler,
    RecordSubmittedMessageHandler,
    SendAgentMessageHandler,
    ArrivalsRepository,
    { provide: MessageKeys, useFactory: (): MessageKeys => new MessageKeys('conversation') },
    PlacesRepository,
    StatusesRepository,
  ],
})
export class MessagesModule {}
