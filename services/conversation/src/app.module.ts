import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import type { Config } from './config.js';
import { ReplyTimers } from './handlers/bot/reply-timers.state.js';
import { ConversationEventsConsumer } from './entrypoints/messages/conversation-events.consumer.js';
import { ConversationsController } from './entrypoints/threads/conversations.controller.js';
import { LiveConsumer } from './entrypoints/feed/live.consumer.js';
import { ForgetMediaJob } from './entrypoints/media/forget-media.job.js';
import { MediaFetchedConsumer } from './entrypoints/media/media-fetched.consumer.js';
import { MediaFilesController } from './entrypoints/media/media-files.controller.js';
import { MediaController } from './entrypoints/media/media.controller.js';
import { PruneJob } from './entrypoints/messages/prune.job.js';
import { ReplyDueJob } from './entrypoints/bot/reply-due.job.js';
import { AcceptReplyHandler } from './handlers/bot/accept-reply.handler.js';
import { ApplyStatusesHandler } from './handlers/messages/apply-statuses.handler.js';
import { Audit } from './handlers/audit/audit.step.js';
import { ChangeOwnerHandler } from './handlers/ownership/change-owner.handler.js';
import { FindDueRepliesHandler } from './handlers/bot/find-due-replies.handler.js';
import { ForgetIdempotencyKeysHandler } from './handlers/messages/forget-idempotency-keys.handler.js';
import { GetConversationHandler } from './handlers/threads/get-conversation.handler.js';
import { PruneLiveLogHandler } from './handlers/live/prune-live-log.handler.js';
import { ReadLiveFeedHandler } from './handlers/feed/read-live-feed.handler.js';
import { ReadMissedMessagesHandler } from './handlers/feed/read-missed-messages.handler.js';
import { LiveLog } from './handlers/live/live-log.step.js';
import { ListConversationsHandler } from './handlers/threads/list-conversations.handler.js';
import { ListMessagesHandler } from './handlers/threads/list-messages.handler.js';
import { AttachContent } from './handlers/media/attach-content.step.js';
import { FetchRequests } from './handlers/media/fetch-requests.step.js';
import { ForgetMediaHandler } from './handlers/media/forget-media.handler.js';
import { GetMediaHandler } from './handlers/media/get-media.handler.js';
import { LinkMediaHandler } from './handlers/media/link-media.handler.js';
import { OpenMediaHandler } from './handlers/media/open-media.handler.js';
import { RecordMediaFetchedHandler } from './handlers/media/record-media-fetched.handler.js';
import { RetryMediaHandler } from './handlers/media/retry-media.handler.js';
import { UploadMediaHandler } from './handlers/media/upload-media.handler.js';
import { PruneParkedStatusesHandler } from './handlers/messages/prune-parked-statuses.handler.js';
import { ReconcileContact } from './handlers/contacts/reconcile-contact.step.js';
import { RecordInboundMessageHandler } from './handlers/messages/record-inbound-message.handler.js';
import { RecordSubmittedMessageHandler } from './handlers/messages/record-submitted-message.handler.js';
import { RequestReplyHandler } from './handlers/bot/request-reply.handler.js';
import { SendAgentMessageHandler } from './handlers/messages/send-agent-message.handler.js';
import { ContactsRepository } from './persistence/contacts/contacts.repository.js';
import { ConversationListRepository } from './persistence/threads/conversation-list.repository.js';
import { ConversationsRepository } from './persistence/threads/conversations.repository.js';
import { IdempotencyKeysRepository } from './persistence/messages/idempotency-keys.repository.js';
import { LiveLogRepository } from './persistence/live/live-log.repository.js';
import { MediaRepository } from './persistence/media/media.repository.js';
import { MembersRepository } from './persistence/collaboration/members.repository.js';
import { MessagesRepository } from './persistence/threads/messages.repository.js';
import { ArrivalsRepository } from './persistence/messages/arrivals.repository.js';
import { BotTurnsRepository } from './persistence/bot/bot-turns.repository.js';
import { StatusesRepository } from './persistence/messages/statuses.repository.js';
import { PlacesRepository } from './persistence/messages/places.repository.js';
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
import { ContactBookRepository } from './persistence/contacts/contact-book.repository.js';
import { ContactsController } from './entrypoints/contacts/contacts.controller.js';
import { AbandonedJob } from './entrypoints/ownership/abandoned.job.js';
import { InboxJob } from './entrypoints/ownership/inbox.job.js';
import { InboxSettingsController } from './entrypoints/settings/inbox-settings.controller.js';
import { OwnershipController } from './entrypoints/ownership/ownership.controller.js';
import { PresenceController } from './entrypoints/ownership/presence.controller.js';
import { AssignHandler } from './handlers/ownership/assign.handler.js';
import { AssignWaitingHandler } from './handlers/ownership/assign-waiting.handler.js';
import { AssignmentCalls } from './handlers/ownership/assignment-calls.state.js';
import { ChangeOfHands } from './handlers/ownership/change-of-hands.step.js';
import { AskBot } from './handlers/bot/ask-bot.step.js';
import { FindPlaces } from './handlers/messages/find-places.step.js';
import { AnswerFailed } from './handlers/ownership/answer-failed.step.js';
import { CustomerWaits } from './handlers/ownership/customer-waits.step.js';
import { EscalateHandler } from './handlers/ownership/escalate.handler.js';
import { FindAbandonedHandler } from './handlers/ownership/find-abandoned.handler.js';
import { FindWaitsHandler } from './handlers/ownership/find-waits.handler.js';
import { GetInboxSettingsHandler } from './handlers/settings/get-inbox-settings.handler.js';
import { ListPresenceHandler } from './handlers/ownership/list-presence.handler.js';
import { PutInboxSettingsHandler } from './handlers/settings/put-inbox-settings.handler.js';
import { ReadConversationHandler } from './handlers/threads/read-conversation.handler.js';
import { ReportPresenceHandler } from './handlers/ownership/report-presence.handler.js';
import { SetAvailabilityHandler } from './handlers/ownership/set-availability.handler.js';
import { SortConversationHandler } from './handlers/ownership/sort-conversation.handler.js';
import { ShowTypingHandler } from './handlers/ownership/show-typing.handler.js';
import { SystemVoice } from './handlers/ownership/system-voice.step.js';
import { TakeBackHandler } from './handlers/ownership/take-back.handler.js';
import { WakeConversationHandler } from './handlers/ownership/wake-conversation.handler.js';
import { AssignmentsRepository } from './persistence/ownership/assignments.repository.js';
import { InboxSettingsRepository } from './persistence/settings/inbox-settings.repository.js';
import { PresenceRepository } from './persistence/ownership/presence.repository.js';
import { WaitsRepository } from './persistence/ownership/waits.repository.js';
import { ForgetWords } from './handlers/search/forget-words.step.js';
import { IndexMessagesHandler } from './handlers/search/index-messages.handler.js';
import { SearchMessagesHandler } from './handlers/search/search-messages.handler.js';
import { SearchRepository } from './persistence/search/search.repository.js';
import { IndexMessagesJob } from './entrypoints/search/index-messages.job.js';
import { SearchController } from './entrypoints/search/search.controller.js';
import { ApplyRetentionHandler } from './handlers/privacy/apply-retention.handler.js';
import { CollectErasureHandler } from './handlers/privacy/collect-erasure.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { GetErasuresHandler } from './handlers/privacy/get-erasures.handler.js';
import { GetRetentionHandler } from './handlers/privacy/get-retention.handler.js';
import { PutRetentionHandler } from './handlers/privacy/put-retention.handler.js';
import { ErasuresRepository } from './persistence/privacy/erasures.repository.js';
import { RetentionRepository } from './persistence/privacy/retention.repository.js';
import { ErasureEventsConsumer } from './entrypoints/privacy/erasure-events.consumer.js';
import { PrivacyController } from './entrypoints/privacy/privacy.controller.js';
import { RetentionJob } from './entrypoints/privacy/retention.job.js';
import { CountsJob } from './entrypoints/threads/counts.job.js';
import { CountConversationsHandler } from './handlers/threads/count-conversations.handler.js';
import { FoldCountsHandler } from './handlers/threads/fold-counts.handler.js';
import { MendCountsHandler } from './handlers/threads/mend-counts.handler.js';
import { CountsRepository } from './persistence/threads/counts.repository.js';

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
    AttachContent,
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
    ReconcileContact,
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
    PlacesRepository,
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
