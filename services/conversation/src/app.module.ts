import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import type { Config } from './config.js';
import { ReplyTimers } from './handlers/reply-timers.js';
import { ConversationEventsConsumer } from './entrypoints/conversation-events.consumer.js';
import { ConversationsController } from './entrypoints/conversations.controller.js';
import { LiveConsumer } from './entrypoints/live.consumer.js';
import { ForgetMediaJob } from './entrypoints/media/forget-media.job.js';
import { MediaFetchedConsumer } from './entrypoints/media/media-fetched.consumer.js';
import { MediaFilesController } from './entrypoints/media/media-files.controller.js';
import { MediaController } from './entrypoints/media/media.controller.js';
import { PruneJob } from './entrypoints/prune.job.js';
import { ReplyDueJob } from './entrypoints/reply-due.job.js';
import { AcceptReplyHandler } from './handlers/accept-reply.handler.js';
import { ApplyStatusesHandler } from './handlers/apply-statuses.handler.js';
import { Audit } from './handlers/audit.js';
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
import { AttachContentHandler } from './handlers/media/attach-content.handler.js';
import { FetchRequests } from './handlers/media/fetch-requests.js';
import { ForgetMediaHandler } from './handlers/media/forget-media.handler.js';
import { GetMediaHandler } from './handlers/media/get-media.handler.js';
import { LinkMediaHandler } from './handlers/media/link-media.handler.js';
import { OpenMediaHandler } from './handlers/media/open-media.handler.js';
import { RecordMediaFetchedHandler } from './handlers/media/record-media-fetched.handler.js';
import { RetryMediaHandler } from './handlers/media/retry-media.handler.js';
import { UploadMediaHandler } from './handlers/media/upload-media.handler.js';
import { PruneParkedStatusesHandler } from './handlers/prune-parked-statuses.handler.js';
import { ReconcileContactHandler } from './handlers/reconcile-contact.handler.js';
import { RecordInboundMessageHandler } from './handlers/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from './handlers/record-submitted-message.handler.js';
import { RequestReplyHandler } from './handlers/request-reply.handler.js';
import { SendAgentMessageHandler } from './handlers/send-agent-message.handler.js';
import { ContactsRepository } from './persistence/contacts.repository.js';
import { ConversationListRepository } from './persistence/conversation-list.repository.js';
import { ConversationsRepository } from './persistence/conversations.repository.js';
import { IdempotencyKeysRepository } from './persistence/idempotency-keys.repository.js';
import { LiveLogRepository } from './persistence/live-log.repository.js';
import { MediaRepository } from './persistence/media/media.repository.js';
import { MembersRepository } from './persistence/members.repository.js';
import { MessagesRepository } from './persistence/messages.repository.js';
import { ArrivalsRepository } from './persistence/arrivals.repository.js';
import { BotTurnsRepository } from './persistence/bot-turns.repository.js';
import { StatusesRepository } from './persistence/statuses.repository.js';
import { ThreadsRepository } from './persistence/threads.repository.js';
import { AddNoteHandler } from './handlers/collaboration/add-note.handler.js';
import { ChangeCannedReplyHandler } from './handlers/collaboration/change-canned-reply.handler.js';
import { ChangeLabelHandler } from './handlers/collaboration/change-label.handler.js';
import { ChangeTeamHandler } from './handlers/collaboration/change-team.handler.js';
import { CreateCannedReplyHandler } from './handlers/collaboration/create-canned-reply.handler.js';
import { CreateLabelHandler } from './handlers/collaboration/create-label.handler.js';
import { CreateTeamHandler } from './handlers/collaboration/create-team.handler.js';
import { DeleteCannedReplyHandler } from './handlers/collaboration/delete-canned-reply.handler.js';
import { DeleteLabelHandler } from './handlers/collaboration/delete-label.handler.js';
import { DeleteNoteHandler } from './handlers/collaboration/delete-note.handler.js';
import { DeleteTeamHandler } from './handlers/collaboration/delete-team.handler.js';
import { ListCannedRepliesHandler } from './handlers/collaboration/list-canned-replies.handler.js';
import { ListLabelsHandler } from './handlers/collaboration/list-labels.handler.js';
import { ListNotesHandler } from './handlers/collaboration/list-notes.handler.js';
import { ListTeamsHandler } from './handlers/collaboration/list-teams.handler.js';
import { PutLabelsHandler } from './handlers/collaboration/put-labels.handler.js';
import { CannedRepliesRepository } from './persistence/collaboration/canned-replies.repository.js';
import { LabelsRepository } from './persistence/collaboration/labels.repository.js';
import { NotesRepository } from './persistence/collaboration/notes.repository.js';
import { TeamsRepository } from './persistence/collaboration/teams.repository.js';
import { CannedRepliesController } from './entrypoints/collaboration/canned-replies.controller.js';
import { LabelsController } from './entrypoints/collaboration/labels.controller.js';
import { NotesController } from './entrypoints/collaboration/notes.controller.js';
import { TeamsController } from './entrypoints/collaboration/teams.controller.js';
import { ChangeContactHandler } from './handlers/contacts/change-contact.handler.js';
import { CreateContactHandler } from './handlers/contacts/create-contact.handler.js';
import { GetContactHandler } from './handlers/contacts/get-contact.handler.js';
import { ListContactsHandler } from './handlers/contacts/list-contacts.handler.js';
import { MergeContactsHandler } from './handlers/contacts/merge-contacts.handler.js';
import { ContactBookRepository } from './persistence/contact-book.repository.js';
import { ContactsController } from './entrypoints/contacts/contacts.controller.js';
import { AbandonedJob } from './entrypoints/abandoned.job.js';
import { InboxJob } from './entrypoints/inbox.job.js';
import { InboxSettingsController } from './entrypoints/inbox-settings.controller.js';
import { OwnershipController } from './entrypoints/ownership.controller.js';
import { PresenceController } from './entrypoints/presence.controller.js';
import { AssignHandler } from './handlers/assign.handler.js';
import { AssignWaitingHandler } from './handlers/assign-waiting.handler.js';
import { AssignmentCalls } from './handlers/assignment-calls.js';
import { ChangeOfHands } from './handlers/change-of-hands.js';
import { AskBot } from './handlers/ask-bot.js';
import { FindPlaces } from './handlers/find-places.js';
import { AnswerFailed } from './handlers/answer-failed.js';
import { CustomerWaits } from './handlers/customer-waits.js';
import { EscalateHandler } from './handlers/escalate.handler.js';
import { FindAbandonedHandler } from './handlers/find-abandoned.handler.js';
import { FindWaitsHandler } from './handlers/find-waits.handler.js';
import { GetInboxSettingsHandler } from './handlers/get-inbox-settings.handler.js';
import { ListPresenceHandler } from './handlers/list-presence.handler.js';
import { PutInboxSettingsHandler } from './handlers/put-inbox-settings.handler.js';
import { ReadConversationHandler } from './handlers/read-conversation.handler.js';
import { ReportPresenceHandler } from './handlers/report-presence.handler.js';
import { SetAvailabilityHandler } from './handlers/set-availability.handler.js';
import { SortConversationHandler } from './handlers/sort-conversation.handler.js';
import { ShowTypingHandler } from './handlers/show-typing.handler.js';
import { SystemVoice } from './handlers/system-voice.js';
import { TakeBackHandler } from './handlers/take-back.handler.js';
import { WakeConversationHandler } from './handlers/wake-conversation.handler.js';
import { AssignmentsRepository } from './persistence/assignments.repository.js';
import { InboxSettingsRepository } from './persistence/inbox-settings.repository.js';
import { PresenceRepository } from './persistence/presence.repository.js';
import { WaitsRepository } from './persistence/waits.repository.js';
import { ForgetWords } from './handlers/search/forget-words.js';
import { IndexMessagesHandler } from './handlers/search/index-messages.handler.js';
import { SearchMessagesHandler } from './handlers/search/search-messages.handler.js';
import { SearchRepository } from './persistence/search.repository.js';
import { IndexMessagesJob } from './entrypoints/search/index-messages.job.js';
import { SearchController } from './entrypoints/search/search.controller.js';
import { ApplyRetentionHandler } from './handlers/privacy/apply-retention.handler.js';
import { CollectErasureHandler } from './handlers/privacy/collect-erasure.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { GetErasuresHandler } from './handlers/privacy/get-erasures.handler.js';
import { GetRetentionHandler } from './handlers/privacy/get-retention.handler.js';
import { PutRetentionHandler } from './handlers/privacy/put-retention.handler.js';
import { ErasuresRepository } from './persistence/erasures.repository.js';
import { RetentionRepository } from './persistence/retention.repository.js';
import { ErasureEventsConsumer } from './entrypoints/privacy/erasure-events.consumer.js';
import { PrivacyController } from './entrypoints/privacy/privacy.controller.js';
import { RetentionJob } from './entrypoints/privacy/retention.job.js';
import { CountsJob } from './entrypoints/counts.job.js';
import { CountConversationsHandler } from './handlers/counts/count-conversations.handler.js';
import { FoldCountsHandler } from './handlers/counts/fold-counts.handler.js';
import { MendCountsHandler } from './handlers/counts/mend-counts.handler.js';
import { CountsRepository } from './persistence/counts.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [
    ConversationsController,
    MediaController,
    MediaFilesController,
    OwnershipController,
    InboxSettingsController,
    PresenceController,
    SearchController,
    PrivacyController,
    ContactsController,
    CannedRepliesController,
    LabelsController,
    NotesController,
    TeamsController,
  ],
  providers: [
    ConversationEventsConsumer,
    ReplyDueJob,
    PruneJob,
    Audit,
    RecordInboundMessageHandler,
    RecordSubmittedMessageHandler,
    MediaFetchedConsumer,
    ForgetMediaJob,
    AttachContentHandler,
    FetchRequests,
    RecordMediaFetchedHandler,
    UploadMediaHandler,
    GetMediaHandler,
    LinkMediaHandler,
    OpenMediaHandler,
    RetryMediaHandler,
    ForgetMediaHandler,
    MediaRepository,
    { provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) },
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
    FindPlaces,
    AskBot,
    ThreadsRepository,
    ArrivalsRepository,
    BotTurnsRepository,
    StatusesRepository,
    ContactsRepository,
    ConversationListRepository,
    ConversationsRepository,
    MembersRepository,
    MessagesRepository,
    IdempotencyKeysRepository,
    LiveLog,
    LiveLogRepository,
    LiveConsumer,
    ReadLiveFeedHandler,
    ReadMissedMessagesHandler,
    PruneLiveLogHandler,
    ReplyTimers,
    ChangeContactHandler,
    CreateContactHandler,
    GetContactHandler,
    ListContactsHandler,
    MergeContactsHandler,
    ContactBookRepository,
    AddNoteHandler,
    ChangeCannedReplyHandler,
    ChangeLabelHandler,
    ChangeTeamHandler,
    CreateCannedReplyHandler,
    CreateLabelHandler,
    CreateTeamHandler,
    DeleteCannedReplyHandler,
    DeleteLabelHandler,
    DeleteNoteHandler,
    DeleteTeamHandler,
    ListCannedRepliesHandler,
    ListLabelsHandler,
    ListNotesHandler,
    ListTeamsHandler,
    PutLabelsHandler,
    CannedRepliesRepository,
    LabelsRepository,
    NotesRepository,
    TeamsRepository,
    AbandonedJob,
    InboxJob,
    AssignHandler,
    AssignWaitingHandler,
    AssignmentCalls,
    ChangeOfHands,
    AnswerFailed,
    CustomerWaits,
    EscalateHandler,
    FindAbandonedHandler,
    FindWaitsHandler,
    GetInboxSettingsHandler,
    ListPresenceHandler,
    PutInboxSettingsHandler,
    ReadConversationHandler,
    ReportPresenceHandler,
    SetAvailabilityHandler,
    SortConversationHandler,
    ShowTypingHandler,
    SystemVoice,
    TakeBackHandler,
    WakeConversationHandler,
    AssignmentsRepository,
    InboxSettingsRepository,
    PresenceRepository,
    WaitsRepository,
    IndexMessagesJob,
    IndexMessagesHandler,
    ForgetWords,
    SearchMessagesHandler,
    SearchRepository,
    RetentionJob,
    ErasureEventsConsumer,
    ApplyRetentionHandler,
    GetRetentionHandler,
    PutRetentionHandler,
    EraseContactHandler,
    CollectErasureHandler,
    GetErasuresHandler,
    ErasuresRepository,
    RetentionRepository,
    CountsJob,
    CountConversationsHandler,
    FoldCountsHandler,
    MendCountsHandler,
    CountsRepository,
  ],
})
export class AppModule {}
