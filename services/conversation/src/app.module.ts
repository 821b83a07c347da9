import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ReplyTimers } from './handlers/reply-timers.js';
import { ConversationEventsConsumer } from './entrypoints/conversation-events.consumer.js';
import { ConversationsController } from './entrypoints/conversations.controller.js';
import { LiveConsumer } from './entrypoints/live.consumer.js';
import { PruneJob } from './entrypoints/prune.job.js';
import { ReplyDueJob } from './entrypoints/reply-due.job.js';
import { AcceptReplyHandler } from './handlers/accept-reply.handler.js';
import { ApplyStatusesHandler } from './handlers/apply-statuses.handler.js';
import { ChangeOwnerHandler } from './handlers/change-owner.handler.js';
import { FindDueRepliesHandler } from './handlers/find-due-replies.handler.js';
import { ForgetIdempotencyKeysHandler } from './handlers/forget-idempotency-keys.handler.js';
import { GetConversationHandler } from './handlers/get-conversation.handler.js';
import { PruneLiveLogHandler } from './handlers/live/prune-live-log.handler.js';
import { ReadLiveFeedHandler } from './handlers/live/read-live-feed.handler.js';
import { ReadMissedMessagesHandler } from './handlers/live/read-missed-messages.handler.js';
import { LiveLog } from './handlers/live-log.js';
import { ListConversationsHandler } from './handlers/list-conversations.handler.js';
import { ListMessagesHandler } from './handlers/list-messages.handler.js';
import { PruneParkedStatusesHandler } from './handlers/prune-parked-statuses.handler.js';
import { ReconcileContactHandler } from './handlers/reconcile-contact.handler.js';
import { RecordInboundMessageHandler } from './handlers/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from './handlers/record-submitted-message.handler.js';
import { RequestReplyHandler } from './handlers/request-reply.handler.js';
import { SendAgentMessageHandler } from './handlers/send-agent-message.handler.js';
import { ContactsRepository } from './persistence/contacts.repository.js';
import { ConversationsRepository } from './persistence/conversations.repository.js';
import { IdempotencyKeysRepository } from './persistence/idempotency-keys.repository.js';
import { LiveLogRepository } from './persistence/live-log.repository.js';
import { MembersRepository } from './persistence/members.repository.js';
import { MessagesRepository } from './persistence/messages.repository.js';
import { TenantTextsRepository } from './persistence/tenant-texts.repository.js';
import { ThreadsRepository } from './persistence/threads.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [ConversationsController],
  providers: [
    ConversationEventsConsumer,
    ReplyDueJob,
    PruneJob,
    RecordInboundMessageHandler,
    RecordSubmittedMessageHandler,
    ReconcileContactHandler,
    FindDueRepliesHandler,
    RequestReplyHandler,
    AcceptReplyHandler,
    ApplyStatusesHandler,
    PruneParkedStatusesHandler,
    ForgetIdempotencyKeysHandler,
    SendAgentMessageHandler,
    ChangeOwnerHandler,
    ListConversationsHandler,
    GetConversationHandler,
    ListMessagesHandler,
    ThreadsRepository,
    ContactsRepository,
    ConversationsRepository,
    MembersRepository,
    MessagesRepository,
    IdempotencyKeysRepository,
    TenantTextsRepository,
    LiveLog,
    LiveLogRepository,
    LiveConsumer,
    ReadLiveFeedHandler,
    ReadMissedMessagesHandler,
    PruneLiveLogHandler,
    ReplyTimers,
  ],
})
export class AppModule {}
